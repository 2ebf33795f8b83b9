"""The single central record: which checks whom, and how one stands on a day.

After "Keeping children safe in education", part three; references and childcare disqualification are good practice.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

__all__ = ["ADULTS", "COLUMNS", "DUE_SOON", "REQUIRED", "CheckState", "Seen", "is_gap", "state_of"]

DUE_SOON: Final = timedelta(days=30)

# Stored values of StaffCheck.Kind, in the order of the record's columns.
COLUMNS: Final = (
    "identity",
    "dbs",
    "barred-list",
    "prohibition",
    "section-128",
    "right-to-work",
    "overseas",
    "qualifications",
    "references",
    "childcare",
)
# What must be recorded, seen or marked as not applying, for each kind of person. Others have no line in the record.
REQUIRED: Final[dict[str, frozenset[str]]] = {
    "staff": frozenset(COLUMNS) - {"section-128", "childcare"},
    "governor": frozenset({"identity", "dbs", "section-128"}),
    "volunteer": frozenset({"identity", "dbs"}),
    "contractor": frozenset({"identity", "dbs"}),
}
ADULTS: Final = tuple(REQUIRED)


class CheckState(StrEnum):
    """How one check of one person stands."""

    SEEN = "seen"
    NOT_NEEDED = "not-needed"
    DUE_SOON = "due-soon"
    EXPIRED = "expired"
    MISSING = "missing"
    NOT_ASKED = "not-asked"  # nothing recorded, and nothing has to be


class Seen(NamedTuple):
    """What a recorded check says: whether it applies, and until when it holds (None: no end)."""

    needed: bool
    expires: date | None


def state_of(kind: str, check: str, seen: Seen | None, day: date) -> CheckState:
    """How a check stands for a kind of person; `seen` is the newest one recorded."""
    if seen is None:
        return CheckState.MISSING if check in REQUIRED.get(kind, ()) else CheckState.NOT_ASKED
    if not seen.needed:
        return CheckState.NOT_NEEDED
    if seen.expires is None or seen.expires > day + DUE_SOON:
        return CheckState.SEEN
    return CheckState.EXPIRED if seen.expires < day else CheckState.DUE_SOON


def is_gap(state: CheckState) -> bool:
    """Whether a check is missing or has run out."""
    return state in {CheckState.MISSING, CheckState.EXPIRED}
