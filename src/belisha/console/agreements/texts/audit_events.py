"""What texts of agreements put on record."""

from __future__ import annotations

from belisha.console.audit.events import event

REWORDED = event("agreements.reworded", "changed the wording of an agreement")
ISSUED = event("agreements.issued", "issued an agreement")
STOPPED = event("agreements.stopped", "no longer asks for an agreement")
