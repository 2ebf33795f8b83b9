"""Half terms, in which a leader signs once that the filter was checked."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from belisha.engine.policy.model import Calendar, Span

__all__ = ["HalfTerm", "half_term_at"]

LONG: Final = timedelta(days=4)  # a holiday of so many days parts a term; a bank holiday does not
WITHOUT_CALENDAR: Final = timedelta(weeks=7)


class HalfTerm(NamedTuple):
    """From its first to its last day. `known`: by the school's calendar; else seven weeks up to today."""

    first: date
    last: date
    known: bool = True


def half_term_at(calendar: Calendar, day: date) -> HalfTerm:
    """The half term of a day; between two the one before. Without a calendar the last seven weeks."""
    begun = [half for half in _halves(calendar) if half.first <= day]
    if not begun or day - begun[-1].last > timedelta(days=70):
        return HalfTerm(day - WITHOUT_CALENDAR, day, known=False)
    return begun[-1]


def _halves(calendar: Calendar) -> Iterator[HalfTerm]:
    for term in sorted(calendar.terms, key=lambda term: term.first):
        first = term.first
        for holiday in sorted(calendar.holidays, key=lambda span: span.first):
            if _parts(holiday, term) and holiday.first > first:
                yield HalfTerm(first, holiday.first - timedelta(days=1))
                first = holiday.last + timedelta(days=1)
        yield HalfTerm(first, term.last)


def _parts(holiday: Span, term: Span) -> bool:
    within = term.first < holiday.first and holiday.last < term.last
    return within and holiday.last - holiday.first + timedelta(days=1) >= LONG
