"""What the visitors' desk puts on record."""

from __future__ import annotations

from belisha.console.audit.events import event

ARRIVED = event("visits.arrived", "signed in as a visitor")
LEFT = event("visits.left", "signed out as a visitor")
CLOSED = event("visits.closed", "did not sign out: the visit closed by itself at the end of the day")
FORGOTTEN = event("visits.forgotten", "old visits were deleted, as the school has set")
