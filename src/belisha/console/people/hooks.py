"""What stands on the page of somebody of the register beside what the register knows: apps above say so here.

@on_page_of
def signatures(user: User, person: Person) -> Beside | None: …   # None: they do not see it
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from belisha.console.access.models import User
    from belisha.console.people.models import Person

    Ask = Callable[[User, Person], "Beside | None"]

__all__ = ["Beside", "beside", "on_page_of"]

_ASKED: Final[list[Ask]] = []


class Beside(NamedTuple):
    """A page about somebody: its words, its address, and in a few words how it stands."""

    text: str
    href: str
    state: str = ""


def on_page_of(ask: Ask) -> Ask:
    """Declare a page about somebody."""
    _ASKED.append(ask)
    return ask


def beside(user: User, person: Person) -> list[Beside]:
    """The other pages about somebody that a user sees."""
    return [found for ask in _ASKED if (found := ask(user, person))]
