"""Each night the console looks at what site rules were used for: what nobody uses for a term can go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from belisha.console.filtering.policy.nightly import count_uses
from belisha.console.flows.due import due

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["count_uses_of_rules"]


@due(name="count what site rules were used for", every="day", at="02:20")
def count_uses_of_rules(now: datetime) -> str:
    """Count yesterday's uses of every standing rule."""
    return count_uses(now)
