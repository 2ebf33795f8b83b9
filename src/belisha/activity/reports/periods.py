"""Which days a report is about, and which days before them are as much school time to compare with."""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

import msgspec

from belisha.activity.days import Period
from belisha.activity.errors import ActivityError
from belisha.engine.policy.calendar import is_school_day
from belisha.engine.policy.model import Calendar, Span

LOOK_BACK_DAYS = 120  # longer than any holiday
MOST_DAYS = 400


class Length(StrEnum):
    """What kind of time a report is about."""

    DAY = "day"
    WEEK = "week"
    TERM = "term"
    RANGE = "range"


class Stretch(msgspec.Struct, frozen=True):
    """The days of a report. ``name``: what they are called, such as a term's name, or nothing."""

    length: Length
    period: Period
    name: str = ""


class Earlier(msgspec.Struct, frozen=True):
    """The days compared with. ``words``: which they are; school days that count of the report and of these."""

    period: Period
    words: str
    school_days: int
    school_days_before: int

    @property
    def alike(self) -> bool:
        """Whether both are the same amount of school time, so that numbers compare as they are."""
        return self.school_days == self.school_days_before or not self.school_days or not self.school_days_before


class NotBegunError(ActivityError):
    """The days are still to come; the sentence says which day it is."""


def check_begun(stretch: Stretch, today: date) -> None:
    """Nothing can be on record of days to come, and that must not read as silence. Raises NotBegunError."""
    first = stretch.period.first
    if first > today:
        message = f"The report would begin on {first}, which is still to come: today is {today}."
        raise NotBegunError(message)


class UnknownTermError(ActivityError):
    """The calendar holds no such term; the sentence says which there are."""


def school_days(calendar: Calendar, period: Period) -> list[date]:
    """The days of a period that are school days; every day where no calendar was given."""
    return [day for day in period.days() if not calendar.terms or is_school_day(calendar, day)]


def earlier(stretch: Stretch, calendar: Calendar, today: date) -> Earlier | None:
    """The days to compare with, or None where the calendar has none. Of days still to come as many are left off."""
    found = _FINDERS[stretch.length](stretch.period, calendar)
    if found is None:
        return None
    before, words = found
    now = stretch.period
    if now.first <= today < now.last:
        now = Period(now.first, today)
        if stretch.length is not Length.TERM:  # terms are compared by the school day, the one before as a whole
            before = Period(before.first, min(before.last, before.first + (today - now.first)))
            words += ", as far as this one has got"
    return Earlier(before, words, len(school_days(calendar, now)), len(school_days(calendar, before)))


_Found = tuple[Period, str] | None


def _day_before(period: Period, calendar: Calendar) -> _Found:
    days = _back(period.first)
    if not calendar.terms or not is_school_day(calendar, period.first):
        day = next(days)
        return Period(day, day), "the day before"
    found = next((day for day in days if is_school_day(calendar, day)), None)
    return (Period(found, found), "the school day before") if found else None


def _week_before(period: Period, calendar: Calendar) -> _Found:
    before = Period(period.first - timedelta(days=7), period.last - timedelta(days=7))
    if school_days(calendar, before) or not school_days(calendar, period):
        return before, "the week before"
    while not school_days(calendar, before):
        before = Period(before.first - timedelta(days=7), before.last - timedelta(days=7))
        if (period.first - before.first).days > LOOK_BACK_DAYS:
            return None
    return before, "the last week with school before it"


def _term_before(period: Period, calendar: Calendar) -> _Found:
    gone = [term for term in calendar.terms if term.last < period.first]
    if not gone:
        return None
    term = max(gone, key=lambda each: each.last)
    return Period(term.first, term.last), f"the term before, {term.name}"


def _range_before(period: Period, calendar: Calendar) -> _Found:
    last = period.first - timedelta(days=1)
    wanted = len(school_days(calendar, period))
    if not calendar.terms or not wanted:
        days = (period.last - period.first).days + 1
        words = f"the {days} days before" if days > 1 else "the day before"
        return Period(period.first - timedelta(days=days), last), words
    counted = 0
    for day in _back(period.first, MOST_DAYS):
        counted += is_school_day(calendar, day)
        if counted == wanted:
            return Period(day, last), f"the {wanted} school days before" if wanted > 1 else "the school day before"
    return None


_FINDERS = {
    Length.DAY: _day_before,
    Length.WEEK: _week_before,
    Length.TERM: _term_before,
    Length.RANGE: _range_before,
}


def _back(first: date, days: int = LOOK_BACK_DAYS) -> Iterator[date]:
    return (first - timedelta(days=n) for n in range(1, days + 1))


def find_term(calendar: Calendar, text: str, today: date) -> Stretch:
    """The term of this name; without one, that of today, or the last before it. Raises UnknownTermError."""
    terms = sorted(calendar.terms, key=lambda term: term.first)
    if text:
        named = [term for term in terms if term.name.casefold() == text.casefold()]
        if len(named) == 1:
            return _as_stretch(named[0])
    elif begun := [term for term in terms if term.first <= today]:
        return _as_stretch(begun[-1])
    listed = "; ".join(f"{term.name} ({term.first} to {term.last})" for term in terms) or "none"
    what = f"No one term {text!r}" if text else "No term that has begun is"
    message = f"{what} in the school's calendar, which has: {listed}. Days can be given with range."
    raise UnknownTermError(message)


def _as_stretch(term: Span) -> Stretch:
    return Stretch(Length.TERM, Period(term.first, term.last), term.name)
