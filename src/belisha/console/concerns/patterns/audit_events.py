"""What the record says of patterns."""

from belisha.console.audit.events import event

NOTED = event("patterns.noted", "was looked into as a pattern of concerns")
TAUGHT = event("patterns.taught", "was taught as a lesson that a pattern asked for")
