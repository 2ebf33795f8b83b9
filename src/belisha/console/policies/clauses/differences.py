"""The points on which the two source policies differ: each is a setting that text, behaviour and duties follow."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from belisha.console.access.remembering import remembering
from belisha.console.access.settings.registry import SETTINGS, fault_of
from belisha.console.duties.catalogue import catalogue
from belisha.console.policies.clauses.house import ClauseError, chapters
from belisha.console.policies.clauses.queries import Filling, said
from belisha.console.policies.clauses.registry import OF_SETTINGS
from belisha.console.policies.clauses.rules import names_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from belisha.console.access.models import Federation, School
    from belisha.console.access.settings.queries import SettingInForce
    from belisha.console.policies.clauses.house import Chapter, Clause

__all__ = ["Choice", "Difference", "Text", "choice_of", "choices_of", "differences", "touched"]

FILE = Path(__file__).parent / "differences.yaml"


class Difference(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One point: its setting, the value of each policy and what each says, and what Belisha does by it."""

    setting: str
    a: bool | int | str
    b: bool | int | str
    says_a: str
    says_b: str
    does: str = ""
    only_a: tuple[str, ...] = ()
    only_b: tuple[str, ...] = ()


class Text(NamedTuple):
    """A clause that a setting touches: where it stands, and what it says at the present value."""

    section: str
    clause: str
    words: str


class Choice(NamedTuple):
    """A difference as it stands at a place."""

    difference: Difference
    now: SettingInForce
    written_a: str
    written_b: str
    texts: tuple[Text, ...]
    duties: tuple[str, ...]

    @property
    def is_a(self) -> bool:
        """Whether the place has what policy A says."""
        return bool(self.now.state.value == self.difference.a)

    @property
    def is_b(self) -> bool:
        """Whether the place has what policy B says."""
        return bool(self.now.state.value == self.difference.b)


@cache
def differences() -> tuple[Difference, ...]:
    """Every point, in the order of the file. Raises ClauseError for a setting, value or duty that there is not."""
    try:
        found = msgspec.yaml.decode(FILE.read_bytes(), type=tuple[Difference, ...])
    except (OSError, msgspec.MsgspecError) as error:
        message = f"{FILE.name}: {error}"
        raise ClauseError(message) from error
    for each in found:
        _check(each)
    return found


def _check(difference: Difference) -> None:
    declared = SETTINGS.get(difference.setting)
    if declared is None or any(fault_of(declared, value) for value in (difference.a, difference.b)):
        message = f"{FILE.name}: {difference.setting} is no setting, or cannot be what a policy says"
        raise ClauseError(message)
    if unknown := {*difference.only_a, *difference.only_b} - set(catalogue()):
        message = f"{FILE.name}: no such duty: {', '.join(sorted(unknown))}"
        raise ClauseError(message)


@cache
def touched(key: str) -> tuple[tuple[Chapter, Clause], ...]:
    """The clauses whose words follow a setting, because they vary by it or print it."""
    return tuple((chapter, clause) for chapter in chapters() for clause in chapter.clauses if key in _settings(clause))


def _settings(clause: Clause) -> Iterator[str]:
    if clause.varies:
        yield clause.varies.setting
    for words in clause.words():
        yield from (name.removeprefix(OF_SETTINGS) for name in names_in(words) if name.startswith(OF_SETTINGS))


def choices_of(place: School | Federation) -> list[Choice]:
    """Every point as it stands at a place, with its texts filled in. A fixed number of queries for each school."""
    with remembering():
        filling = Filling(place)
        return [_choice(each, filling) for each in differences()]


def choice_of(place: School | Federation, key: str) -> Choice | None:
    """One point as it stands at a place; None for a setting that is no such point."""
    return next((each for each in choices_of(place) if each.difference.setting == key), None)


def _choice(difference: Difference, filling: Filling) -> Choice:
    clauses = touched(difference.setting)
    texts = tuple(Text(chapter.title, clause.id, _words(clause, filling)) for chapter, clause in clauses)
    duties = dict.fromkeys(duty for _chapter, clause in clauses for duty in sorted(clause.states()))
    now = filling.settings[difference.setting]
    written = now.setting.written
    return Choice(difference, now, written(difference.a), written(difference.b), texts, tuple(duties))


def _words(clause: Clause, filling: Filling) -> str:
    return "".join(piece.text for piece in filling.pieces(said(clause, filling.values)[0]))
