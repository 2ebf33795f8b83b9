"""By the clock: answered requests, and what was decided of their pieces, are kept no longer than a school has set."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import ngettext

from belisha.console.access.acting import By
from belisha.console.access.models import School
from belisha.console.access.settings.queries import value_of
from belisha.console.flows.due import due
from belisha.console.subject_access import audit_events as events
from belisha.console.subject_access.declared import KEPT_DAYS
from belisha.console.subject_access.models import AccessRequest

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["forget_answered"]

CLOCK = By(None, system="retention")


@due(name="answered requests to see what is held", every="day", at="04:55")
def forget_answered(now: datetime) -> str:
    """Delete what was answered or ended long enough ago; that it was, and when, stays in the record."""
    gone = 0
    for school in School.objects.order_by("pk"):
        before = timezone.localdate(now - timedelta(days=value_of(school, KEPT_DAYS)))
        rows = AccessRequest.objects.filter(school=school, due_on__lt=before)
        for row in rows.exclude(state=AccessRequest.State.OPEN).order_by("pk"):
            with transaction.atomic():
                CLOCK.did(events.FORGOTTEN, to=row, at=row)
                row.delete()
            gone += 1
    words = ngettext("%(n)s answered request was deleted.", "%(n)s answered requests were deleted.", gone)
    return words % {"n": gone} if gone else ""
