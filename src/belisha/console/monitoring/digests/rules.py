"""Which weeks are to be signed and which days to be looked at, without a database."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from belisha.engine.policy.calendar import is_school_day

if TYPE_CHECKING:
    from collections.abc import Collection

    from belisha.engine.policy.model import Calendar

__all__ = ["MISSED_RED", "UNSIGNED_RED", "has_school", "is_unusual", "missed_days", "weeks_over"]

UNSIGNED_RED: Final = 2
MISSED_RED: Final = 2  # school days in a row
MOST_WEEKS: Final = 26
LOOKED_BACK: Final = 70  # days: longer than the summer holiday
WEEK: Final = timedelta(days=7)


def weeks_over(since: date, today: date) -> list[date]:
    """The Mondays of whole weeks that are over, from that of a first day on, the newest first."""
    monday = today - timedelta(days=today.weekday()) - WEEK
    first = since - timedelta(days=since.weekday())
    weeks: list[date] = []
    while monday >= first and len(weeks) < MOST_WEEKS:
        weeks.append(monday)
        monday -= WEEK
    return weeks


def has_school(monday: date, since: date, calendar: Calendar) -> bool:
    """Whether a week has a school day, not before a first day. `calendar`: with terms, as clocks have it."""
    days = (monday + timedelta(days=n) for n in range(7))
    return any(day >= since and is_school_day(calendar, day) for day in days)


def missed_days(since: date, today: date, seen: Collection[date], calendar: Calendar) -> int:
    """How many school days before today, up to the last that somebody looked at, nobody did."""
    missed = 0
    for ago in range(1, LOOKED_BACK):
        day = today - timedelta(days=ago)
        if day < since or day in seen:
            break
        missed += is_school_day(calendar, day)
    return missed


def is_unusual(number: int, before: Collection[int]) -> bool:
    """Whether a day's number is far from the days before it: less than half, or more than twice their middle one."""
    held = sorted(each for each in before if each)
    if len(held) < 3:
        return False
    middle = held[len(held) // 2]
    return number * 2 < middle or number > middle * 2
