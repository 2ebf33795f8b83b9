"""What the record of concerns says of imports."""

from belisha.console.audit.events import event

TAKEN = event("concern-imports.taken", "was read as an old log")
PUT_AWAY = event("concern-imports.put-away", "was put away without being taken over")
UNDONE = event("concern-imports.undone", "was taken back: its concerns are removed")
APPLIED = event("concern-imports.applied", "was taken over as concerns")
