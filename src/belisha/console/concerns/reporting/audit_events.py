"""What the record of concerns says of reporting."""

from belisha.console.audit.events import event

DRAFT_DROPPED = event("concerns.draft-dropped", "threw away a report that was not sent")
HELP_ADDED = event("concerns.help-added", "added a line to the directory of help")
HELP_ENDED = event("concerns.help-ended", "took a line out of the directory of help")
HELP_REVIEWED = event("concerns.help-reviewed", "tried a line of the directory of help")
