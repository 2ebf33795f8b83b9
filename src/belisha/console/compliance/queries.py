"""How duties stand at a school: now, and day by day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.compliance.models import DutyStanding
from belisha.console.compliance.rules import Row, fresh
from belisha.console.duties.catalogue import catalogue
from belisha.console.duties.registry import PROOFS, Basis, Standing, State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from belisha.console.access.models import School
    from belisha.console.duties.catalogue import Duty

__all__ = ["Narrowed", "day_by_day", "history", "narrowed", "row", "rows", "standing_of"]


class Narrowed(NamedTuple):
    """Which duties are wanted; empty: all."""

    q: str = ""
    domain: str = ""
    state: str = ""
    who: str = ""
    basis: str = ""


def rows(school: School, now: datetime) -> list[Row]:
    """Every duty of the catalogue with how it stands. One query."""
    kept = {each.duty: each for each in DutyStanding.objects.for_school(school).now()}
    return [_row(duty, kept.get(duty.id), now) for duty in catalogue().values()]


def row(school: School, duty: str, now: datetime) -> Row:
    """One duty with how it stands. Raises KeyError for one that is not in the catalogue."""
    return _row(catalogue()[duty], DutyStanding.objects.for_school(school).now().filter(duty=duty).first(), now)


def narrowed(found: Iterable[Row], wanted: Narrowed) -> list[Row]:
    """Those rows that fit."""
    words = wanted.q.lower().split()
    return [
        row
        for row in found
        if (not wanted.domain or row.duty.domain == wanted.domain)
        and (not wanted.state or row.standing.state == wanted.state)
        and (not wanted.who or wanted.who in row.duty.who)
        and (not wanted.basis or (row.standing.basis == wanted.basis and row.standing.state != State.NOT_KNOWN))
        and all(word in f"{row.duty.id} {row.duty.wording} {row.standing.reason}".lower() for word in words)
    ]


def history(school: School, duty: str) -> list[DutyStanding]:
    """The stretches of a duty, newest first; the last hundred."""
    return list(DutyStanding.objects.for_school(school).filter(duty=duty).order_by("-first_asked", "-pk")[:100])


def day_by_day(school: School, duty: str, first: date, last: date) -> list[tuple[date, State]]:
    """How a duty stood at the end of each day; not known where it was not asked on a day."""
    spans = (
        DutyStanding.objects.for_school(school).filter(duty=duty).between(_begin(first), _begin(last + timedelta(1)))
    )
    found = list(spans.order_by("first_asked", "pk"))
    days = [first + timedelta(number) for number in range((last - first).days + 1)]
    return [(day, _at_end_of(day, found)) for day in days]


def standing_of(kept: DutyStanding) -> Standing:
    """A standing as it was kept."""
    return Standing(State(kept.state), kept.reason, Basis(kept.basis), kept.since, kept.link)


def _row(duty: Duty, kept: DutyStanding | None, now: datetime) -> Row:
    if kept is not None:
        return Row(duty, fresh(standing_of(kept), kept.last_asked, now), kept.last_asked)
    reason = _("Not looked at yet.") if duty.id in PROOFS else _("Nothing proves it yet.")
    return Row(duty, Standing(State.NOT_KNOWN, reason), None)


def _at_end_of(day: date, spans: list[DutyStanding]) -> State:
    begin, end = _begin(day), _begin(day + timedelta(1))
    over = [span for span in spans if span.first_asked < end and span.last_asked >= begin]
    return State(over[-1].state) if over else State.NOT_KNOWN


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time())).astimezone(UTC)
