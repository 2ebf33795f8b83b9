"""By the clock: alerts, looks and signatures that a school keeps no longer are deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from belisha.console.flows.due import due
from belisha.console.monitoring.keeping.actions import forget

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["forget_old_alerts"]


@due(name="old alerts, looks and digests", every="day", at="04:50")
def forget_old_alerts(now: datetime) -> str:
    """As each school has set."""
    return forget(now)
