"""Each night: schools move into the next year on the day that they planned it for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from belisha.console.flows.due import due
from belisha.console.people.nightly import apply_due_roll_overs

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["move_schools"]


@due(name="move into the next year", every="day", at="01:30")
def move_schools(now: datetime) -> str:
    """Apply the moves whose day has come."""
    return apply_due_roll_overs(now)
