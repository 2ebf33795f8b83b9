"""What the record says of schools."""

from belisha.console.audit.events import event

ADDED = event("schools.added", "added the school")
CHANGED = event("schools.changed", "changed the school's details")
RENAMED = event("schools.federation-renamed", "renamed the federation")
FOUNDED = event("schools.founded", "set the console up with its first school")
FOUNDED_AGAIN = event("schools.founded-again", "was given a new link to begin with, as nobody had signed in yet")
