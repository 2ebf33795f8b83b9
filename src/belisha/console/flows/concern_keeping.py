"""By the clock: records of concerns whose time is over are put to the two people who decide on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from belisha.console.concerns.keeping.actions.proposing import propose
from belisha.console.flows.due import due

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["propose_due_records"]


@due(name="records of concerns whose time is over", every="day", at="04:40")
def propose_due_records(now: datetime) -> str:
    """Nothing is deleted by this: two people decide."""
    return propose(now)
