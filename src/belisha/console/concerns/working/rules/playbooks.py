"""What a concern demands: the playbooks of playbooks.yaml, and by which of them a concern is worked."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from belisha.console.concerns.working.rules.times import WITHIN

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = [
    "Mark",
    "Playbook",
    "PlaybookStep",
    "above_low_level",
    "book_of",
    "books_for",
    "books_of_mark",
    "marks",
    "playbooks",
]


class PlaybookStep(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A step; what the fields mean is told in playbooks.yaml."""

    id: str
    text: str
    within: str
    required: bool = True
    only_done: bool = False
    above_low_level: bool = False

    def __post_init__(self) -> None:
        """Raises ValueError for a time limit that cannot be read."""
        if not WITHIN.fullmatch(self.within):
            message = f"step {self.id}: {self.within!r} is no time limit"
            raise ValueError(message)


class Playbook(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What to do, and what starts it."""

    id: str
    title: str
    policy: str
    steps: tuple[PlaybookStep, ...]
    categories: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()


class Mark(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that somebody may say of a concern, and that starts a playbook."""

    id: str
    title: str
    help: str


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: int
    playbooks: tuple[Playbook, ...]
    marks: tuple[Mark, ...]


@cache
def playbooks() -> _File:
    """All playbooks and marks, with the version of the file."""
    return msgspec.yaml.decode((Path(__file__).parents[1] / "playbooks.yaml").read_bytes(), type=_File)


def marks() -> tuple[Mark, ...]:
    """What may be said of a concern."""
    return playbooks().marks


def book_of(name: str) -> Playbook:
    """A playbook by its id. Raises KeyError."""
    return {book.id: book for book in playbooks().playbooks}[name]


def books_for(category: str, route: str, said: Collection[str] = ()) -> list[Playbook]:
    """The playbooks of a concern: by its category, by whose it is, and by what was said of it."""
    return [
        book
        for book in playbooks().playbooks
        if category in book.categories or route in book.routes or set(book.marks) & set(said)
    ]


@cache
def above_low_level() -> dict[str, PlaybookStep]:
    """The steps that a low-level concern is spared, by their key in a concern."""
    books = playbooks().playbooks
    return {f"{book.id}/{step.id}": step for book in books for step in book.steps if step.above_low_level}


def books_of_mark(mark: str) -> list[Playbook]:
    """The playbooks that a mark starts."""
    return [book for book in playbooks().playbooks if mark in book.marks]
