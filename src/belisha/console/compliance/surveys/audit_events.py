"""What surveys put on record. That somebody answered is not among it: the time would tell who."""

from belisha.console.audit.events import deed

OPENED = deed("surveys.opened", "opened a survey")
HANDED_OUT = deed("surveys.handed-out", "handed out codes for a survey")
CLOSED = deed("surveys.closed", "closed a survey")
PLANNED = deed("surveys.planned", "planned what is done because of a survey")
CHOSEN = deed("surveys.question-chosen", "changed what surveys ask")
WORRIED = deed("surveys.worry", "read something in a survey that gives cause for worry")
READ = deed("surveys.read", "read what somebody wrote in a survey")
ERASED = deed("surveys.words-erased", "erased the words of a survey whose time is over")
