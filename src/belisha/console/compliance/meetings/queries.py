"""The agenda that a school's state proposes, and the meetings that were held."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.compliance.meetings.rules import DUTY_OF, OF_A_KIND, Proposed
from belisha.console.compliance.models import Meeting, MeetingItem, Plan, Technology
from belisha.console.compliance.models.risks import Decision
from belisha.console.compliance.plans.queries import duties_planned, may_plan
from belisha.console.compliance.queries import rows
from belisha.console.compliance.risks.queries import late
from belisha.console.compliance.standards.queries import waiting_at
from belisha.console.duties.registry import State
from belisha.console.reviews.queries import cause_words, statuses_of
from belisha.console.reviews.rules import Wanted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from django.db.models import QuerySet

    from belisha.console.access.models import School, User
    from belisha.console.access.roles import Role

__all__ = ["agenda", "item_of", "may_write", "meeting_of", "meetings_of", "open_meeting"]


def agenda(school: School, now: datetime) -> list[Proposed]:
    """What a meeting should speak about now: of each kind the first few, what nobody does anything about first."""
    found: list[Proposed] = []
    for each in (_late_plans, _red_duties, _reviews, _technology, _standards):
        found += islice(each(school, now), OF_A_KIND)
    return found


def meetings_of(school: School) -> QuerySet[Meeting]:
    """Every meeting, the newest first."""
    found: QuerySet[Meeting] = Meeting.objects.for_school(school)
    return found.prefetch_related("items", "present")


def meeting_of(school: School, number: int) -> Meeting:
    """One of a school. Raises Http404."""
    found = meetings_of(school).prefetch_related("items__plans__owner").filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def item_of(school: School, number: int) -> MeetingItem:
    """One thing on the table of a school's meeting. Raises Http404."""
    found = MeetingItem.objects.filter(meeting__school=school, pk=number).select_related("meeting__school").first()
    if found is None:
        raise Http404
    return found


def open_meeting(school: School) -> Meeting | None:
    """The meeting whose minutes are not closed."""
    found: Meeting | None = Meeting.objects.for_school(school).filter(closed_at__isnull=True).first()
    return found


def may_write(user: User, school: School) -> Role | None:
    """The role by which somebody calls meetings and writes minutes."""
    return may_plan(user, school)


def _late_plans(school: School, now: datetime) -> Iterator[Proposed]:
    plans = Plan.objects.for_school(school).open().filter(due__lt=timezone.localdate(now)).select_related("owner")
    for plan in plans.order_by("due", "pk"):
        why = _("Late since %(day)s: %(who)s") % {"day": plan.due.isoformat(), "who": plan.owner.name}
        yield Proposed("plan", plan.words[:300], why, reverse("duty", args=[school.code, plan.duty]), plan.duty)


def _red_duties(school: School, now: datetime) -> Iterator[Proposed]:
    planned = duties_planned(school)
    red = [row for row in rows(school, now) if row.standing.state is State.BREACHED]
    for row in sorted(red, key=lambda each: (each.duty.id in planned, each.duty.id)):
        link = reverse("duty", args=[school.code, row.duty.id])
        yield Proposed("duty", row.duty.printed()[:300], row.standing.reason[:600], link, row.duty.id)


def _reviews(school: School, now: datetime) -> Iterator[Proposed]:
    link = reverse("reviews", args=[school.code])
    for each in statuses_of(school, now):
        if each.causes or each.wanted is not Wanted.NOT_YET:
            why = "; ".join(cause_words(each.causes)) or (_("due") if each.wanted is Wanted.DUE else _("overdue"))
            duty = each.kind.duties[0] if each.kind.duties else DUTY_OF["review"]
            yield Proposed("review", each.kind.title, why[:600], link, duty)


def _technology(school: School, now: datetime) -> Iterator[Proposed]:
    overdue = set(late(school, timezone.localdate(now)).values_list("pk", flat=True))
    standing = Technology.objects.for_school(school).standing().order_by("entered_at", "pk")
    for each in standing:
        if each.pk in overdue or each.decision == Decision.WAITING:
            why = _("to be looked at anew") if each.pk in overdue else _("waits for a decision")
            link = reverse("risk", args=[school.code, each.pk])
            yield Proposed("technology", each.name, why, link, DUTY_OF["technology"])


def _standards(school: School, now: datetime) -> Iterator[Proposed]:
    del now
    for old, new in waiting_at(school):
        link = reverse("duty-standard-edition", args=[school.code, old.id])
        why = _("A new edition waits: %(edition)s") % {"edition": new.edition}
        yield Proposed("standard", old.title, why, link, DUTY_OF["standard"])
