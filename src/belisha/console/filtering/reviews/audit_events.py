"""What is recorded of reviews and of remote access."""

from belisha.console.audit.events import deed, event

__all__ = [
    "ACTION_ADDED",
    "ACTION_DONE",
    "ANSWERED",
    "BEGUN",
    "CAUSED",
    "REMOTE_APPROVED",
    "REMOTE_ASKED",
    "REMOTE_CLOSED",
    "REMOTE_REFUSED",
    "SIGNED",
    "WITHDRAWN",
]

BEGUN = deed("review.begun", "began a review")
ANSWERED = deed("review.answered", "wrote in a review")
SIGNED = deed("review.signed", "signed a review")
WITHDRAWN = deed("review.withdrawn", "withdrew a review")
CAUSED = deed("review.caused", "said why a review is wanted before its time")
ACTION_ADDED = deed("review.action-added", "noted what a review wants done")
ACTION_DONE = deed("review.action-done", "did what a review wanted")
REMOTE_ASKED = deed("remote.asked", "asked for remote access")
REMOTE_APPROVED = event("remote.approved", "got remote access")
REMOTE_REFUSED = event("remote.refused", "was refused remote access")
REMOTE_CLOSED = event("remote.closed", "lost remote access")
