"""What happens to the record itself."""

from belisha.console.audit.events import event

__all__ = ["EXPORTED", "LOOKED", "SHREDDED"]

LOOKED = event("audit.looked", "had its record looked at")
EXPORTED = event("audit.exported", "had its record taken out as a file")
SHREDDED = event("audit.shredded", "had words taken out of its record")
