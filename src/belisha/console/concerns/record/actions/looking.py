"""Putting on record that somebody saw many concerns at once: a chronology, or a list that they took away."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction

from belisha.console.access.acting import about
from belisha.console.access.authorization import role_for
from belisha.console.audit.actions import Deed, record_many
from belisha.console.concerns import audit_events
from belisha.console.concerns.record import audit_events as events
from belisha.console.concerns.rules.routes import GIVES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from belisha.console.access.acting import By
    from belisha.console.access.models import School
    from belisha.console.concerns.models import Concern

__all__ = ["look_at_many", "take_away"]


class _Record(NamedTuple):
    """The record of the concerns of a school, where no concern is meant."""

    chain: str


def look_at_many(*, by: By, concerns: Sequence[Concern], what: str) -> None:
    """Put a look at each of some concerns of one school on record. They were asked of `visible`. A few queries."""
    if not concerns:
        return
    role = role_for(by.user, GIVES[concerns[0].route], concerns[0].school) if by.user else None
    actor = by._replace(role=role.value if role else "").actor
    deeds = [Deed(audit_events.LOOKED, about(concern), after={"what": what}) for concern in concerns]
    with transaction.atomic():
        record_many(deeds, chain=concerns[0].chain, actor=actor)


def take_away(*, by: By, school: School, asked: str) -> None:
    """Put on record that somebody took away a list of the concerns that they see; `asked`: how it was narrowed."""
    with transaction.atomic():
        by.did(events.TAKEN_AWAY, to=school, at=_Record(f"concerns:{school.pk}"), after={"asked": asked[:400]})
