"""What the record says of alerts and looks that are kept no longer."""

from belisha.console.audit.events import event

FORGOTTEN = event("monitoring.forgotten", "had old alerts, looks or signatures deleted, as it has set")
