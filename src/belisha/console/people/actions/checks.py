"""The single central record: recording and withdrawing checks, and looking at them, which is on record too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.permissions import Permission
from belisha.console.people import audit_events
from belisha.console.people.actions.facts import facts_of
from belisha.console.people.models import Person, StaffCheck
from belisha.console.people.refusals import RefusedError
from belisha.console.people.rules.checks import ADULTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from belisha.console.access.acting import By
    from belisha.console.access.models import School

__all__ = ["export_record", "look_at_checks", "look_at_record", "record_check", "withdraw_check"]

CHECK_DETAILS: Final = ("kind", "needed", "number", "issued", "seen_by", "seen_on", "expires", "note")


def record_check(*, by: By, person: Person, details: Mapping[str, Any]) -> StaffCheck:
    """Record a check of an adult as somebody saw it; a renewal is recorded in the same way. Raises RefusedError.

    `details`: kind, needed, number, issued, seen_by (a name), seen_on, expires, note.
    """
    by = by.may(Permission.CHANGE_STAFF_CHECKS, person.school)
    check = StaffCheck(person=person, entered_by=by.user, entered_at=timezone.now(), **dict(details))
    _refuse(check, by)
    with transaction.atomic():
        check.save()
        by.did(audit_events.CHECK_RECORDED, to=person, at=person.school, after=facts_of(check, CHECK_DETAILS))
    return check


def withdraw_check(*, by: By, check: StaffCheck, reason: str) -> None:
    """Withdraw a check that was recorded by mistake: it stays in the history, with the reason."""
    by = by.may(Permission.CHANGE_STAFF_CHECKS, check.person.school)
    if not reason.strip():
        raise RefusedError(_("Say why it is withdrawn."), "reason")
    with transaction.atomic():
        row = StaffCheck.objects.select_for_update().get(pk=check.pk)
        if row.withdrawn:
            raise RefusedError(_("This check is withdrawn already."))
        row.withdrawn, row.withdrawn_why = timezone.now(), reason.strip()
        row.save()
        was = facts_of(row, CHECK_DETAILS)
        by.did(audit_events.CHECK_WITHDRAWN, to=check.person, at=check.person.school, reason=reason, before=was)


def look_at_checks(*, by: By, person: Person) -> list[StaffCheck]:
    """All checks of an adult, newest first in each kind, withdrawn ones too; the look goes on record."""
    by = by.may(Permission.SEE_STAFF_CHECKS, person.school)
    with transaction.atomic():
        by.did(audit_events.CHECKS_SEEN, to=person, at=person.school)
    return list(StaffCheck.objects.filter(person=person).order_by("kind", "-seen_on", "-pk"))


def look_at_record(*, by: By, school: School) -> None:
    """Put on record that somebody opened the single central record."""
    by = by.may(Permission.SEE_STAFF_CHECKS, school)
    with transaction.atomic():
        by.did(audit_events.RECORD_SEEN, to=school, at=school)


def export_record(*, by: By, school: School, reason: str) -> None:
    """Put on record that somebody took the single central record out, and what for."""
    by = by.may(Permission.SEE_STAFF_CHECKS, school)
    if not reason.strip():
        raise RefusedError(_("Say what the export is for."), "reason")
    with transaction.atomic():
        by.did(audit_events.RECORD_EXPORTED, to=school, at=school, reason=reason.strip())


def _refuse(check: StaffCheck, by: By) -> None:
    if check.person.kind not in ADULTS:
        raise RefusedError(_("Checks are recorded of staff, governors, volunteers and contractors."))
    if by.user is not None and by.user.pk == check.person.user_id:
        raise RefusedError(_("Nobody records their own checks: ask a colleague."))
    if not check.needed and not check.note.strip():
        raise RefusedError(_("Say why this check does not apply to them."), "note")
    if check.needed and check.kind == StaffCheck.Kind.DBS and not check.number.strip():
        raise RefusedError(_("Enter the number of the DBS certificate."), "number")
    if check.seen_on > timezone.localdate():
        raise RefusedError(_("The day it was seen is in the future."), "seen_on")
    if check.expires and check.issued and check.expires < check.issued:
        raise RefusedError(_("It cannot run out before it was issued."), "expires")
