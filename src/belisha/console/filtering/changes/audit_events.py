"""What the record tells of changes of the filter."""

from __future__ import annotations

from typing import Final

from belisha.console.audit.events import deed, event

__all__ = [
    "APPLIED",
    "ASSESSED",
    "BLOCKED",
    "CONSENTED",
    "DIGEST_SIGNED",
    "DRAFTED",
    "REVIEWED",
    "REWORKED",
    "RIGHT_ENDED",
    "RIGHT_GIVEN",
    "SUBMITTED",
    "UNDONE",
    "WITHDRAWN",
]

DRAFTED: Final = event("filter.drafted", "was drafted as a change of the filter")
SUBMITTED: Final = event("filter.submitted", "was handed in to be assessed")
REWORKED: Final = event("filter.reworked", "was taken back to be written anew")
ASSESSED: Final = event("filter.assessed", "was assessed")
CONSENTED: Final = event("filter.consented", "has the consent of a leader")
APPLIED: Final = event("filter.applied", "was applied: the filter has changed")
UNDONE: Final = event("filter.undone", "was undone: the filter is as before")
WITHDRAWN: Final = event("filter.withdrawn", "was withdrawn")
BLOCKED: Final = event("filter.blocked-at-once", "was blocked at once")
REVIEWED: Final = event("filter.reviewed", "was looked at afterwards")
RIGHT_GIVEN: Final = event("filter.right-given", "was given until a last day")
RIGHT_ENDED: Final = event("filter.right-ended", "was ended")
DIGEST_SIGNED: Final = deed("filter.digest-signed", "signed the filter's week")
