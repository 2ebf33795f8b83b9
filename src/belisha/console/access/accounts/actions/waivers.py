"""A school opens accounts although a gate is shut: with a reason, for a kind of person, until it says otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.accounts import audit_events
from belisha.console.access.accounts.gates import GATES
from belisha.console.access.models import GateWaiver
from belisha.console.access.permissions import Permission

if TYPE_CHECKING:
    from belisha.console.access.acting import By
    from belisha.console.access.models import School

__all__ = ["end_waiver", "waive_gate"]


@transaction.atomic
def waive_gate(*, by: By, school: School, code: str, kind: str, reason: str) -> GateWaiver:
    """Let accounts of a kind of person open although a gate is shut. Raises ValidationError, KeyError for no gate."""
    by = by.may(Permission.CHANGE_SCHOOL, school)
    if GATES[code].firm or kind not in GATES[code].kinds:
        raise ValidationError(_("This gate cannot be waived."))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why accounts open all the same.")})
    if GateWaiver.objects.filter(school=school, gate=code, kind=kind, ended_at__isnull=True).exists():
        raise ValidationError(_("This gate is waived already."))
    waiver = GateWaiver.objects.create(
        school=school, gate=code, kind=kind, reason=reason[:200], by=by.user, since=timezone.now()
    )
    by.did(audit_events.WAIVED, to=school, at=school, reason=reason, after={"gate": code, "kind": kind})
    return waiver


@transaction.atomic
def end_waiver(*, by: By, waiver: GateWaiver) -> None:
    """From now on the gate counts again. Accounts that are open stay open. Twice does nothing."""
    by = by.may(Permission.CHANGE_SCHOOL, waiver.school)
    if waiver.ended_at:
        return
    waiver.ended_at = timezone.now()
    waiver.save(update_fields=["ended_at"])
    by.did(
        audit_events.WAIVER_ENDED,
        to=waiver.school,
        at=waiver.school,
        before={"gate": waiver.gate, "kind": waiver.kind},
    )
