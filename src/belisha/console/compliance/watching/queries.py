"""Which questions of which schools must be asked anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from belisha.console.compliance.models import Asked, Changed, DutyStanding
from belisha.console.compliance.queries import standing_of
from belisha.console.compliance.watching.places import NONE
from belisha.console.compliance.watching.rules import QUESTIONS, is_stale
from belisha.console.duties.registry import HOUR, State

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import datetime

    from belisha.console.access.models import School
    from belisha.console.duties.registry import Standing

__all__ = ["answers_that_count", "to_ask"]


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
        if not now < until <= now + HOUR or is_stale(reads, seen, changed[school]):
            found[school].add(question)
    return found


def answers_that_count(school: School, proofs: Collection[str]) -> Iterator[tuple[str, Standing, list[str]]]:
    """What some proofs last said at a school, with the tables that they read. Two queries.

    A duty that the policy leaves out is not among them: what its proof said was not kept.
    """
    reads = dict(Asked.objects.for_school(school).values_list("question", "reads"))
    for kept in DutyStanding.objects.for_school(school).now().exclude(state=State.NOT_ADOPTED):
        if kept.duty in proofs and kept.duty in reads:
            yield kept.duty, standing_of(kept), reads[kept.duty].split()


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
