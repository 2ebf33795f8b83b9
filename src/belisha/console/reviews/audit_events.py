"""What is recorded of reviews."""

from belisha.console.audit.events import deed

__all__ = [
    "ACTION_ADDED",
    "ACTION_DONE",
    "ANSWERED",
    "BEGUN",
    "CAUSED",
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
