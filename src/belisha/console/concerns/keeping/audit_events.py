"""What the record says of how long concerns are kept; in the chain of the concerns of a school."""

from belisha.console.audit.events import event

PROPOSED = event("keeping.proposed", "was proposed for deletion, its time being over")
WITHDRAWN = event("keeping.withdrawn", "was no longer due for deletion")
SAID = event("keeping.said", "got a decision of one of the two who decide whether it is deleted")
KEPT = event("keeping.kept", "is kept longer")
DELETED = event("keeping.deleted", "was deleted, its time being over")
HELD = event("keeping.held", "was held: it is not deleted")
LOOKED_AGAIN = event("keeping.looked-again", "goes on being held")
RELEASED = event("keeping.released", "is no longer held")
