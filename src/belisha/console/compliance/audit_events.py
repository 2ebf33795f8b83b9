"""What looking at the duties puts on record."""

from belisha.console.audit.events import deed

REASSESSED = deed("duties.reassessed", "looked anew at how the duties stand")
