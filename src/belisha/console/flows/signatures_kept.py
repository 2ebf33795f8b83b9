"""Signatures by the clock: each night whether all of them are whole, each week a reminder to who has not signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from belisha.activity.counted import counted
from belisha.console.access.models import School
from belisha.console.agreements.signing.actions.reminding import remind
from belisha.console.agreements.signing.queries.restricting import schools_that_ask
from belisha.console.agreements.signing.queries.whole import broken
from belisha.console.flows.due import due

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["BrokenSignaturesError", "check_signatures", "remind_everybody"]


class BrokenSignaturesError(Exception):
    """Something that was issued or signed is not as it was: the page of jobs says what."""


@due(name="check that signed agreements are whole", every="day", at="02:40")
def check_signatures(now: datetime) -> str:
    """Raises BrokenSignaturesError, which fails the job: whoever looks after the system sees it until it is mended."""
    del now
    found = [
        f"{school.code}: {one.what}: {one.fault}" for school in School.objects.order_by("pk") for one in broken(school)
    ]
    if found:
        raise BrokenSignaturesError("; ".join(found[:20]))
    return ""


@due(name="remind those who have not signed", every="day", at="07:10")
def remind_everybody(now: datetime) -> str:
    """Write to them; says how many."""
    number = sum(remind(school=school, now=now) for school in schools_that_ask())
    return f"Reminded {counted(number, 'person', 'people')} of an agreement." if number else ""
