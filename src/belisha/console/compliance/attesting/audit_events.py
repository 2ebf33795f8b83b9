"""What confirmations put on record."""

from belisha.console.audit.events import deed

CONFIRMED = deed("duties.confirmed", "said how a duty is kept")
COUNTERSIGNED = deed("duties.countersigned", "signed what somebody else said of a duty")
TAKEN_BACK = deed("duties.taken-back", "took back what was said of a duty")
FILE_ADDED = deed("duties.file-added", "added a file to what was said of a duty")
FILE_TAKEN = deed("duties.file-taken", "took a file of what was said of a duty")
FILE_SCANNED = deed("duties.file-scanned", "looked for viruses in a file of a confirmation")
