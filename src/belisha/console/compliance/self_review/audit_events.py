"""What the self-review puts on record."""

from belisha.console.audit.events import deed

JUDGED = deed("self-review.judged", "chose a level for an aspect of the self-review")
EXPORTED = deed("self-review.exported", "took the self-review away as a file")
