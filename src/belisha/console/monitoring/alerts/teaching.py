"""What an ended alert teaches: the words of a false alarm count one level less at this school, until it is undone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from belisha.activity.findings import find
from belisha.activity.findings.marks import NothingToMarkError, mark, unmark

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["teach"]


def teach(home: Path, school: str, finding: str, *, who: str, reason: str, undo: bool) -> bool:
    """Mark a finding, or take the mark back; False where there is nothing to mark. Raises ActivityError, OSError."""
    try:
        if undo:
            unmark(home, school, finding, by=who, at=datetime.now(UTC), reason=reason)
            return True
        known = find(home, finding, [school])
        if known is None:
            return False
        mark(home, known, by=who, at=datetime.now(UTC), reason=reason)
    except NothingToMarkError:
        return False
    return True
