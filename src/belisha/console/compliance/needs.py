"""What duties need of somebody now: plans that fall due, words to sign, confirmations that run out."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, ngettext

from belisha.console.access.needs import Need, Urgency, Weight, needs
from belisha.console.access.permissions import Permission
from belisha.console.access.tasks import Task, tasks
from belisha.console.compliance.attesting.queries import confirmations_due, running_out, to_countersign
from belisha.console.compliance.planner.queries import review_days
from belisha.console.compliance.plans.queries import open_plans, open_plans_of, owners
from belisha.console.compliance.starting.levels import can_begin
from belisha.console.duties.catalogue import catalogue
from belisha.console.policies.approving.queries.published import published_at
from belisha.console.reviews.needs import reviews_to_make
from belisha.console.reviews.queries import roles_at
from belisha.console.reviews.rules import Wanted, parts_for

if TYPE_CHECKING:
    from collections.abc import Iterable

    from belisha.console.access.models import School, User
    from belisha.console.access.roles import Role
    from belisha.console.access.tasks import Asking
    from belisha.console.reviews.queries import Status

__all__ = ["confirmations", "plans_of_mine", "setting_up"]

SOON: Final = timedelta(days=14)


@needs(Permission.CHANGE_SCHOOL)
def setting_up(user: User, school: School) -> Iterable[Need]:
    """A school without a policy in force is not set up; before it has levels of the filter nothing is more urgent."""
    del user
    if published_at(school) is None:
        link = reverse("start", args=[school.code])
        urgency = Urgency.NOW if can_begin(school.federation) else Urgency.SOON
        yield Need(gettext("Go on setting up the school"), link, urgency, school.name, Weight.FAILING)


@needs(Permission.SEE_DUTIES)
def plans_of_mine(user: User, school: School) -> Iterable[Need]:
    """Plans of theirs that are late or fall due."""
    today = timezone.localdate()
    due = list(open_plans_of(user, school).filter(due__lte=today + SOON).values_list("due", flat=True))
    late = sum(day < today for day in due)
    link = reverse("duties-mine", args=[school.code])
    if late:
        text = ngettext("%(n)s plan for a duty is late", "%(n)s plans for duties are late", late) % {"n": late}
        yield Need(text, link, Urgency.NOW, school.name, Weight.DUE)
    if soon := len(due) - late:
        text = ngettext("%(n)s plan for a duty falls due", "%(n)s plans for duties fall due", soon) % {"n": soon}
        yield Need(text, link, Urgency.SOON, school.name, Weight.DUE)


@needs(Permission.SEE_DUTIES)
def confirmations(user: User, school: School) -> Iterable[Need]:
    """What they confirmed that runs out, and what others said that waits for a second signature."""
    link = reverse("duties-mine", args=[school.code])
    if count := len(running_out(user, school, timezone.localdate())):
        text = ngettext("Confirm %(n)s duty anew", "Confirm %(n)s duties anew", count) % {"n": count}
        yield Need(text, link, Urgency.SOON, school.name, Weight.DUE)
    if count := len(to_countersign(user, school)):
        text = ngettext("Sign what was said of %(n)s duty", "Sign what was said of %(n)s duties", count) % {"n": count}
        yield Need(text, link, Urgency.SOMETIME, school.name, Weight.DUE)


@tasks(
    "plans",
    gettext_lazy("Plans for duties"),
    Permission.SEE_DUTIES,
    others=Permission.SEE_DUTIES,
    stands_for=(plans_of_mine,),
)
def plans_to_do(asking: Asking) -> Iterable[Task]:
    """Every plan that is open, with its owner."""
    able = set(owners(asking.school).values_list("pk", flat=True)) if asking.of is None else {asking.of.pk}
    for each in open_plans(asking.school, asking.of):
        gone = each.owner_id not in able
        link = reverse("duty-plan-take" if gone else "duty-plan-end", args=[asking.school.code, each.pk])
        since = timezone.localdate(each.made_at)
        yield Task(each.words, link, f"plan-{each.pk}", each.due, since, each.owner_id, orphaned=gone)


@tasks(
    "confirmations",
    gettext_lazy("Duties to confirm and to sign"),
    Permission.SEE_DUTIES,
    others=Permission.SEE_DUTIES,
    stands_for=(confirmations,),
)
def duties_to_confirm(asking: Asking) -> Iterable[Task]:
    """Confirmations that run out, with whoever answers for them now; what waits for a second person's signature."""
    school = asking.school
    for said, holder in confirmations_due(school, timezone.localdate(), asking.of):
        text = gettext("Confirm anew: %(what)s") % {"what": catalogue()[said.duty].printed()}
        link = reverse("duty-confirm", args=[school.code, said.duty])
        yield Task(
            text, link, f"confirm-{said.pk}", said.until, timezone.localdate(said.at), holder, orphaned=holder is None
        )
    if asking.of is not None:
        for said in to_countersign(asking.of, school):
            text = gettext("Sign what was said of: %(what)s") % {"what": catalogue()[said.duty].printed()}
            link = reverse("duty-countersign", args=[school.code, said.pk])
            yield Task(text, link, f"sign-{said.pk}", since=timezone.localdate(said.at))


@tasks(
    "reviews",
    gettext_lazy("Reviews"),
    Permission.SEE_DUTIES,
    others=Permission.SEE_DUTIES,
    stands_for=(reviews_to_make,),
)
def reviews_to_write(asking: Asking) -> Iterable[Task]:
    """Reviews that are wanted, by the day; one's own are those of which one can sign a part and has not."""
    roles = roles_at(asking.of, asking.school) if asking.of else None
    for status, day in review_days(asking.school, timezone.now()):
        if roles is not None and not _has_part(status, roles, asking.of):
            continue
        if status.open:
            text = gettext("Write and sign: %(title)s") % {"title": status.kind.title}
            link = reverse("review", args=[asking.school.code, status.open.pk])
        elif status.causes or status.wanted is not Wanted.NOT_YET:
            text = gettext("Make the review: %(title)s") % {"title": status.kind.title}
            link = reverse("reviews", args=[asking.school.code])
        else:
            continue
        # what was never made has no day by which: it is wanted, and late for nothing
        due, roles_left = day if status.last else None, _roles_left(status)
        yield Task(text, link, f"review-{status.kind.id}", due, urgency=Urgency.SOON, roles=roles_left)


def _roles_left(status: Status) -> tuple[Role, ...]:
    """Whose signature is still wanted."""
    signed = {each.part for each in status.open.signatures.all()} if status.open else set()
    return tuple(sorted({role for part in status.kind.parts if part.id not in signed for role in part.roles}))


def _has_part(status: Status, roles: set[Role], user: User | None) -> bool:
    signatures = list(status.open.signatures.all()) if status.open else []
    if user and user.pk in {each.by_id for each in signatures}:
        return False
    return bool(parts_for(status.kind, roles, {each.part for each in signatures}))
