"""Where each piece of a policy stands, for faults that only show once the whole is read: in its file, or in itself."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from belisha.engine.policy.model import Fault, Frozen
from belisha.engine.policy.reading.shapes import spell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from belisha.engine.policy.model import Policy
    from belisha.engine.policy.reading.shapes import Path, ShapeReader


class Marks(Protocol):
    """How a check says where something is."""

    def at(self, piece: Frozen) -> str:
        """Where another piece is that a fault speaks of: goes on from "is also"."""
        ...

    def fault(self, piece: Frozen, message: str, *below: str | int) -> Fault:
        """A fault of a struct, or of what lies below it."""
        ...


class FileMarks:
    """Places and lines of one file."""

    def __init__(self, reader: ShapeReader) -> None:
        self._reader = reader

    def path(self, piece: Frozen) -> Path:
        """Where a struct stands; the whole file for one that is not written in it."""
        return self._reader.places.get(id(piece), ())

    def line(self, piece: Frozen) -> int:
        """The line on which a struct begins."""
        return self._reader.line(self.path(piece))

    def at(self, piece: Frozen) -> str:
        """The line of a piece, in words."""
        return f"on line {self.line(piece)}"

    def fault(self, piece: Frozen, message: str, *below: str | int) -> Fault:
        """A fault of a struct, or of what lies below it."""
        path = (*self.path(piece), *below)
        return Fault(self._reader.line(path), spell(path), message)


class PolicyMarks:
    """Places in a policy that comes from no file. They are looked for once there is a fault to tell."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy

    def at(self, piece: Frozen) -> str:
        """The place of a piece, in words."""
        return f"at {spell(self._places.get(id(piece), ()))}"

    def fault(self, piece: Frozen, message: str, *below: str | int) -> Fault:
        """A fault without a line."""
        return Fault(0, spell((*self._places.get(id(piece), ()), *below)), message)

    @cached_property
    def _places(self) -> dict[int, Path]:
        places: dict[int, Path] = {}
        for path, piece in _pieces(self._policy, ()):
            places.setdefault(id(piece), path)
        return places


def _pieces(value: Any, path: Path) -> Iterator[tuple[Path, Frozen]]:
    """Every struct in a value with its place: schools.oakfield.rules[2]."""
    if isinstance(value, Frozen):
        yield path, value
        for field in msgspec.structs.fields(value):
            yield from _pieces(getattr(value, field.name), (*path, field.encode_name))
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _pieces(each, (*path, key))
    elif isinstance(value, tuple):
        for number, each in enumerate(value):
            yield from _pieces(each, (*path, number))
