"""What makes a concern of an alert registers here; while nothing does, no page offers it.

@alert_becomes_concern
def begin(by: By, alert: Alert) -> MadeConcern: …  # in the transaction in which the alert ends
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from belisha.console.access.acting import By
    from belisha.console.monitoring.models import Alert

__all__ = ["MadeConcern", "alert_becomes_concern", "can_become_concern", "made_concern"]


class MadeConcern(NamedTuple):
    """What became of it: what the concern is called, without a name of a child, and the address of its page."""

    name: str
    link: str


Begins = Callable[["By", "Alert"], MadeConcern]
_BEGINS: Final[list[Begins]] = []


def alert_becomes_concern(begins: Begins) -> Begins:
    """Declare the function that makes a concern of an alert. Raises ValueError where there is one."""
    if _BEGINS:
        message = "one function makes a concern of an alert"
        raise ValueError(message)
    _BEGINS.append(begins)
    return begins


def can_become_concern() -> bool:
    """Whether anything makes concerns of alerts."""
    return bool(_BEGINS)


def made_concern(by: By, alert: Alert) -> MadeConcern:
    """Make a concern of an alert. Raises LookupError where nothing does."""
    if not _BEGINS:
        message = "nothing makes a concern of an alert"
        raise LookupError(message)
    return _BEGINS[0](by, alert)
