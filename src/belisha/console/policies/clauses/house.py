"""The clauses of the house: one YAML file a section in data/, read strictly, once. The order is that of the policy."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec

from belisha.console.duties.catalogue import catalogue

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "AUDIENCES",
    "OTHERWISE",
    "Audience",
    "Case",
    "Chapter",
    "Clause",
    "ClauseError",
    "Varies",
    "chapters",
    "clauses",
    "edition",
    "read_chapter",
    "stating",
]

FOLDER = Path(__file__).parent / "data"
OTHERWISE = "otherwise"
"""In `cases`: any other value of the setting."""

Id = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Audience = Literal["everybody", "pupils", "staff", "governors", "parents", "visitors"]
AUDIENCES: tuple[Audience, ...] = ("pupils", "staff", "governors", "parents", "visitors")


class ClauseError(Exception):
    """A file of clauses cannot be read; the text names the file and what is wrong."""


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a clause says, and which duties it states, at one value of a setting. No text: it is silent."""

    text: str = ""
    duties: tuple[str, ...] = ()


class Varies(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The setting whose value decides what a clause goes on to say."""

    setting: str
    cases: dict[str, Case]

    def at(self, value: object) -> Case:
        """The case of a value; yes and no for truth values."""
        key = ("yes" if value else "no") if isinstance(value, bool) else str(value)
        return self.cases.get(key) or self.cases.get(OTHERWISE) or Case()


class Clause(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One paragraph. `text` holds {parameters}; what varies follows it."""

    id: Id
    duties: tuple[str, ...] = ()
    text: str = ""
    varies: Varies | None = None
    audiences: tuple[Audience, ...] = ()  # where they are others than those of its section

    def states(self) -> set[str]:
        """Every duty that it can state."""
        return {*self.duties, *(duty for case in self._cases() for duty in case.duties)}

    def words(self) -> tuple[str, ...]:
        """Every text that it can have."""
        return (self.text, *(case.text for case in self._cases()))

    def _cases(self) -> Iterable[Case]:
        return self.varies.cases.values() if self.varies else ()


class Chapter(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One section of the policy: whom it speaks to, and its clauses in their order."""

    edition: str
    section: Id
    order: int
    title: str
    audiences: Annotated[tuple[Audience, ...], msgspec.Meta(min_length=1)]
    licence: str
    clauses: tuple[Clause, ...]
    lead: str = ""


def read_chapter(file: Path) -> Chapter:
    """One file. Raises ClauseError where it is not as it must be, or states a duty that is not in the catalogue."""
    try:
        chapter = msgspec.yaml.decode(file.read_bytes(), type=Chapter)
    except (OSError, msgspec.MsgspecError) as error:
        message = f"{file.name}: {error}"
        raise ClauseError(message) from error
    if chapter.section != file.stem:
        message = f"{file.name}: holds the section {chapter.section}"
        raise ClauseError(message)
    unknown = sorted({duty for clause in chapter.clauses for duty in clause.states()} - set(catalogue()))
    if unknown:
        message = f"{file.name}: no such duty: {', '.join(unknown)}"
        raise ClauseError(message)
    return chapter


@cache
def chapters() -> tuple[Chapter, ...]:
    """Every section in the order of the policy. Raises ClauseError, also for an id that is there twice."""
    found = sorted((read_chapter(file) for file in FOLDER.glob("*.yaml")), key=lambda chapter: chapter.order)
    ids = Counter(clause.id for chapter in found for clause in chapter.clauses)
    orders = Counter(chapter.order for chapter in found)
    editions = {chapter.edition for chapter in found}
    twice = [str(name) for name, times in (*ids.items(), *orders.items()) if times > 1]
    if twice or len(editions) != 1:
        message = f"there twice: {', '.join(twice) or 'none'}; editions: {', '.join(sorted(editions))}"
        raise ClauseError(message)
    return tuple(found)


@cache
def clauses() -> dict[str, Clause]:
    """Every clause by its id, in the order of the policy."""
    return {clause.id: clause for chapter in chapters() for clause in chapter.clauses}


def edition() -> str:
    """The edition of the clauses: what a version was begun from."""
    return chapters()[0].edition


@cache
def _stating() -> dict[str, tuple[Clause, ...]]:
    return {duty: tuple(clause for clause in clauses().values() if duty in clause.states()) for duty in catalogue()}


def stating(duty: str) -> tuple[Clause, ...]:
    """The clauses that can state a duty. Raises KeyError for no duty."""
    return _stating()[duty]
