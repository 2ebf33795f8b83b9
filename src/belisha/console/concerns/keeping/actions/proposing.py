"""Each night: what has become due is put to two people, and what is no longer due is taken back. Nothing else."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.acting import By
from belisha.console.access.models import School
from belisha.console.concerns.keeping import audit_events as events
from belisha.console.concerns.keeping.declared import longer_at
from belisha.console.concerns.keeping.queries import CONDUCT, clocks_of, due_papers, group_of, held_concerns
from belisha.console.concerns.keeping.rules import shortest, years_after
from belisha.console.concerns.models import (
    Concern,
    Entry,
    EvidenceFile,
    HandOver,
    KeepingReview,
    Referral,
    Task,
    Telling,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from django.db.models import QuerySet

    from belisha.console.concerns.keeping.rules import Clock

__all__ = ["measured", "propose", "withdraw"]

BATCH: Final = 500
CLOCK: Final = By(None, system="retention")


def propose(now: datetime) -> str:
    """Put what is due at each school to those who decide, and take back what is not; what was done, in words."""
    today, put, back = timezone.localdate(now), 0, 0
    for school in School.objects.order_by("pk"):
        back += _take_back(school, today)
        for concern, clock in _due(school, today):
            put += _put(concern, clock, now)
        put += _put_papers(school, today, now)
    if not (put or back):
        return ""
    return _("%(put)s records are put up for a decision, %(back)s were taken back.") % {"put": put, "back": back}


def withdraw(by: By, review: KeepingReview) -> None:
    """Take a review back; inside the transaction of whatever made it no longer due."""
    review.state, review.decided_at = KeepingReview.State.WITHDRAWN, timezone.now()
    review.save(update_fields=["state", "decided_at"])
    by.did(events.WITHDRAWN, to=review, at=review)


def measured(concern: Concern) -> dict[str, int]:
    """How much there is of a record, with those that were put into it."""
    group = group_of(concern)
    files = EvidenceFile.objects.filter(concern__in=group)
    return {
        "concerns": len(group),
        "entries": Entry.objects.filter(concern__in=group).count(),
        "files": files.count(),
        "bytes": files.aggregate(sum=Sum("size"))["sum"] or 0,
        "referrals": Referral.objects.filter(concern__in=group).count(),
        "tasks": Task.objects.filter(concern__in=group).count(),
        "talks": Telling.objects.filter(concern__in=group).count(),
    }


def _due(school: School, today: date) -> Iterator[tuple[Concern, Clock]]:
    rows = _candidates(school, today)
    last = 0
    while some := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
        clocks = clocks_of(some, school)
        yield from ((one, clocks[one.pk]) for one in some if clocks[one.pk].until < today)
        last = some[-1].pk


def _candidates(school: School, today: date) -> QuerySet[Concern]:
    """Closed ones that could be due at all: before the shortest clock only what goes by an adult's leaving."""
    first = years_after(today, -shortest(longer_at(school)))
    old = (
        Q(closed_at__date__lt=first) | Q(route__in=[Concern.Route.HEAD, Concern.Route.CHAIR]) | Q(category__in=CONDUCT)
    )
    settled = KeepingReview.objects.filter(concern__isnull=False, school=school)
    settled = settled.filter(
        Q(state=KeepingReview.State.OPEN) | Q(state=KeepingReview.State.KEPT, kept_until__gte=today)
    )
    rows: QuerySet[Concern] = Concern.objects.for_school(school).filter(old, state=Concern.State.CLOSED)
    rows = rows.exclude(pk__in=settled.order_by().values("concern"))
    return rows.exclude(pk__in=held_concerns(school).values("pk")).select_related("school")


def _put(concern: Concern, clock: Clock, now: datetime) -> int:
    with transaction.atomic():
        _propose(
            clock, now, school=concern.school, concern=concern, reference=concern.reference, route=concern.route,
            holds_much=measured(concern),
        )  # fmt: skip
    return 1


def _propose(clock: Clock, now: datetime, **given: Any) -> None:
    row = KeepingReview.objects.create(
        key=secrets.token_hex(8),
        record_class=clock.record_class.id,
        due_on=clock.until + timedelta(days=1),
        proposed_at=now,
        **given,
    )
    CLOCK.did(events.PROPOSED, to=row, at=row, after={"class": row.record_class, "due": row.due_on.isoformat()})


def _put_papers(school: School, today: date, now: datetime) -> int:
    """That files went and came, as far as nobody decides on it or has just decided to keep it."""
    settled = KeepingReview.objects.filter(school=school).filter(
        Q(state=KeepingReview.State.OPEN) | Q(state=KeepingReview.State.KEPT, kept_until__gte=today)
    )
    known = set(settled.order_by().values_list("hand_over", "received"))
    put = 0
    for row, clock in due_papers(school, today):
        which = {"hand_over": row} if isinstance(row, HandOver) else {"received": row}
        if tuple(which[name].pk if name in which else None for name in ("hand_over", "received")) in known:
            continue
        with transaction.atomic():
            _propose(clock, now, school=school, reference=row.key[:8].upper(), route=Concern.Route.TEAM, **which)
        put += 1
    return put


def _take_back(school: School, today: date) -> int:
    """What was opened again or is held, or whose clock runs longer meanwhile."""
    rows = KeepingReview.objects.filter(school=school, state=KeepingReview.State.OPEN)
    still = list(rows.select_related("concern__school").order_by("pk"))
    closed = [row.concern for row in still if row.concern and row.concern.state == Concern.State.CLOSED]
    held = set(held_concerns(school).filter(pk__in=[one.pk for one in closed]).values_list("pk", flat=True))
    clocks = clocks_of(closed, school) if closed else {}
    due: set[object] = {one for one in closed if one.pk not in held and clocks[one.pk].until < today}
    if any(row.paper for row in still):
        due |= {paper for paper, _clock in due_papers(school, today)}
    gone = [row for row in still if (row.concern or row.paper) not in due]
    for row in gone:
        with transaction.atomic():
            withdraw(CLOCK, row)
    return len(gone)
