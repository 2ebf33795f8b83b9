"""What other apps give to the pages for parents; each is asked while a page is made.

@gives_help
def lines(school: School) -> Sequence[Help]: …
@worry_at
def form_for_parents(school: School) -> str: …     # an address, or "" where there is none
@policy_at
def published(school: School) -> str: …
@knows_use
def last_week(child: Person, today: date, reader: str) -> list[Use] | None: …
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from belisha.console.access.models import School
    from belisha.console.people.models import Person

__all__ = [
    "Help",
    "Use",
    "gives_help",
    "help_of",
    "knows_use",
    "policy_address",
    "policy_at",
    "use_of",
    "worry_address",
    "worry_at",
]


class Help(NamedTuple):
    """One body that helps parents."""

    title: str
    about: str
    phone: str = ""
    text: str = ""
    mail: str = ""
    site: str = ""
    hours: str = ""


class Use(NamedTuple):
    """What the school counted of a child's internet use on one day. Never what it was: a child may look for help."""

    day: date
    pages: int
    blocked: int


_HELP: Final[list[Callable[[School], Sequence[Help]]]] = []
_WORRY: Final[list[Callable[[School], str]]] = []
_POLICY: Final[list[Callable[[School], str]]] = []
_USE: Final[list[Callable[[Person, date, str], list[Use] | None]]] = []


def gives_help(ask: Callable[[School], Sequence[Help]]) -> Callable[[School], Sequence[Help]]:
    """Declare who knows where parents find help."""
    _HELP.append(ask)
    return ask


def worry_at(ask: Callable[[School], str]) -> Callable[[School], str]:
    """Declare who knows where a parent tells of a worry."""
    _WORRY.append(ask)
    return ask


def policy_at(ask: Callable[[School], str]) -> Callable[[School], str]:
    """Declare who knows where the school's policy is read."""
    _POLICY.append(ask)
    return ask


def knows_use(ask: Callable[[Person, date, str], list[Use] | None]) -> Callable[[Person, date, str], list[Use] | None]:
    """Declare who knows the internet use of a child."""
    _USE.append(ask)
    return ask


def help_of(school: School) -> list[Help]:
    """Where parents of a school find help."""
    return [line for ask in _HELP for line in ask(school)]


def worry_address(school: School) -> str:
    """Where a parent tells of a worry; "" where there is no form."""
    return next((found for ask in _WORRY if (found := ask(school))), "")


def policy_address(school: School) -> str:
    """Where the school's policy is read; "" while none is published."""
    return next((found for ask in _POLICY if (found := ask(school))), "")


def use_of(child: Person, today: date, reader: str) -> list[Use] | None:
    """What the school knows of a child's internet use, for a reader by name; None where nobody knows."""
    return next((found for ask in _USE if (found := ask(child, today, reader)) is not None), None)
