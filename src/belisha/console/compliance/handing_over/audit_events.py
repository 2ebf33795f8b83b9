"""What hand-overs put on record."""

from belisha.console.audit.events import deed

NOTED = deed("hand-overs.noted", "wrote a note for who follows in a post")
ACCEPTED = deed("hand-overs.accepted", "took over what was open with a post")
