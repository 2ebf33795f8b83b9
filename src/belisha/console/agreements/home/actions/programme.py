"""The school's programme for parents: planning, what came of it, notices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.permissions import Permission
from belisha.console.agreements.home import audit_events
from belisha.console.agreements.home.rules import CHANNELS
from belisha.console.agreements.models import Activity, Notice
from belisha.console.people.refusals import RefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from belisha.console.access.acting import By
    from belisha.console.access.models import School

__all__ = ["cancel_activity", "plan_activity", "record_activity", "send_notice", "withdraw_notice"]


def plan_activity(*, by: By, school: School, details: Mapping[str, Any]) -> Activity:
    """Plan something for parents; `details`: the fields of an Activity that its form asks for."""
    by = by.may(Permission.SEE_FAMILIES, school)
    with transaction.atomic():
        row = Activity.objects.create(school=school, added_by=by.user, **dict(details))
        after = {"kind": row.kind, "title": row.title, "on": row.on.isoformat()}
        by.did(audit_events.ACTIVITY_ADDED, to=row, at=school, after=after)
    return row


def record_activity(*, by: By, activity: Activity, attended: int | None, score: int | None, feedback: str) -> None:
    """Enter how many came and what they said: only once its day has come."""
    by = by.may(Permission.SEE_FAMILIES, activity.school)
    if activity.on > timezone.localdate():
        raise RefusedError(_("This has not taken place yet."), "attended")
    with transaction.atomic():
        row = Activity.objects.select_for_update().get(pk=activity.pk)
        before = {"attended": row.attended, "score": row.score}
        row.attended, row.score, row.feedback = attended, score, feedback.strip()
        row.save()
        after = {"attended": attended, "score": score}
        by.did(audit_events.ACTIVITY_CHANGED, to=row, at=activity.school, before=before, after=after)


def cancel_activity(*, by: By, activity: Activity, reason: str) -> None:
    """Cancel something: it counts for nothing and parents see it no more."""
    by = by.may(Permission.SEE_FAMILIES, activity.school)
    with transaction.atomic():
        if not Activity.objects.filter(pk=activity.pk, cancelled_at=None).update(cancelled_at=timezone.now()):
            raise RefusedError(_("This is cancelled already."))
        by.did(audit_events.ACTIVITY_CANCELLED, to=activity, at=activity.school, reason=reason)


def send_notice(*, by: By, school: School, details: Mapping[str, Any], channels: Sequence[str]) -> Notice:
    """Tell parents something. By the channel "portal" it stands at their pages at once; the others somebody uses."""
    by = by.may(Permission.WRITE_AGREEMENTS, school)
    if not channels or not set(channels) <= set(CHANNELS):
        raise RefusedError(_("Choose at least one way."), "channels")
    with transaction.atomic():
        row = Notice.objects.create(
            school=school, channels=sorted(channels), sent_at=timezone.now(), sent_by=by.user, **dict(details)
        )
        after = {"topic": row.topic, "title": row.title, "channels": row.channels}
        by.did(audit_events.NOTICE_SENT, to=row, at=school, after=after)
    return row


def withdraw_notice(*, by: By, notice: Notice, reason: str) -> None:
    """Take a notice off the parents' pages; it counts for nothing any more."""
    by = by.may(Permission.WRITE_AGREEMENTS, notice.school)
    with transaction.atomic():
        if not Notice.objects.filter(pk=notice.pk, withdrawn_at=None).update(withdrawn_at=timezone.now()):
            raise RefusedError(_("This is withdrawn already."))
        by.did(audit_events.NOTICE_WITHDRAWN, to=notice, at=notice.school, reason=reason)
