"""What rosters put on record."""

from __future__ import annotations

from belisha.console.audit.events import deed, event

RECEIVED = deed("roster.received", "took in a roster file")
DISCARDED = deed("roster.discarded", "put a roster file away without applying it")
STOPPED = event("roster.stopped", "was stopped: somebody must approve this roster file")
MAPPED = deed("roster.mapped", "said which column of a spreadsheet is what")
APPLIED = deed("roster.applied", "applied a roster to the register")
UNDONE = deed("roster.undone", "undid a roster import")
FEED_CHANGED = deed("roster.feed-changed", "changed the settings of the roster feed")
KEY_MADE = deed("roster.key-made", "made a key for the roster feed")
KEY_REVOKED = deed("roster.key-revoked", "revoked the key of the roster feed")
KEY_EXPOSED = event(
    "roster.key-exposed", "had its roster key sent over an unencrypted connection; the file was refused"
)
