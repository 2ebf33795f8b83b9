"""What the record says of deletions; with numbers alone."""

from belisha.console.audit.events import event

LET_GO = event("agreements.let-go", "deleted signatures and answers whose time is over")
