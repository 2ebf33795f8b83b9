"""What can be wrong with a school year, in words that say what to do; and how its parts become one calendar."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from belisha.console.access.calendars.bank_holidays import bank_holidays
from belisha.console.access.calendars.years import Part
from belisha.engine.policy.calendar import WEEKDAYS, is_school_day
from belisha.engine.policy.model import Calendar, Lesson, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date, time

    from belisha.console.access.calendars.years import SchoolYear, Times

__all__ = ["DAYS_FOR_PUPILS", "Fault", "as_calendar", "closed_by_law", "days_for_pupils", "faults_of"]

# 380 half-day sessions: Education (School Day and School Year) (England) Regulations 1999
DAYS_FOR_PUPILS: Final = 190


class Fault(NamedTuple):
    """Something wrong with a part of a year, in words."""

    part: Part
    text: str


def faults_of(year: SchoolYear) -> list[Fault]:
    """All that is wrong with a year."""
    return [
        *(Fault(Part.TERMS, text) for text in _faults_of_terms(year)),
        *(Fault(Part.HOLIDAYS, text) for text in _faults_of_holidays(year)),
        *(Fault(Part.STAFF_DAYS, text) for text in _faults_of_staff_days(year)),
        *(Fault(Part.TIMES, text) for text in _faults_of_times(year.times)),
    ]


def _faults_of_terms(year: SchoolYear) -> Iterator[str]:
    yield from _faults_of_spans(year.terms)
    for term in year.terms:
        if term.first < year.year.first or term.last > year.year.last:
            yield _("%(name)s lies outside the school year %(year)s, which is %(first)s to %(last)s.") % {
                "name": term.name,
                "year": year.year.written,
                "first": _day(year.year.first),
                "last": _day(year.year.last),
            }


def _faults_of_holidays(year: SchoolYear) -> Iterator[str]:
    yield from _faults_of_spans(year.holidays)
    for holiday in year.holidays:
        if not any(term.first <= holiday.first and holiday.last <= term.last for term in year.terms):
            yield _(
                "%(name)s (%(first)s to %(last)s) does not lie within one term. Between terms nobody is at school"
                " anyway: enter only the holidays inside a term."
            ) % {"name": holiday.name, "first": _day(holiday.first), "last": _day(holiday.last)}


def _faults_of_spans(spans: Sequence[Span]) -> Iterator[str]:
    for span in spans:
        if span.last < span.first:
            yield _("%(name)s ends before it begins.") % {"name": span.name}
    for earlier, later in pairwise(sorted(spans, key=lambda span: (span.first, span.last))):
        if later.first <= earlier.last:
            yield _("%(later)s begins on %(day)s, before %(earlier)s is over.") % {
                "later": later.name,
                "earlier": earlier.name,
                "day": _day(later.first),
            }


def _faults_of_staff_days(year: SchoolYear) -> Iterator[str]:
    for day in year.staff_days:
        if not year.year.first <= day <= year.year.last:
            yield _("The staff day on %(day)s lies outside the school year.") % {"day": _day(day)}
        elif WEEKDAYS[day.weekday()] not in year.times.week:
            yield _("The staff day on %(day)s is not a day of the school week.") % {"day": _day(day)}
        elif any(holiday.first <= day <= holiday.last for holiday in year.holidays):
            yield _("The staff day on %(day)s lies within a holiday.") % {"day": _day(day)}
    for earlier, later in pairwise(sorted(year.staff_days)):
        if earlier == later:
            yield _("The staff day on %(day)s is entered twice.") % {"day": _day(day=later)}


def _faults_of_times(times: Times) -> Iterator[str]:
    if not times.week:
        yield _("A school week has at least one day.")
    parts = sorted((*times.lessons, *times.breaks), key=lambda part: (part.from_, part.to))
    for part in parts:
        if part.to <= part.from_:
            yield _("%(name)s ends before it begins.") % {"name": part.name}
    for earlier, later in pairwise(parts):
        if later.from_ < earlier.to:
            yield _("%(later)s begins at %(time)s, before %(earlier)s is over.") % {
                "later": later.name,
                "earlier": earlier.name,
                "time": _clock(later.from_),
            }
        elif later.from_ > earlier.to:
            # a gap would count as after school, when the filter may be more open
            yield _("Between %(from)s and %(to)s there is neither a lesson nor a break: close the gap.") % {
                "from": _clock(earlier.to),
                "to": _clock(later.from_),
            }


def closed_by_law(year: SchoolYear) -> tuple[Span, ...]:
    """Bank holidays on which pupils would otherwise be at school: nobody needs to enter them."""
    days = bank_holidays(int(year.year)) | bank_holidays(int(year.year) + 1)
    return tuple(
        Span(name=str(name), first=day, last=day)
        for day, name in days.items()
        if any(term.first <= day <= term.last for term in year.terms)
        and not any(holiday.first <= day <= holiday.last for holiday in year.holidays)
    )


def as_calendar(years: Iterable[SchoolYear], times: Times) -> Calendar:
    """Some years as the one calendar that the filter reads, with the times of a day that count now."""
    years = list(years)
    return Calendar(
        terms=_in_order(term for year in years for term in year.terms),
        holidays=_in_order(span for year in years for span in (*year.holidays, *closed_by_law(year))),
        staff_days=tuple(sorted({day for year in years for day in year.staff_days})),
        week=times.week,
        lessons=_by_time(times.lessons),
        breaks=_by_time(times.breaks),
    )


def days_for_pupils(year: SchoolYear) -> int:
    """On how many days of a year pupils are at school."""
    calendar = as_calendar([year], year.times)
    first = year.year.first.toordinal()
    days = range(first, year.year.last.toordinal() + 1)
    return sum(is_school_day(calendar, year.year.first.fromordinal(day)) for day in days)


def _in_order(spans: Iterable[Span]) -> tuple[Span, ...]:
    return tuple(sorted(spans, key=lambda span: (span.first, span.last)))


def _by_time(parts: Iterable[Lesson]) -> tuple[Lesson, ...]:
    return tuple(sorted(parts, key=lambda part: (part.from_, part.to)))


def _day(day: date) -> str:
    return date_format(day, "j F Y")


def _clock(moment: time) -> str:
    return moment.strftime("%H:%M")
