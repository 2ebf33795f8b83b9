"""Which questions of which schools must be asked anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from belisha.console.compliance.models import Asked, Changed
from belisha.console.compliance.models.watching import DAY
from belisha.console.compliance.watching.places import NONE
from belisha.console.compliance.watching.rules import QUESTIONS, is_stale

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from belisha.console.access.models import School

__all__ = ["to_ask"]


def to_ask(schools: Iterable[School], proofs: Iterable[str], now: datetime) -> dict[int, set[str]]:
    """By the number of a school its questions whose answer counts no longer, or that were never asked.

    A question of a school stands on rows of that school, and of none. What is read of another one counts by the hour.
    """
    every = {*proofs, *QUESTIONS}
    found = {school.pk: set(every) for school in schools}
    books = Asked.objects.filter(school__in=list(found))
    for school, question in books.values_list("school_id", "question"):
        found[school].discard(question)
    changed = _changed(found)
    last = max((number for at in changed.values() for number in at.values()), default=0)
    perhaps = books.filter(question__in=every).perhaps_to_ask(now, last)
    told = perhaps.values_list("school_id", "question", "reads", "until", "seen")
    for school, question, reads, until, seen in told:
        if not now < until <= now + DAY or is_stale(reads, seen, changed[school]):
            found[school].add(question)
    return found


def _changed(schools: Iterable[int]) -> dict[int, dict[str, int]]:
    """By the number of a school, when each table last changed for it."""
    rows = Changed.objects.values_list("table", "school", "number")
    at: dict[int, dict[str, int]] = {}
    for table, school, number in rows:
        at.setdefault(school, {})[table] = number
    everywhere = at.get(NONE, {})
    return {
        school: {
            table: max(everywhere.get(table, 0), at.get(school, {}).get(table, 0))
            for table in everywhere.keys() | at.get(school, {}).keys()
        }
        for school in schools
    }
