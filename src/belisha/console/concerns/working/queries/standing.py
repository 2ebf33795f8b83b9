"""The figures that duties stand on: counts without a name.

Concerns about adults are left out: leaders and governors read where duties stand, and nobody may count their own there.
Whoever answers for such a concern sees its clock on the board, and the clock calls the next person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db.models import Exists, OuterRef, Q

from belisha.console.concerns.models import Concern, Finding, Step, Subject, Task
from belisha.console.concerns.rules.routes import DATA, HIDES, TEAM

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from django.db.models import QuerySet

    from belisha.console.access.models import School

__all__ = [
    "closed_without",
    "ever",
    "late_steps",
    "late_tasks",
    "of_school",
    "unacknowledged",
    "unacted",
    "unsanctioned",
    "with_steps",
]

UNFINISHED: Final = (Concern.State.NEW, Concern.State.OPEN)
# what came from elsewhere was worked on there
OURS: Final = ~Q(origin__in=(Concern.Origin.IMPORT, Concern.Origin.TRANSFER))


def of_school(school: School) -> QuerySet[Concern]:
    """The concerns that this school worked on itself, those about adults left out."""
    adults = Subject.objects.filter(concern=OuterRef("pk"), ended_at=None, role__in=HIDES, person__isnull=False)
    adults = adults.exclude(person__kind="pupil")
    rows: QuerySet[Concern] = Concern.objects.for_school(school).filter(OURS, route__in=(TEAM, DATA))
    return rows.exclude(Exists(adults)).order_by()


def ever(school: School) -> bool:
    """Whether there was any concern."""
    return of_school(school).exists()


def unacknowledged(school: School, now: datetime, **where: str) -> int:
    """Concerns (or those of some kind) that nobody has acknowledged in time."""
    return of_school(school).filter(state=Concern.State.NEW, clock__acknowledge_by__lte=now, **where).count()


def unacted(school: School, now: datetime) -> int:
    """Open concerns for which nothing was done in time."""
    return of_school(school).filter(state__in=UNFINISHED, acted_at=None, clock__act_by__lte=now).count()


def late_steps(school: School, now: datetime, keys: Q | None = None) -> int:
    """Required steps that are not answered in time."""
    steps = Step.objects.filter(concern__in=of_school(school).filter(state__in=UNFINISHED), required=True)
    steps = steps.filter(done_at=None, due_at__lte=now)
    return (steps.filter(keys) if keys is not None else steps).count()


def with_steps(school: School, now: datetime, keys: Q, since: timedelta) -> int:
    """Concerns reported within a time to which some steps of playbooks belong."""
    reported = of_school(school).filter(reported_at__gte=now - since, reported_at__lte=now)
    return reported.filter(Exists(Step.objects.filter(keys, concern=OuterRef("pk")))).count()


def late_tasks(school: School, now: datetime, source: str) -> int:
    """Tasks of one source that are late."""
    tasks = Task.objects.filter(concern__in=of_school(school), source=source, done_at=None)
    return tasks.filter(due__lt=now.date()).count()


def closed_without(school: School, kind: str, *, where: Q | None = None, since: timedelta, now: datetime) -> int:
    """Concerns closed within a time for which nothing of a kind was established."""
    found = Finding.objects.filter(concern=OuterRef("pk"), kind=kind)
    rows = of_school(school).filter(state=Concern.State.CLOSED, closed_at__gte=now - since).exclude(Exists(found))
    return (rows.filter(where) if where is not None else rows).count()


def unsanctioned(school: School, *, since: timedelta, now: datetime) -> int:
    """Concerns closed within a time with somebody said to have caused it, for whom no step stands."""
    punished = Finding.objects.filter(subject=OuterRef("pk"), kind=Finding.Kind.SANCTION)
    left = Subject.objects.filter(concern=OuterRef("pk"), role=Subject.Role.ALLEGED, ended_at=None)
    left = left.exclude(Exists(punished))
    rows = of_school(school).filter(state=Concern.State.CLOSED, closed_at__gte=now - since)
    return rows.filter(Exists(left)).count()
