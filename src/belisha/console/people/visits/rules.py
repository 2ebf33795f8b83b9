"""When a visit ends by itself."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, tzinfo

__all__ = ["at", "closing_time"]


def at(day: date, clock: time, zone: tzinfo) -> datetime:
    """A moment of a day by the clock on the wall."""
    return datetime.combine(day, clock, zone)


def closing_time(until: datetime, hour: int) -> datetime:
    """When a visit closes: at the hour that the school's day ends (in the zone of `until`), or later where agreed."""
    return max(until, until.replace(hour=hour, minute=0, second=0, microsecond=0))
