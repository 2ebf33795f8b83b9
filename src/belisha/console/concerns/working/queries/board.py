"""The triage board: of what somebody may see, what needs them, what is new, theirs, waiting, overdue, closed lately."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from django.db.models import Count, F, Prefetch, Q
from django.utils import timezone

from belisha.console.concerns.models import Concern, Subject
from belisha.console.concerns.queries.visible import visible

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any

    from django.db.models import QuerySet

    from belisha.console.access.acting import By
    from belisha.console.access.models import School

__all__ = ["LATELY", "WHICH", "Counts", "counts_of", "is_late", "on_board", "which"]

LATELY: Final = timedelta(days=28)
UNFINISHED: Final = (Concern.State.NEW, Concern.State.OPEN)
WHICH: Final = ("now", "new", "mine", "waiting", "overdue", "closed", "all")
SOONEST: Final = (F("clock__due_at").asc(nulls_last=True), "-reported_at", "pk")


class Counts(NamedTuple):
    """How many there are on each leaf of the board."""

    now: int
    new: int
    mine: int
    waiting: int
    overdue: int
    danger: int
    closed: int


def on_board(by: By, school: School) -> QuerySet[Any]:
    """What somebody may see and answers for, with what the board shows of it."""
    subjects = Subject.objects.filter(ended_at=None).select_related("person").order_by("pk")
    rows = visible(by, school).select_related("school", "clock", "assigned_to", "reported_by")
    return rows.prefetch_related(Prefetch("subjects", subjects, to_attr="shown"))


def which(by: By, rows: QuerySet[Any], leaf: str, now: datetime) -> QuerySet[Any]:
    """One leaf of the board, what is most urgent first. `now`: new ones, one's own, and whatever is overdue."""
    if leaf == "all":
        return rows.order_by("-reported_at", "-pk")
    if leaf == "closed":
        closed = rows.filter(state=Concern.State.CLOSED, closed_at__gte=now - LATELY)
        return closed.order_by("-closed_at", "-pk")
    rows = rows.filter(state__in=UNFINISHED)
    leaves = {
        "now": _now(by, now),
        "new": Q(state=Concern.State.NEW),
        "mine": Q(assigned_to=by.user),
        "waiting": Q(state=Concern.State.OPEN) & Q(Q(clock__due_at__gt=now) | Q(clock__due_at=None)),
        "overdue": Q(clock__due_at__lte=now),
    }
    return rows.filter(leaves[leaf]).order_by("-danger_now", *SOONEST)


def _now(by: By, now: datetime) -> Q:
    """New, overdue, or one's own and due within a day."""
    own = Q(assigned_to=by.user, clock__due_at__lte=now + timedelta(days=1))
    return Q(state=Concern.State.NEW) | Q(clock__due_at__lte=now) | own


def counts_of(by: By, school: School, now: datetime) -> Counts:
    """How many stand on each leaf. Two questions beside those of the door."""
    rows = visible(by, school)
    waiting = Q(state=Concern.State.OPEN) & Q(Q(clock__due_at__gt=now) | Q(clock__due_at=None))
    found = (
        rows.filter(state__in=UNFINISHED)
        .order_by()
        .aggregate(
            now=Count("pk", filter=_now(by, now)),
            new=Count("pk", filter=Q(state=Concern.State.NEW)),
            mine=Count("pk", filter=Q(assigned_to=by.user)),
            waiting=Count("pk", filter=waiting),
            overdue=Count("pk", filter=Q(clock__due_at__lte=now)),
            danger=Count("pk", filter=Q(danger_now=True)),
        )
    )
    closed = rows.filter(state=Concern.State.CLOSED, closed_at__gte=now - LATELY).order_by().count()
    return Counts(closed=closed, **found)


def is_late(concern: Concern) -> bool:
    """Whether what it wants next should have been done."""
    clock = getattr(concern, "clock", None)
    return clock is not None and clock.due_at is not None and clock.due_at <= timezone.now()
