"""What the record says of concerns. It goes into a chain of its own (`Concern.chain`), which no viewer of the school's
record shows: whoever may not see a concern does not learn from the record that it exists."""

from belisha.console.audit.events import deed, event

REPORTED = event("concerns.reported", "was reported")
WRITTEN = event("concerns.written", "got an entry")
CORRECTED = event("concerns.corrected", "had an entry corrected by an addition")
ERASED = event("concerns.erased", "had the words of an entry erased by law")
SUBJECT_ADDED = event("concerns.subject-added", "got a subject")
SUBJECT_CHANGED = event("concerns.subject-changed", "had what somebody is in it changed")
ROUTED = event("concerns.routed", "was handed to another route")
READER_ADDED = event("concerns.reader-added", "was opened to somebody who needs to know")
READER_ENDED = event("concerns.reader-ended", "was closed to somebody who needed to know")
LOOKED = deed("concerns.looked", "looked at a concern")
