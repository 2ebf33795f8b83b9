"""What safety walks put on record."""

from belisha.console.audit.events import deed

STARTED = deed("walks.started", "set out on a safety walk")
PLACED = deed("walks.place-added", "added a place to a safety walk")
NOTED = deed("walks.noted", "noted what was seen on a safety walk")
MENDED = deed("walks.mended", "put something right on a safety walk")
SIGNED = deed("walks.signed", "signed a safety walk")
DROPPED = deed("walks.dropped", "gave up a safety walk")
POINT_ADDED = deed("walks.point-added", "added something that safety walks look at")
POINT_ENDED = deed("walks.point-ended", "took off something that safety walks look at")
