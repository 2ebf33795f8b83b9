"""Asking why about somebody: never without a line in the record of who looked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from belisha.console.access.permissions import Permission
from belisha.console.filtering.proof.audit_events import LOOKED_UP, LOOKED_WHY
from belisha.console.filtering.proof.queries.why import Answer, Asked, Recorded, answer, recorded_by_code
from belisha.console.people.models import Person

if TYPE_CHECKING:
    from belisha.console.access.acting import By
    from belisha.console.access.models import School

__all__ = ["ask_why", "look_up"]


def ask_why(*, by: By, school: School, asked: Asked) -> Answer:
    """The verdict for somebody at a moment. Who asks about a person or device is put on record.

    Raises ValidationError with a sentence, NotAllowedError.
    """
    by = by.may(Permission.SEE_WHY, school)
    found = answer(school, asked)
    person = _person(school, found.verdict.who.person or "") if found.verdict.who.school == school.code else None
    if person is not None or asked.device:
        with transaction.atomic():
            by.did(LOOKED_WHY, to=person or school, at=school, after={"address": asked.url, "device": asked.device})
    return found


def look_up(*, by: By, school: School, code: str) -> Recorded:
    """The one blocked request behind the code of its page; who looked is put on record.

    Raises ValidationError with a sentence, NotAllowedError.
    """
    by = by.may(Permission.SEE_WHY, school)
    found = recorded_by_code(school, code)
    with transaction.atomic():
        after = {"address": found.url, "code": code}
        by.did(LOOKED_UP, to=_person(school, found.person) or school, at=school, after=after)
    return found


def _person(school: School, policy_id: str) -> Person | None:
    """Somebody on the register by what the policy calls them ("p12")."""
    number = policy_id.removeprefix("p")
    found: Person | None = (
        Person.objects.for_school(school).filter(pk=int(number)).first() if number.isdecimal() else None
    )
    return found
