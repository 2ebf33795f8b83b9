"""What stands against letting a visitor in: apps above say so here.

@before_a_badge
def unsigned(person: Person) -> str: …   # why there is no badge yet; "" where nothing stands against it
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from belisha.console.people.models import Person

    Ask = Callable[[Person], str]

__all__ = ["before_a_badge", "refusals"]

_ASKED: Final[list[Ask]] = []


def before_a_badge(ask: Ask) -> Ask:
    """Declare a question asked before a visitor is signed in."""
    _ASKED.append(ask)
    return ask


def refusals(person: Person) -> list[str]:
    """Why a visitor gets no badge yet."""
    return [reason for ask in _ASKED if (reason := ask(person))]
