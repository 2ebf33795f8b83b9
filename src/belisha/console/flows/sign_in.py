"""What the clock does for signing in: sessions lock and end by themselves, and each night that is tried out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from belisha.console.access.sign_in import nightly
from belisha.console.flows.due import due

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["sweep", "try_the_lock"]


@due(name="lock and end idle sessions", every="minute")
def sweep(now: datetime) -> str:
    """Lock what is idle, end what was left; "" when there was nothing to do."""
    return nightly.every_minute(now)


@due(name="test that idle sessions lock", every="day", at="03:10")
def try_the_lock(now: datetime) -> str:
    """What the test of the lock found."""
    return nightly.nightly(now)
