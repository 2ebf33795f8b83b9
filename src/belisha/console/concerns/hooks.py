"""Who is told when a concern begins, is handed to another route, or comes to be about others: register here.

@when_concern_is_reported
def tell(concern: Concern) -> None: …  # in the transaction of the report; the concern's route says whom to tell

@when_people_change: others are in it, or are something else in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from belisha.console.access.acting import By
    from belisha.console.concerns.models import Concern

__all__ = ["concern_reported", "people_changed", "when_concern_is_reported", "when_people_change"]

_TOLD: Final[list[Callable[[Concern], None]]] = []
_PEOPLE: Final[list[Callable[[By, Concern], None]]] = []


def when_concern_is_reported(told: Callable[[Concern], None]) -> Callable[[Concern], None]:
    """Declare a function that is called with each new concern, and again when its route changes."""
    _TOLD.append(told)
    return told


def concern_reported(concern: Concern) -> None:
    """Say that a concern was reported."""
    for told in _TOLD:
        told(concern)


def when_people_change(f: Callable[[By, Concern], None]) -> Callable[[By, Concern], None]:
    """Declare a function that is called when others are in a concern, or are something else in it."""
    _PEOPLE.append(f)
    return f


def people_changed(by: By, concern: Concern) -> None:
    """Say that whom a concern is about has changed; in the transaction of whoever changed it."""
    for f in _PEOPLE:
        f(by, concern)
