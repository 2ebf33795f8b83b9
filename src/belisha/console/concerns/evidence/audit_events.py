"""What the record of concerns says of files: by their key, never by what they show."""

from belisha.console.audit.events import deed, event

KEPT = event("evidence.kept", "got a file")
SCANNED = event("evidence.scanned", "had a file scanned")
SHOWN = deed("evidence.shown", "looked at a picture of a concern")
TAKEN = deed("evidence.taken", "took the original of a file away from a concern")
SEALED = event("evidence.sealed", "had its files sealed away: it takes words only")
LOCKED_AGAIN = event("evidence.locked-again", "had the keys of its files encrypted by a new key")
