"""How long an answer counts. No database."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from django.utils import timezone

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["CONFIRMED", "LEFT_OUT", "QUESTIONS", "counts_until", "is_stale"]

# questions that answer for many duties at once
CONFIRMED: Final = "what people confirmed"
LEFT_OUT: Final = "what the policy leaves out"
QUESTIONS: Final = frozenset({CONFIRMED, LEFT_OUT})


def counts_until(now: datetime, within: timedelta) -> datetime:
    """Until when an answer counts while nothing changes: some time, but never past midnight, when days are counted."""
    tomorrow = timezone.localdate(now) + timedelta(days=1)
    return min(now + within, timezone.make_aware(datetime.combine(tomorrow, time())))


def is_stale(reads: str, seen: int, changed: Mapping[str, int]) -> bool:
    """Whether a table that was read has changed since a number. `changed`: the last change of each at the school."""
    return any(changed.get(table, 0) > seen for table in reads.split())
