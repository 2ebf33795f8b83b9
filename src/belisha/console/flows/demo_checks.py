"""The central record of the sample federation: most checks in order, a few to be renewed soon, one missing.

All invented, the same for the same day: numbers and days follow from each person's own id.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING, Final, NamedTuple

from django.utils import timezone

from belisha.console.people.models import StaffCheck
from belisha.console.people.rules.checks import REQUIRED
from belisha.sample.community import LEADING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from belisha.console.people.models import Person

__all__ = ["SampleWork", "sample_checks"]

Kind = StaffCheck.Kind
RENEWED: Final = timedelta(days=3 * 365)  # a DBS check is made again after three years in the sample's schools
DUE_EVERY: Final = 14  # one adult in so many has a DBS check to be renewed within the month
ABROAD_EVERY: Final = 9  # one adult in so many has lived abroad
NOT_ABROAD: Final = "Has not lived or worked abroad in the last five years"
NOT_A_TEACHER: Final = "Does no teaching work"
NO_QUALIFICATION: Final = "The post asks for none"


class SampleWork(NamedTuple):
    """An adult of the sample: whom the checks are of, the posts they hold, and whether one of theirs is missing."""

    person: Person
    roles: tuple[str, ...]
    misses_dbs: bool = False


def sample_checks(works: Iterable[SampleWork], *, today: date, seen_by: Person, stand_in: Person) -> list[StaffCheck]:
    """The rows of the record, not saved. `stand_in` has seen those of `seen_by`: nobody checks themselves."""
    return [
        check
        for number, work in enumerate(works)
        for check in _of(work, number, today, seen_by if work.person.pk != seen_by.pk else stand_in)
        if not (work.misses_dbs and check.kind == Kind.DBS)
    ]


def _of(work: SampleWork, number: int, today: date, seen_by: Person) -> Iterator[StaffCheck]:
    chance = Random(f"checks {work.person.mis_id}")  # noqa: S311 - made up, not secret
    # at work for some years already, whenever the sample is filled
    seen_on = today - timedelta(days=chance.randrange(120, 900))
    due = today + timedelta(days=chance.randrange(5, 29)) if number % DUE_EVERY == 0 else seen_on + RENEWED
    for kind, why_not in _kinds(work, chance):
        yield StaffCheck(
            person=work.person,
            kind=kind,
            needed=not why_not,
            note=why_not,
            seen_by=seen_by.name,
            seen_on=seen_on,
            entered_by=seen_by.user,
            entered_at=timezone.make_aware(datetime.combine(seen_on, time(10))),
            **({} if why_not else _details(kind, seen_on, due, chance)),
        )


def _kinds(work: SampleWork, chance: Random) -> Iterator[tuple[str, str]]:
    """The checks of somebody, each with why it does not apply to them ("" where it does)."""
    teaches = bool({"teacher", "head", "slt", "dsl", "senco", "executive-head"} & set(work.roles))
    why_not = {
        Kind.PROHIBITION: "" if teaches else NOT_A_TEACHER,
        Kind.QUALIFICATIONS: "" if teaches else NO_QUALIFICATION,
        Kind.OVERSEAS: "" if chance.randrange(ABROAD_EVERY) == 0 else NOT_ABROAD,
    }
    asked = set(REQUIRED[work.person.kind])
    if LEADING & set(work.roles):
        asked.add(Kind.SECTION_128)
    for kind in Kind.values:
        if kind in asked:
            yield kind, why_not.get(Kind(kind), "")


def _details(kind: str, seen_on: date, due: date, chance: Random) -> dict[str, object]:
    if kind == Kind.IDENTITY:
        return {"number": f"Passport ending {chance.randrange(1000, 10_000)}"}
    if kind != Kind.DBS:
        return {}
    issued = due - RENEWED
    return {"number": f"00{chance.randrange(10**9, 10**10)}", "issued": min(issued, seen_on), "expires": due}
