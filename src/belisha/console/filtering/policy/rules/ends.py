"""When a rule ends: a day, and perhaps a time of it, in the school's time, as an instant."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

__all__ = ["MOST_DAYS", "SOON", "TERM", "instant_of"]

SOON: Final = timedelta(days=14)
TERM: Final = timedelta(days=91)
MOST_DAYS: Final = 366  # nothing is open for longer than a year without somebody asking again


def instant_of(day: date, clock: time | None, zone: ZoneInfo) -> datetime:
    """The end of a day, or a time of it. A time that comes twice (the clocks go back) is its first; a time that never
    comes (they go forward) is as far into the day as it would have been.
    """
    if clock is None:
        day, clock = day + timedelta(days=1), time.min
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)
