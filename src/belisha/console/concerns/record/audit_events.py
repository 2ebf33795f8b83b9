"""What the record says of concerns being put together and taken apart; in the chain of the concerns of a school."""

from belisha.console.audit.events import deed, event

TIED = event("concerns.tied", "was linked with another")
UNTIED = event("concerns.untied", "was no longer linked with another")
MERGED = event("concerns.merged", "was put together with another")
MERGED_IN = event("concerns.merged-in", "took in another")
PARTED = event("concerns.parted", "was taken out of another again")
PARTED_FROM = event("concerns.parted-from", "gave back another that was put into it")
SPLIT = event("concerns.split", "had entries copied into another")
TAKEN_AWAY = deed("concerns.taken-away", "took away a list of concerns")
