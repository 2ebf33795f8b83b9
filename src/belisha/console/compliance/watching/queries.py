"""Which questions of which schools must be asked anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from belisha.console.compliance.models import Asked, Changed
from belisha.console.compliance.models.watching import DAY
from belisha.console.compliance.watching.rules import QUESTIONS, is_stale

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from belisha.console.access.models import School

__all__ = ["to_ask"]


def to_ask(schools: Iterable[School], proofs: Iterable[str], now: datetime) -> dict[int, set[str]]:
    """By the number of a school its questions whose answer counts no longer, or that were never asked."""
    every = {*proofs, *QUESTIONS}
    rows = Changed.objects.values_list("table", "school", "number")
    changed = {(table, school): number for table, school, number in rows}
    latest: dict[str, int] = {}
    for (table, _school), number in changed.items():
        latest[table] = max(number, latest.get(table, 0))
    never = {school.pk: set(every) for school in schools}
    asked = Asked.objects.filter(school__in=list(never)).values_list("school_id", "question")
    for school, question in asked:
        never[school].discard(question)
    books = Asked.objects.filter(school__in=list(never), question__in=every)
    perhaps = books.perhaps_to_ask(now, max(changed.values(), default=0))
    told = perhaps.values_list("school_id", "question", "reads", "until", "seen")
    for school, question, reads, until, seen in told:
        if not now < until <= now + DAY or is_stale(reads, seen, changed, latest):
            never[school].add(question)
    return never
