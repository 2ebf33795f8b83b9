"""Keep what was asked and what changed since: the books of who must be asked anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from django.db import connection, transaction
from django.db.models import Max

from belisha.console.compliance.models import Asked, Changed, Touched
from belisha.console.compliance.watching.rules import counts_until
from belisha.console.compliance.watching.triggers import lay, take_off, watched

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime, timedelta

    from belisha.console.access.models import School

__all__ = ["Heard", "forget", "heard_of", "keep_heard", "last_number", "note_changes", "watch", "watch_no_longer"]


HEAP: Final = 5_000
GIVEN: Final = frozenset({"access_school", "access_federation"})  # each question begins with these rows


class Heard(NamedTuple):
    """What a question read while it was asked, and how long its answer may count by the clock alone."""

    reads: frozenset[str]
    within: timedelta


def note_changes() -> int:
    """Number what the triggers noted; how many tables of schools that were."""
    if not Touched.objects.exists():
        return 0
    with transaction.atomic():
        touched = list(Touched.objects.values_list("table", "school", "pk"))
        places = sorted({(table, school) for table, school, _pk in touched})
        # only now: whoever begins to answer after a number is given sees the changes that it was given for
        number = last_number() + 1
        Changed.objects.bulk_create(
            [Changed(table=table, school=school, number=number) for table, school in places],
            update_conflicts=True,
            unique_fields=["table", "school"],
            update_fields=["number"],
        )
        for some in _heaps([pk for _table, _school, pk in touched]):
            Touched.objects.filter(pk__in=some).delete()
    return len(places)


def _heaps(numbers: list[int]) -> Iterator[list[int]]:
    """In heaps that any database takes at once."""
    for first in range(0, len(numbers), HEAP):
        yield numbers[first : first + HEAP]


def last_number() -> int:
    """The number of the last change; 0 before the first."""
    found: int | None = Changed.objects.aggregate(last=Max("number"))["last"]
    return found or 0


def heard_of() -> frozenset[str]:
    """The tables of which every change is noted, just now."""
    return watched(connection)


def keep_heard(school: School, heard: dict[str, Heard], seen: int, tables: frozenset[str], now: datetime) -> None:
    """What some questions stood on. `seen`: the last number before they were asked.

    What read a table that is not among those of which one hears is asked each time.
    """
    rows = [
        Asked(
            school=school,
            question=question,
            reads=" ".join(sorted(each.reads | GIVEN)),
            until=counts_until(now, each.within, school.pk) if each.reads <= tables else now,
            seen=seen,
        )
        for question, each in heard.items()
    ]
    Asked.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["school", "question"],
        update_fields=["reads", "until", "seen"],
    )


def forget() -> None:
    """Nothing counts any longer: every question of every school is asked anew."""
    Asked.objects.all().delete()


def watch(**_signal: object) -> None:
    """After migrations: lay the triggers that are missing. What changed while there were none, nobody heard."""
    if lay(connection):
        forget()


def watch_no_longer(**signal: object) -> None:
    """Before migrations that change something: take the triggers off."""
    if signal.get("plan"):
        take_off(connection)
