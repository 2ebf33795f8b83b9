"""Technicians tell the safeguarding lead of misuse that they have seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.permissions import Permission
from belisha.console.monitoring.alerts import audit_events as events
from belisha.console.monitoring.alerts.actions.bringing import bring
from belisha.console.monitoring.alerts.letters import tell_misuse
from belisha.console.monitoring.alerts.model import Sent
from belisha.console.monitoring.alerts.queries.seeing import readers_of
from belisha.console.monitoring.alerts.rules import CAUTION, MISUSE
from belisha.console.people.rules.codes import person_code

if TYPE_CHECKING:
    from belisha.console.access.acting import By
    from belisha.console.access.models import School
    from belisha.console.monitoring.models import Alert
    from belisha.console.people.models import Person

__all__ = ["tell_of_misuse"]


@transaction.atomic
def tell_of_misuse(*, by: By, school: School, person: Person | None, device: str, words: str) -> Alert:
    """Tell those who look after it: about staff the head, about the head the chair. Raises ValidationError."""
    by = by.may(Permission.ANSWER_REPORTS, school)
    if person is None and not device.strip():
        raise ValidationError({"device": _("Say whom it is about, or which device or place.")})
    if not words.strip():
        raise ValidationError({"words": _("Write what you saw.")})
    now = timezone.now()
    code = person_code(person.pk) if person else ""
    seen = {
        "text": words.strip()[:300],
        "at": now.isoformat(),
        "kind": "told",
        "verdict": "",
        "times": 1,
        "level": CAUTION,
        "sentence": _("Somebody who looks after the network saw it."),
        "rule": "",
        "version": "",
    }
    place = device.strip()[:200]
    sent = Sent(
        finding="",
        told="",
        person=code,
        who=code or place,
        name=person.name if person else place,
        group="",
        device=place,
        address="",
        theme=MISUSE,
        level=CAUTION,
        first=now,
        last=now,
        seen=[seen],
        weighs=[],
        raised=False,
        versions=[],
    )
    made = bring(school=school, sent=sent, now=now, mail=False)
    if made is None:
        raise ValidationError(_("It is there already."))
    tell_misuse(readers_of(school, made.route, made.person), made)
    by.did(events.TOLD_BY_HAND, to=made, at=made)
    return made
