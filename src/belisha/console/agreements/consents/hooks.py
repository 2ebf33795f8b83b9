"""Who is told when a permission ends because somebody says no.

@when_withdrawn
def take_down(by: By, child: Person, purpose: str) -> None: …   # within the transaction of the answer
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from belisha.console.access.acting import By
    from belisha.console.people.models import Person

    Told = Callable[[By, Person, str], None]

__all__ = ["said_no", "when_withdrawn"]

_TOLD: Final[list[Told]] = []


def when_withdrawn(told: Told) -> Told:
    """Declare a function that is called when somebody says no to a purpose about a person."""
    _TOLD.append(told)
    return told


def said_no(by: By, about: Person, purpose: str) -> None:
    """Tell all who asked to be told."""
    for told in _TOLD:
        told(by, about, purpose)
