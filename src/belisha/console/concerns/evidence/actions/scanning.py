"""Having files scanned: at once when they come, by the clock where the scanner did not answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.concerns.evidence import audit_events, store
from belisha.console.concerns.evidence.store import Locked, StoreError
from belisha.console.concerns.models import EvidenceFile
from belisha.console.scanner import ScannerError, scan

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["scan_file", "scan_waiting"]

AT_ONCE: Final = 50  # of one minute


def scan_file(kept: EvidenceFile) -> bool:
    """Have a file looked at; whether the scanner answered. What it says goes on record, in its own name."""
    try:
        content = store.read(kept.key, Locked(kept.locked_key, kept.lock))
        said = scan(content)
    except (ScannerError, StoreError):
        return False
    scanner = By(None, system="virus scanner")
    with transaction.atomic():
        row = EvidenceFile.objects.select_for_update().select_related("concern").get(pk=kept.pk)
        if row.state != EvidenceFile.State.WAITING:
            return True  # another process was first, or it is sealed away
        row.state = EvidenceFile.State.INFECTED if said.found else EvidenceFile.State.CLEAN
        row.scanned_at, row.scanner, row.found = timezone.now(), said.engine, said.found
        row.save(update_fields=["state", "scanned_at", "scanner", "found"])
        after = {"file": row.key, "state": row.state, "scanner": row.scanner, "found": row.found}
        scanner.did(audit_events.SCANNED, to=row.concern, at=row.concern, after=after)
    kept.refresh_from_db()
    return True


def scan_waiting(now: datetime) -> str:
    """Have looked at whatever waits; what was done, in words, for the clock's log."""
    del now
    waiting = list(EvidenceFile.objects.waiting().order_by("at", "pk")[:AT_ONCE])
    done = 0
    for kept in waiting:
        if not scan_file(kept):
            break  # it does not answer now: the rest waits as well
        done += 1
    return f"scanned {done} of {len(waiting)} waiting files" if done else ""
