"""What policies need of somebody now."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belisha.console.access.authorization import has_permission
from belisha.console.access.needs import Need, Urgency, Weight, needs
from belisha.console.access.permissions import Permission
from belisha.console.access.tasks import Task, tasks
from belisha.console.policies.approving.queries.causes import open_causes
from belisha.console.policies.approving.queries.published import published_at, unminuted
from belisha.console.policies.approving.queries.rounds import audience_of, open_rounds_for, own_response
from belisha.console.policies.approving.queries.steps import part_for, signatures_of
from belisha.console.policies.clauses.queries import ONLINE_SAFETY
from belisha.console.policies.models import StepWord
from belisha.console.policies.shelf.queries import is_red, shelf_of
from belisha.console.policies.writing.actions import place_of
from belisha.console.policies.writing.queries import in_the_making
from belisha.console.policies.writing.rules import State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from belisha.console.access.models import School, User
    from belisha.console.access.tasks import Asking
    from belisha.console.policies.models import Round, Version

__all__ = ["changes_to_minute", "policies_to_write", "shelf_to_mend", "steps_of_policies", "what_do_you_think"]


@needs(None)
def what_do_you_think(user: User, school: School) -> Iterable[Need]:
    """Consultations that somebody has not answered yet."""
    if not audience_of(user):
        return
    for round_ in open_rounds_for(school):
        if own_response(round_, user, school) is None:
            link = f"{reverse('my-consultation')}?round={round_.pk}&at={school.code}"
            if audience_of(user) == "pupils":
                text = _("Tell us what you think of our rules for screens")
            else:
                text = _asked(round_, school)
            yield Need(text, link, Urgency.SOMETIME)


def _asked(round_: Round, school: School) -> str:
    said = {"day": date_format(round_.closes, "j F")}
    if round_.version.policy.school_id is None:
        said["federation"] = school.federation.name
        return _("Say what you think of the new online safety policy of %(federation)s, by %(day)s") % said
    return _("Say what you think of the new online safety policy, by %(day)s") % said


@needs(Permission.SEE_DUTIES)
def steps_of_policies(user: User, school: School) -> Iterable[Need]:
    """Technical comments, votes and signatures that wait for this person."""
    for version in in_the_making(school, ONLINE_SAFETY):
        link = reverse("policy-version", args=[school.code, version.pk])
        state = State(version.state)
        if state in {State.CONSULTING, State.LEADERS} and has_permission(user, Permission.ASSESS_TECHNICALLY, school):
            if not version.step_words.filter(step=StepWord.Step.TECHNICAL).exists():
                yield Need(_("Give a technical comment on the draft policy"), link, weight=Weight.DUE)
        elif state is State.GOVERNORS and has_permission(user, Permission.APPROVE_POLICIES, version.policy.school):
            yield Need(_("Enter the governors' vote on the policy"), link, weight=Weight.DUE)
        elif state is State.SIGNING and _may_sign(user, version):
            yield Need(_("Sign the policy that governors approved"), link, Urgency.NOW, weight=Weight.DUE)


def _may_sign(user: User, version: Version) -> bool:
    able = part_for(user, place_of(version.policy))
    return able is not None and any(each.part == able[0] and each.given is None for each in signatures_of(version))


@needs(Permission.WRITE_POLICIES)
def policies_to_write(user: User, school: School) -> Iterable[Need]:
    """A first policy, a review that is due, consultations that are over, causes to decide about."""
    del user
    now, today = published_at(school), timezone.localdate()
    making = in_the_making(school, ONLINE_SAFETY)
    page = reverse("policies", args=[school.code])
    if now is None and not making:
        yield Need(_("Begin the online safety policy: none is in force"), page, weight=Weight.DUE)
    elif now and now.review_due and (now.review_due - today).days <= 60 and not making:
        urgency = Urgency.NOW if now.review_due < today else Urgency.SOON
        yield Need(_("Begin the yearly review of the online safety policy"), page, urgency, weight=Weight.DUE)
    for version in making:
        for round_ in version.rounds.filter(closed_at__isnull=True, closes__lt=today):
            link = reverse("policy-round", args=[school.code, round_.pk])
            yield Need(_("The last day of a consultation is over: close it"), link, weight=Weight.DUE)
    for cause in open_causes(school).select_related(None):
        urgency = Urgency.NOW if cause.due < today else Urgency.SOON
        link = reverse("policy-cause", args=[school.code, cause.pk])
        yield Need(_("Decide whether the policy needs an early review"), link, urgency, weight=Weight.DUE)


@needs(Permission.APPROVE_POLICIES)
def changes_to_minute(user: User, school: School) -> Iterable[Need]:
    """What has changed since the policy was adopted, for the governors' next minutes."""
    del user
    now = published_at(school)
    if now and unminuted(now, school):
        link = reverse("policy-changes", args=[school.code, now.pk])
        yield Need(_("Minute what has changed since the policy was adopted"), link, Urgency.SOMETIME)


@needs(Permission.WRITE_POLICIES)
def shelf_to_mend(user: User, school: School) -> Iterable[Need]:
    """Sister policies that are missing, late or nobody's."""
    del user
    red = [each for each in shelf_of(school) if is_red(each) and each.kind.id != ONLINE_SAFETY]
    if red:
        text = _("Mend the shelf of policies: %(n)s red") % {"n": len(red)}
        yield Need(text, reverse("policy-shelf", args=[school.code]), Urgency.SOMETIME, weight=Weight.DUE)


@tasks(
    "policies",
    gettext_lazy("Policies"),
    Permission.WRITE_POLICIES,
    others=Permission.SEE_DUTIES,
    stands_for=(policies_to_write,),
)
def writing_of_policies(asking: Asking) -> Iterable[Task]:
    """What there is to write, to close and to decide, with the day by which."""
    school = asking.school
    now, today = published_at(school), timezone.localdate()
    making = in_the_making(school, ONLINE_SAFETY)
    page = reverse("policies", args=[school.code])
    if now is None and not making:
        yield Task(_("Begin the online safety policy: none is in force"), page, "first", urgency=Urgency.SOON)
    elif now and now.review_due and (now.review_due - today).days <= 60 and not making:
        text = _("Begin the yearly review of the online safety policy")
        yield Task(text, page, f"review-{now.pk}", now.review_due)
    for version in making:
        for round_ in version.rounds.filter(closed_at__isnull=True, closes__lt=today):
            link = reverse("policy-round", args=[school.code, round_.pk])
            text = _("The last day of a consultation is over: close it")
            yield Task(text, link, f"round-{round_.pk}", round_.closes + timedelta(days=7), round_.closes)
    for cause in open_causes(school):
        link = reverse("policy-cause", args=[school.code, cause.pk])
        yield Task(_("Decide whether the policy needs an early review"), link, f"cause-{cause.pk}", cause.due)
