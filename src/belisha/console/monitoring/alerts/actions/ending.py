"""What people do with an alert: acknowledge it, write on it, and end it; and take that back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.activity.errors import ActivityError
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.permissions import Permission
from belisha.console.monitoring.alerts import audit_events as events
from belisha.console.monitoring.alerts.queries.board import limits_of, times_of
from belisha.console.monitoring.alerts.queries.seeing import alerts_for
from belisha.console.monitoring.alerts.rules import REASONS, TEACHES, due_at
from belisha.console.monitoring.hooks import made_concern
from belisha.console.monitoring.models import Alert, AlertStep

if TYPE_CHECKING:
    from belisha.console.access.acting import By
    from belisha.console.monitoring.hooks import MadeConcern

__all__ = ["acknowledge", "dismiss", "make_concern", "note", "reopen", "write"]

Step = AlertStep.Kind
State = Alert.State


def _held(by: By, alert: Alert) -> tuple[By, Alert]:
    """The row to change, for somebody who may know of it. Raises NotAllowedError."""
    by = by.may(Permission.HANDLE_ALERTS, alert.school)
    if by.user is not None and not alerts_for(by.user, alert.school).filter(pk=alert.pk).exists():
        raise NotAllowedError(_("This is for somebody else."))
    return by, Alert.objects.select_for_update(of=("self",)).select_related("school", "person").get(pk=alert.pk)


def _must_be_open(row: Alert) -> None:
    if row.state != State.OPEN:
        raise ValidationError(_("Somebody has dealt with this alert already."))


@transaction.atomic
def acknowledge(*, by: By, alert: Alert) -> None:
    """Say that one looks after it now. Raises NotAllowedError, ValidationError."""
    by, row = _held(by, alert)
    _must_be_open(row)
    if row.acknowledged_at:
        return
    now = timezone.now()
    row.acknowledged_at, row.acknowledged_by = now, by.user
    times = times_of(row.school, timezone.localdate(now))
    row.due_at = due_at(times, now, row.level, limits_of(row.school), acknowledged=True)
    row.save(update_fields=["acknowledged_at", "acknowledged_by", "due_at"])
    AlertStep.objects.create(alert=row, kind=Step.ACKNOWLEDGED, at=now, by=by.user)
    by.did(events.ACKNOWLEDGED, to=row, at=row)


@transaction.atomic
def write(*, by: By, alert: Alert, words: str) -> None:
    """Add a note; it is never changed. Raises NotAllowedError, ValidationError."""
    by, row = _held(by, alert)
    if not words.strip():
        raise ValidationError({"words": _("Write what you want to keep.")})
    AlertStep.objects.create(alert=row, kind=Step.NOTE, at=timezone.now(), by=by.user, words=words.strip()[:1000])
    by.did(events.WROTE, to=row, at=row)


@transaction.atomic
def note(*, by: By, alert: Alert, reason: str) -> None:
    """End it: it was looked at, and this is what was done. Raises NotAllowedError, ValidationError."""
    by, row = _held(by, alert)
    _must_be_open(row)
    if not reason.strip():
        raise ValidationError({"reason": _("Say what you did, or why nothing is to be done.")})
    _end(by, row, State.NOTED, reason=reason)
    by.did(events.NOTED, to=row, at=row)


@transaction.atomic
def dismiss(*, by: By, alert: Alert, why: str, reason: str) -> int:
    """End it as nothing; a false alarm teaches the scoring. How many findings did.

    Raises NotAllowedError, ValidationError.
    """
    by, row = _held(by, alert)
    _must_be_open(row)
    if why not in REASONS:
        raise ValidationError({"why": _("Choose one of the reasons.")})
    if not reason.strip():
        raise ValidationError({"reason": _("Say it in a sentence: others read it when it comes again.")})
    _end(by, row, State.DISMISSED, reason=reason, why=why)
    by.did(events.DISMISSED, to=row, at=row, after={"why": why})
    return _teach(by, row, undo=False) if why in TEACHES else 0


@transaction.atomic
def make_concern(*, by: By, alert: Alert) -> MadeConcern:
    """End it by making a concern of it; what was around it is kept for as long as the concern.

    Raises NotAllowedError, ValidationError, LookupError where nothing makes concerns.
    """
    by, row = _held(by, alert)
    _must_be_open(row)
    made = made_concern(by, row)
    row.concern, row.concern_link = made.name[:80], made.link[:200]
    _end(by, row, State.CONCERN, reason=made.name)
    by.did(events.CONCERN, to=row, at=row)
    return made


@transaction.atomic
def reopen(*, by: By, alert: Alert, reason: str) -> None:
    """Take an ending back; what it taught is unlearned. Raises NotAllowedError, ValidationError."""
    by, row = _held(by, alert)
    if row.state not in {State.NOTED, State.DISMISSED, State.DIGEST}:
        raise ValidationError(_("Only what was noted or dismissed can be opened again."))
    twin = Alert.objects.filter(school=row.school_id, who=row.who, theme=row.theme, state=State.OPEN)
    if twin.exists():
        raise ValidationError(_("Something newer of the same kind is open already: go on there."))
    now = timezone.now()
    row.state, row.ended_at, row.ended_by, row.why, row.quiet = State.OPEN, None, None, "", False
    row.acknowledged_at, row.acknowledged_by = now, by.user
    times = times_of(row.school, timezone.localdate(now))
    row.due_at = due_at(times, now, row.level, limits_of(row.school), acknowledged=True)
    row.save()
    AlertStep.objects.create(alert=row, kind=Step.REOPENED, at=now, by=by.user, words=reason.strip()[:1000])
    by.did(events.REOPENED, to=row, at=row)
    _teach(by, row, undo=True)


def _end(by: By, row: Alert, state: Alert.State, *, reason: str, why: str = "") -> None:
    now = timezone.now()
    if row.acknowledged_at is None:
        row.acknowledged_at, row.acknowledged_by = now, by.user
    row.state, row.ended_at, row.ended_by, row.why, row.reason = state, now, by.user, why, reason.strip()[:1000]
    row.save()
    words = f"{REASONS[why]}. {row.reason}" if why else row.reason
    AlertStep.objects.create(alert=row, kind=Step.ENDED, at=now, by=by.user, words=words[:1000])


def _teach(by: By, row: Alert, *, undo: bool) -> int:
    """Tell the record that the findings of an alert were false alarms, or were none after all; how many were new to it.

    Raises ValidationError when the record cannot be written: then nothing has ended.
    """
    from belisha.console.monitoring.alerts.teaching import teach  # noqa: PLC0415 - the record's reader is large

    taught = 0
    who = by.user.name if by.user else by.system
    try:
        for found in row.findings.exclude(finding="").filter(false_alarm=undo).order_by("pk"):
            if teach(settings.HOME, row.school.code, found.finding, who=who, reason=row.reason, undo=undo):
                found.false_alarm = not undo
                found.save(update_fields=["false_alarm"])
                taught += 1
    except (ActivityError, OSError) as error:
        raise ValidationError(_("What was learned could not be kept, and nothing was changed. Try again.")) from error
    return taught
