"""Whoever has not signed in time has their internet restricted, never during a lesson; whoever signs gets it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from django.db import transaction

from belisha.console.access.acting import By
from belisha.console.agreements.models import Restriction
from belisha.console.agreements.signing import audit_events as events
from belisha.console.agreements.signing.queries.restricting import reasons_to_restrict, restricted_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from belisha.console.access.models import School
    from belisha.console.people.models import Person

__all__ = ["Changed", "settle"]

LONGEST: Final = 300
SYSTEM: Final = By(None, system="agreements")


class Changed(NamedTuple):
    """How many were restricted, and how many got their internet back."""

    restricted: int
    released: int


def settle(*, school: School, people: Iterable[Person], now: datetime, in_lesson: bool) -> Changed:
    """Restrict those of some people who must be, unless a lesson is on; release those who need not be any more."""
    people = list(people)
    reasons = reasons_to_restrict(school, people, now)
    held = restricted_of(school, people)
    new = [] if in_lesson else [one for one in people if one.pk in reasons and one.pk not in held]
    done = [row for number, row in held.items() if number not in reasons]
    with transaction.atomic():
        for person in new:
            why = ", ".join(reasons[person.pk])[:LONGEST]
            Restriction.objects.create(person=person, because=why, since=now)
            SYSTEM.did(events.RESTRICTED, to=person, at=school, after={"because": why})
        for row in done:
            row.ended_at = now
            row.save(update_fields=["ended_at"])
            SYSTEM.did(events.RELEASED, to=row.person, at=school)
    return Changed(len(new), len(done))
