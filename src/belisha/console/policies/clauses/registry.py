"""The parameters that clauses are filled with: each app declares its own, those of other apps are flows.

    @parameter("dsl", _("Designated safeguarding lead"))
    def dsl(school: School) -> Answer: …

A clause says {dsl}. Every setting is a parameter by itself: {setting:idle-minutes}.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from belisha.console.access.settings.registry import SETTINGS
from belisha.console.policies.clauses.rules import faults_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django_stubs_ext import StrOrPromise

    from belisha.console.access.models import School

    Ask = Callable[[School], "Answer"]

__all__ = ["OF_SETTINGS", "PARAMETERS", "Answer", "Parameter", "known", "parameter", "title_of", "what_is_wrong"]

OF_SETTINGS: Final = "setting:"


class Answer(NamedTuple):
    """What a parameter is at a school. `vacant`: nobody holds it yet, or nobody has said, which is red."""

    text: str
    link: str = ""
    vacant: bool = False


class Parameter(NamedTuple):
    """A parameter and the question behind it."""

    name: str
    title: StrOrPromise
    ask: Ask


PARAMETERS: Final[dict[str, Parameter]] = {}


def parameter(name: str, title: StrOrPromise) -> Callable[[Ask], Ask]:
    """Declare a parameter. Raises ValueError when its name is taken."""

    def declare(ask: Ask) -> Ask:
        if name in PARAMETERS or name.startswith(OF_SETTINGS):
            message = f"two parameters are called {name}"
            raise ValueError(message)
        PARAMETERS[name] = Parameter(name, title, ask)
        return ask

    return declare


def known() -> set[str]:
    """The name of every parameter that there is."""
    return {*PARAMETERS, *(f"{OF_SETTINGS}{key}" for key in SETTINGS)}


def title_of(name: str) -> str:
    """What a parameter is called on a page. Raises KeyError for none."""
    if name.startswith(OF_SETTINGS):
        return str(SETTINGS[name.removeprefix(OF_SETTINGS)].title)
    return str(PARAMETERS[name].title)


def what_is_wrong(words: str) -> list[str]:
    """What is wrong with words for a clause, one sentence each; for forms and actions that take somebody's words."""
    return faults_of(words, known())
