"""What the record says of requests to see what is held; in a chain of its own (`AccessRequest.chain`)."""

from belisha.console.audit.events import event

RECEIVED = event("access.received", "was put down as a request to see what is held of somebody")
EXTENDED = event("access.extended", "got more time, with a reason")
DECIDED = event("access.decided", "had pieces decided on")
CHECKED = event("access.checked", "had pieces checked by a second person")
RETURNED = event("access.returned", "had a piece given back to whoever decided")
PACKED = event("access.packed", "was made into a pack")
SENT = event("access.sent", "was answered: the pack went out")
ENDED = event("access.ended", "was ended without a pack")
FORGOTTEN = event("access.forgotten", "was deleted: it was answered long enough ago")
