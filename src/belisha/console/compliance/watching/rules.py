"""How long an answer counts. No database."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from belisha.console.duties.registry import HOUR

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

__all__ = ["CONFIRMED", "LEFT_OUT", "QUESTIONS", "counts_until", "is_stale"]

# questions that answer for many duties at once
CONFIRMED: Final = "what people confirmed"
LEFT_OUT: Final = "what the policy leaves out"
QUESTIONS: Final = frozenset({CONFIRMED, LEFT_OUT})
MINUTE: Final = timedelta(minutes=1)


def counts_until(now: datetime, within: timedelta, school: int) -> datetime:
    """Until when an answer counts while nothing changes: the school's own minute of each hour (or of less, `within`).

    Its number says which: so each minute some schools are asked, and never all at once.
    """
    round_ = min(within, HOUR) // MINUTE
    if not round_:
        return now
    minute = int(now.timestamp()) // 60
    return now.replace(second=0, microsecond=0) + ((school - minute) % round_ or round_) * MINUTE


def is_stale(reads: str, seen: int, changed: Mapping[str, int]) -> bool:
    """Whether a table that was read has changed since a number. `changed`: the last change of each at the school."""
    return any(changed.get(table, 0) > seen for table in reads.split())
