"""By when something is wanted: minutes and hours by the clock, school days, working days, today."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from belisha.console.access.calendars.clocks import counting, due, lessons_from, one_day
from belisha.engine.policy.model import Lesson

if TYPE_CHECKING:
    from belisha.console.access.calendars.clocks import Times

__all__ = ["WITHIN", "at_school", "by_school_hours", "in_school_hours", "in_words", "until"]

WITHIN: Final = re.compile(r"today|[1-9]\d{0,3}[mhwd]")
SATURDAY: Final = 5


def in_school_hours(times: Times, start: time, end: time) -> Times:
    """The calendar by which concerns are looked at: on school days, from one hour to another instead of lessons."""
    hours = (Lesson(name="", from_=start, to=end),)
    return times._replace(calendar=replace(counting(times.calendar), lessons=hours))


def at_school(times: Times, moment: datetime) -> bool:
    """Whether somebody looks at concerns at a moment (`times` as `in_school_hours` gives them)."""
    passing = next(lessons_from(times, moment), None)
    return passing is not None and passing.since <= moment


def by_school_hours(times: Times, since: datetime, allowed: timedelta) -> datetime:
    """When so much of the hours at school has passed."""
    return due(times, since, allowed)


def until(within: str, since: datetime, times: Times) -> datetime:
    """By when something is wanted that is allowed `within` ("30m", "72h", "2w", "1d", "today") from a moment.

    `times` as `in_school_hours` gives them. Raises ValueError for another form.
    """
    if not WITHIN.fullmatch(within):
        message = f"{within!r} is no time limit"
        raise ValueError(message)
    if within == "today":
        day = since.astimezone(times.zone).date()
        return datetime.combine(day, time(23, 59, 59), times.zone).astimezone(UTC)
    number, unit = int(within[:-1]), within[-1]
    if unit == "d":
        return due(times, since, one_day(times) * number)
    if unit == "w":
        return _working_days(since, number, times)
    return since + (timedelta(minutes=number) if unit == "m" else timedelta(hours=number))


def _working_days(since: datetime, number: int, times: Times) -> datetime:
    """The same hour so many days later, Saturdays and Sundays not counted; holidays of the school count as days."""
    here = since.astimezone(times.zone)
    day = here.date()
    while number or day.weekday() >= SATURDAY:
        day += timedelta(days=1)
        number -= day.weekday() < SATURDAY and number > 0
    return datetime.combine(day, here.time(), times.zone).astimezone(UTC)


def in_words(within: str) -> str:
    """A time limit as people read it. Of our own data: in English, as the playbooks are."""
    units = {"m": "minute", "h": "hour", "d": "school day", "w": "working day"}
    if within == "today":
        return "the same day"
    unit = units[within[-1]]
    return f"{within[:-1]} {unit}{'' if within[:-1] == '1' else 's'}"
