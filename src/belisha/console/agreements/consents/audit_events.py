"""What consents put on record."""

from __future__ import annotations

from belisha.console.audit.events import deed, event

__all__ = ["ANSWERED", "SHOWN", "SHOWN_NO_MORE", "TAKEN_DOWN", "TAKE_DOWN_ASKED", "TAKE_DOWN_GIVEN"]

ANSWERED = event("consents.answered", "was answered for: consents")
SHOWN = deed("consents.shown", "entered where pictures or work are shown")
SHOWN_NO_MORE = deed("consents.shown-no-more", "entered that something is shown no more")
TAKE_DOWN_ASKED = event("consents.take-down-asked", "is to be taken down: nobody permits it any more")
TAKE_DOWN_GIVEN = deed("consents.take-down-given", "gave to another what is to be taken down")
TAKEN_DOWN = deed("consents.taken-down", "did what was to be taken down")
