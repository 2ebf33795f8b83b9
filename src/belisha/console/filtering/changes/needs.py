"""What of changes needs somebody now."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from belisha.console.access.acting import By
from belisha.console.access.authorization import has_permission
from belisha.console.access.needs import Need, Urgency, Weight, needs
from belisha.console.access.permissions import Permission
from belisha.console.access.places import address as page_of
from belisha.console.filtering.changes.digest.actions import may_sign
from belisha.console.filtering.changes.digest.queries import unsigned_weeks
from belisha.console.filtering.changes.queries.listing import managers_of, not_in_force_since, waiting_for
from belisha.console.filtering.changes.queries.rights import ending_soon
from belisha.console.filtering.changes.rules.steps import Step
from belisha.console.filtering.models import Half
from belisha.console.filtering.policy.queries import current

if TYPE_CHECKING:
    from collections.abc import Iterator

    from belisha.console.access.models import School, User
    from belisha.console.filtering.changes.queries.listing import Waiting
    from belisha.console.filtering.models import Change

__all__: list[str] = []

EACH_AT_MOST: Final = 5
UNFORCED_FOR: Final = timedelta(minutes=1)


@needs(Permission.SEE_FILTER)
def changes_waiting(user: User, school: School) -> Iterator[Need]:
    """Changes whose next step somebody can take."""
    waiting = waiting_for(By(user), school)
    for each in waiting[:EACH_AT_MOST]:
        link = _page(user, school, each.change)
        yield Need(_text(each), link, _urgency(each), weight=Weight.DUE)
    if (more := len(waiting) - EACH_AT_MOST) and more > 0:
        text = ngettext("%(n)s more change of the filter", "%(n)s more changes of the filter", more) % {"n": more}
        yield Need(text, reverse("filter-changes", args=[school.code]), Urgency.SOON, school.name)


def _page(user: User, school: School, change: Change) -> str:
    """Where somebody works on a change: for all schools on the federation's pages, if they may."""
    above = change.school_id is None and has_permission(user, Permission.SEE_FILTER, None)
    return page_of(school.federation if above else school, "filter-change", change.pk)


def _text(waiting: Waiting) -> str:
    words = {
        Step.EDUCATION: _("Judge a change of the filter for children and teaching: %(title)s"),
        Step.TECHNICAL: _("Judge a change of the filter technically: %(title)s"),
        Step.CONSENT: _("Decide about a risky change of the filter: %(title)s"),
        Step.APPLY: _("Apply a change of the filter: %(title)s"),
        Step.REVIEW: _("Review what was changed in the filter, by %(day)s: %(title)s"),
    }
    due = date_format(waiting.change.review_due, "j F") if waiting.change.review_due else ""
    return words[waiting.step] % {"title": waiting.change, "day": due}


def _urgency(waiting: Waiting) -> Urgency:
    if waiting.step is not Step.REVIEW:
        return Urgency.SOON
    due = waiting.change.review_due
    if due is not None and due < timezone.localdate():
        return Urgency.NOW
    return Urgency.SOON if waiting.change.way == "emergency" else Urgency.SOMETIME


@needs(Permission.APPLY_FILTER_CHANGES)
def not_in_force(user: User, school: School) -> Iterator[Need]:
    """Changes that were applied and have not reached the gateway."""
    del user
    for change in not_in_force_since(school, timezone.now() - UNFORCED_FOR)[:EACH_AT_MOST]:
        text = _("Not yet in force at the gateway: %(title)s") % {"title": change}
        yield Need(text, reverse("filter-change", args=[school.code, change.pk]), Urgency.NOW, weight=Weight.FAILING)


@needs(Permission.GIVE_FILTER_RIGHT)
def rights_that_end(user: User, school: School) -> Iterator[Need]:
    """Filter managers whose right ends within two weeks, for those who give it; or that there is none."""
    today, link = timezone.localdate(), reverse("filter-managers", args=[school.code])
    for right in ending_soon(school, today):
        if right.user_id != user.pk:
            words = {"name": right.user.name, "day": date_format(right.last, "j F")}
            text = _("%(name)s is filter manager until %(day)s: give the right again, or let it end") % words
            yield Need(text, link, Urgency.SOON, school.name)
    if current(school.federation) and not managers_of(school).on(today).exists():
        yield Need(_("Nobody is filter manager: nothing can be changed in the filter"), link, Urgency.SOON, school.name)


@needs(Permission.APPLY_FILTER_CHANGES)
def own_right_ends(user: User, school: School) -> Iterator[Need]:
    """One's own right ends within two weeks."""
    for right in ending_soon(school, timezone.localdate()):
        if right.user_id == user.pk:
            text = _("You are filter manager until %(day)s: ask a leader if it is to go on") % {
                "day": date_format(right.last, "j F")
            }
            yield Need(text, reverse("filter-managers", args=[school.code]), Urgency.SOMETIME, school.name)


@needs(Permission.ANSWER_REPORTS)
def weeks_to_sign(user: User, school: School) -> Iterator[Need]:
    """Weeks that wait for the safeguarding lead's signature."""
    if not may_sign(user, school, Half.Side.EDUCATION):
        return
    if weeks := unsigned_weeks(school, timezone.localdate()):
        text = ngettext("Read and sign the filter's week", "Read and sign the filter's %(n)s weeks", len(weeks))
        link = reverse("filter-week", args=[school.code, weeks[-1].isoformat()])
        yield Need(text % {"n": len(weeks)}, link, Urgency.NOW if len(weeks) > 1 else Urgency.SOON, weight=Weight.DUE)
