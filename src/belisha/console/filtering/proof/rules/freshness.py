"""How old a proof may be before it proves nothing any more."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["FULL_FOR", "LONGEST_RUN", "QUICK_FOR", "is_fresh"]

FULL_FOR: Final = timedelta(hours=26)  # the daily test, and some time to make it
QUICK_FOR: Final = timedelta(hours=3)  # the hourly one may be missed once, while the machine starts
LONGEST_RUN: Final = timedelta(minutes=30)  # whatever waits or runs longer was cut off


def is_fresh(at: datetime | None, now: datetime, allowed: timedelta) -> bool:
    """Whether a proof is still one."""
    return at is not None and now - at <= allowed
