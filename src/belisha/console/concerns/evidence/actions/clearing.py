"""Clearing what is left of files that were never kept: the disk was written, and then the transaction failed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from belisha.console.concerns.evidence.keepers import KEEPERS
from belisha.console.concerns.evidence.store import held_files
from belisha.console.concerns.models import EvidenceFile

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["clear_remnants"]

AGE: Final = timedelta(days=2)


def clear_remnants(now: datetime) -> str:
    """Remove files without a row, whose keys were never kept, so that nobody could open them; what was done, in words.

    Nothing of a file that has a row is ever removed, whatever its state.
    """
    old = [path for path in held_files() if _age(path, now) > AGE]
    names = [path.name for path in old]
    known = set(EvidenceFile.objects.filter(key__in=names).values_list("key", flat=True))
    for keeper in KEEPERS:
        known |= set(keeper._default_manager.filter(key__in=names).values_list("key", flat=True))
    gone = [path for path in old if path.name not in known]
    for path in gone:
        path.unlink(missing_ok=True)
    return f"cleared {len(gone)} remnants" if gone else ""


def _age(path: Path, now: datetime) -> timedelta:
    return now - datetime.fromtimestamp(path.stat().st_mtime, UTC)
