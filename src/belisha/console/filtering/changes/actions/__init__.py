"""What is done about changes of the filter, and about who may apply them. A file for each subject."""

from belisha.console.filtering.changes.actions.applying import (
    apply_change,
    block_at_once,
    note_fault,
    note_in_force,
    undo,
)
from belisha.console.filtering.changes.actions.deciding import assess, consent, review
from belisha.console.filtering.changes.actions.drafting import drop, make_anew, put, rework, submit, withdraw
from belisha.console.filtering.changes.actions.rights import end_right, give_right

__all__ = [
    "apply_change",
    "assess",
    "block_at_once",
    "consent",
    "drop",
    "end_right",
    "give_right",
    "make_anew",
    "note_fault",
    "note_in_force",
    "put",
    "review",
    "rework",
    "submit",
    "undo",
    "withdraw",
]
