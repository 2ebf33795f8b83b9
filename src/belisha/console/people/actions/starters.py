"""The induction of new staff: each step is signed by them and by whoever took them through it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.models import School, User
from belisha.console.access.permissions import Permission
from belisha.console.people import audit_events
from belisha.console.people.actions.declarations import check_own
from belisha.console.people.models import Person, StarterStep
from belisha.console.people.refusals import RefusedError
from belisha.console.people.rules.forms_of_staff import starter_steps

if TYPE_CHECKING:
    from datetime import date

    from belisha.console.access.acting import By

__all__ = ["guide_step", "sign_step", "take_over_starters"]


def sign_step(*, by: By, person: Person, step: str) -> StarterStep:
    """Sign a step of one's own induction. Raises RefusedError."""
    check_own(by, person)
    return _sign(by, person, step, guided=False)


def guide_step(*, by: By, person: Person, step: str) -> StarterStep:
    """Sign that one took a starter through a step. Nobody guides themselves. Raises RefusedError."""
    by = by.may(Permission.LEAD_STAFF, person.school)
    if by.user is not None and by.user.pk == person.user_id:
        raise RefusedError(_("This is about you: a colleague must do it."))
    return _sign(by, person, step, guided=True)


def take_over_starters(*, by: By, school: School, before: date, reason: str) -> int:
    """Record that staff who joined before a day had their induction then, and how that is known. How many steps."""
    by = by.may(Permission.LEAD_STAFF, school)
    if not reason.strip():
        raise RefusedError(_("Say how it is known."), "reason")
    with transaction.atomic():
        staff = Person.objects.for_school(school).filter(kind=User.Kind.STAFF, joined__lt=before)
        there = set(StarterStep.objects.for_school(school).values_list("person_id", "step"))
        rows = [
            StarterStep(person_id=pk, step=step.id, taken_over=reason.strip()[:300])
            for pk in staff.values_list("pk", flat=True)
            for step in starter_steps()
            if (pk, step.id) not in there
        ]
        StarterStep.objects.bulk_create(rows, batch_size=200)
        after = {"before": before.isoformat(), "steps": len(rows)}
        by.did(audit_events.STEPS_TAKEN_OVER, to=school, at=school, reason=reason.strip(), after=after)
    return len(rows)


def _sign(by: By, person: Person, step: str, *, guided: bool) -> StarterStep:
    if person.kind != User.Kind.STAFF or step not in {known.id for known in starter_steps()}:
        raise RefusedError(_("There is no such step for them."))
    with transaction.atomic():
        StarterStep.objects.get_or_create(person=person, step=step)
        row = StarterStep.objects.select_for_update().get(person=person, step=step)
        if (row.guided_at if guided else row.signed_at) is not None:
            raise RefusedError(_("This is signed already."))
        if guided:
            row.guide, row.guided_at = by.user, timezone.now()
        else:
            row.signed_at = timezone.now()
        row.save()
        kind = audit_events.STEP_GUIDED if guided else audit_events.STEP_SIGNED
        by.did(kind, to=person, at=person.school, after={"step": step})
    return row
