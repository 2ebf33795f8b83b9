"""What is recorded of remote access."""

from belisha.console.audit.events import deed, event

__all__ = ["APPROVED", "ASKED", "CLOSED", "REFUSED"]

ASKED = deed("remote.asked", "asked for remote access")
APPROVED = event("remote.approved", "got remote access")
REFUSED = event("remote.refused", "was refused remote access")
CLOSED = event("remote.closed", "lost remote access")
