"""Handing a child's file to the next school: begun, downloaded under a lock, sent, confirmed. Ours stays."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.calendars.queries import calendar_of
from belisha.console.access.permissions import Permission
from belisha.console.concerns.leaving import audit_events
from belisha.console.concerns.leaving.packing import locked_for, packed, recipient_of
from belisha.console.concerns.leaving.queries import contents, hand_overs
from belisha.console.concerns.leaving.rules import due_on
from belisha.console.concerns.models import HandOver
from belisha.console.concerns.record.actions.looking import look_at_many

if TYPE_CHECKING:
    from datetime import date

    from belisha.console.access.acting import By
    from belisha.console.access.models import School

__all__ = ["NextSchool", "begin", "confirm", "download", "end", "sent"]


class NextSchool(NamedTuple):
    """Where a file goes. `recipient`: the public key (age1…) of that school."""

    name: str
    lead: str
    email: str
    recipient: str


def begin(
    *, by: By, school: School, number: int, to: NextSchool, moves_on: date, named: bool = False,
    other_routes: bool = False,
) -> HandOver:  # fmt: skip
    """Begin to hand over the file of a child. Raises NotAllowedError, ValidationError, Http404."""
    by = by.may(Permission.WORK_CONCERNS, school)
    child, _concerns = contents(by, school, number, other_routes=other_routes)
    recipient_of(to.recipient)
    with transaction.atomic():
        if HandOver.objects.filter(child=child, outcome=HandOver.Outcome.OPEN).exists():
            raise ValidationError(_("The file of this child is on its way already: end that hand-over first."))
        row = HandOver.objects.create(
            key=secrets.token_hex(16), school=school, child=child, to_school=to.name.strip(), lead=to.lead.strip(),
            email=to.email, recipient=to.recipient.strip(), moves_on=moves_on,
            due=due_on(moves_on, calendar_of(school)), named=named, other_routes=other_routes,
            made_at=timezone.now(), made_by=by.user,
        )  # fmt: skip
        by.did(audit_events.BEGUN, to=row, at=row, after={"child": child.pk, "due": row.due.isoformat()})
    return row


def download(*, by: By, hand_over: HandOver) -> bytes:
    """The file, locked for the next school; each download goes on record. Raises as `begin`."""
    by, row = _open(by, hand_over)
    _child, concerns = contents(by, row.school, row.child_id, other_routes=row.other_routes)
    content = packed(by, row, concerns)
    locked = locked_for(row.recipient, content)
    look_at_many(by=by, concerns=concerns, what="hand-over")
    with transaction.atomic():
        row.taken_at, row.sha256 = timezone.now(), hashlib.sha256(content).hexdigest()
        row.concerns = [concern.pk for concern in concerns]
        row.save(update_fields=["taken_at", "sha256", "concerns"])
        after = {"sha256": row.sha256, "concerns": row.concerns}
        by.did(audit_events.DOWNLOADED, to=row, at=row, after=after)
    return locked


def sent(*, by: By, hand_over: HandOver, how: str, on: date) -> None:
    """Say how and when it went. Raises NotAllowedError, ValidationError."""
    by, row = _open(by, hand_over)
    _check_day(on)
    if row.taken_at is None:
        raise ValidationError(_("Nobody has downloaded the file yet."))
    with transaction.atomic():
        row.sent_on, row.how = on, how
        row.save(update_fields=["sent_on", "how"])
        by.did(audit_events.SENT, to=row, at=row, after={"how": how, "on": on.isoformat()})


def confirm(*, by: By, hand_over: HandOver, who: str, on: date) -> None:
    """Write down the receipt: who there said that they have it. Raises NotAllowedError, ValidationError."""
    by, row = _open(by, hand_over)
    _check_day(on)
    if row.sent_on is None or on < row.sent_on:
        raise ValidationError({"on": _("Say first when it was sent: a receipt comes after that.")})
    with transaction.atomic():
        row.receipt_by, row.receipt_on, row.outcome = who.strip(), on, HandOver.Outcome.RECEIVED
        row.save(update_fields=["receipt_by", "receipt_on", "outcome"])
        by.did(audit_events.RECEIVED, to=row, at=row, after={"on": on.isoformat()})


def end(*, by: By, hand_over: HandOver, reason: str) -> None:
    """End it without a receipt: the child stays, or goes to no school. Raises NotAllowedError, ValidationError."""
    by, row = _open(by, hand_over)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why no receipt is needed.")})
    with transaction.atomic():
        row.outcome, row.reason = HandOver.Outcome.ENDED, reason.strip()
        row.save(update_fields=["outcome", "reason"])
        by.did(audit_events.ENDED, to=row, at=row, reason=row.reason)


def _open(by: By, hand_over: HandOver) -> tuple[By, HandOver]:
    by = by.may(Permission.WORK_CONCERNS, hand_over.school)
    row = hand_overs(by, hand_over.school).filter(pk=hand_over.pk).first()
    if row is None:
        raise NotAllowedError(_("This hand-over is not open to you."))
    if row.outcome != HandOver.Outcome.OPEN:
        raise ValidationError(_("This hand-over has ended."))
    return by, row


def _check_day(on: date) -> None:
    if on > timezone.localdate():
        raise ValidationError({"on": _("That day is still to come.")})
