"""What confirmations put on record."""

from belisha.console.audit.events import deed

CONFIRMED = deed("duties.confirmed", "said how a duty is kept")
COUNTERSIGNED = deed("duties.countersigned", "signed what somebody else said of a duty")
TAKEN_BACK = deed("duties.taken-back", "took back what was said of a duty")
