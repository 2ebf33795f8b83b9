"""What the risk register puts on record."""

from belisha.console.audit.events import deed

ENTERED = deed("technology.entered", "put a technology on the risk register")
CHANGED = deed("technology.changed", "changed what the risk register says of a technology")
ASSESSED = deed("technology.assessed", "assessed the risks of a technology")
DATA_SAID = deed("technology.data-said", "said what a technology takes of people")
DECIDED = deed("technology.decided", "decided on a technology")
ENDED = deed("technology.ended", "took a technology off the risk register")
