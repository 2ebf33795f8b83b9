"""What happens to the record itself."""

from belisha.console.audit.events import deed

__all__ = ["EXPORTED", "LOOKED", "SHREDDED"]

LOOKED = deed("audit.looked", "looked at the record")
EXPORTED = deed("audit.exported", "took the record out as a file")
SHREDDED = deed("audit.shredded", "shredded words of the record")
