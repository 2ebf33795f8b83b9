"""Deleting what imports hold of people once it is of no use: it would be a second register that nobody looks after."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q

from belisha.console.people.models import RosterContent, RosterImport

__all__ = ["UNDO_DAYS", "WAITING_DAYS", "sweep_rosters"]

UNDO_DAYS: Final = 60
WAITING_DAYS: Final = 30
OPEN: Final = (RosterImport.State.MAPPING, RosterImport.State.PREVIEW, RosterImport.State.STOPPED)


@transaction.atomic
def sweep_rosters(now: datetime) -> str:
    """Delete what previews after 30 days and undoing after 60 would need. For the nightly jobs; says how much."""
    old_waiting = Q(of__state__in=OPEN, of__at__lt=now - timedelta(days=WAITING_DAYS))
    old_undo = Q(of__done_at__lt=now - timedelta(days=UNDO_DAYS))
    waiting = RosterImport.objects.filter(state__in=OPEN, at__lt=now - timedelta(days=WAITING_DAYS))
    gone, _ = RosterContent.objects.filter(old_waiting | old_undo).delete()
    waiting.update(state=RosterImport.State.DISCARDED, done_at=now)
    return f"deleted what {gone} imports held" if gone else ""
