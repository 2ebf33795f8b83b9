"""Days of school: by when something must have been looked at."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from belisha.engine.policy.calendar import WEEKDAYS, is_school_day

if TYPE_CHECKING:
    from datetime import date

    from belisha.engine.policy.model import Calendar

__all__ = ["monday_of", "school_days_after"]

LONGEST_SEARCH: Final = 120  # days: longer than any holiday; then weekdays count


def school_days_after(day: date, count: int, calendar: Calendar) -> date:
    """The day that is so many school days after another. Where no calendar is entered, weekdays are school days."""
    found = day
    for _number in range(count):
        found = _next(found, calendar)
    return found


def _next(day: date, calendar: Calendar) -> date:
    days = [day + timedelta(days=ahead) for ahead in range(1, LONGEST_SEARCH)]
    weekday = next(each for each in days if WEEKDAYS[each.weekday()] in calendar.week) if calendar.week else days[0]
    return next((each for each in days if is_school_day(calendar, each)), weekday) if calendar.terms else weekday


def monday_of(day: date) -> date:
    """The Monday of the week that a day lies in."""
    return day - timedelta(days=day.weekday())
