"""How long an answer counts, and how what it read is written down. No database."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from belisha.console.compliance.watching.places import ANY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from belisha.console.compliance.watching.statements import Read

__all__ = ["CONFIRMED", "LEFT_OUT", "QUESTIONS", "counts_until", "is_stale", "written"]

# questions that answer for many duties at once
CONFIRMED: Final = "what people confirmed"
LEFT_OUT: Final = "what the policy leaves out"
QUESTIONS: Final = frozenset({CONFIRMED, LEFT_OUT})


def counts_until(now: datetime, within: timedelta) -> datetime:
    """Until when an answer counts while nothing changes: some time, but never past midnight, when days are counted."""
    tomorrow = timezone.localdate(now) + timedelta(days=1)
    return min(now + within, timezone.make_aware(datetime.combine(tomorrow, time())))


def written(reads: Iterable[Read]) -> str:
    """What was read, as it is kept."""
    return " ".join(sorted(f"{read.table}:{read.school}" for read in reads))


def is_stale(reads: str, seen: int, changed: Mapping[tuple[str, int], int], latest: Mapping[str, int]) -> bool:
    """Whether anything that was read has changed since a number. `latest`: the last change of a table at any school.

    A row of no school touches all who read the table, and who read rows of any school is touched by each.
    """
    for each in reads.split():
        table, _, school = each.partition(":")
        if latest.get(table, 0) <= seen:
            continue
        if int(school) == ANY or max(changed.get((table, int(school)), 0), changed.get((table, ANY), 0)) > seen:
            return True
    return False
