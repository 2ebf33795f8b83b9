"""Who is told when a concern begins or is handed to another route: flows register here.

@when_concern_is_reported
def tell(concern: Concern) -> None: …  # in the transaction of the report; the concern's route says whom to tell
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from belisha.console.concerns.models import Concern

__all__ = ["concern_reported", "when_concern_is_reported"]

_TOLD: Final[list[Callable[[Concern], None]]] = []


def when_concern_is_reported(told: Callable[[Concern], None]) -> Callable[[Concern], None]:
    """Declare a function that is called with each new concern, and again when its route changes."""
    _TOLD.append(told)
    return told


def concern_reported(concern: Concern) -> None:
    """Say that a concern was reported."""
    for told in _TOLD:
        told(concern)
