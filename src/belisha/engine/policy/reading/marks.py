"""Where each piece of a policy stands in its file, for faults that only show once the whole is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from belisha.engine.policy.model import Fault
from belisha.engine.policy.reading.shapes import spell

if TYPE_CHECKING:
    from belisha.engine.policy.model import Frozen
    from belisha.engine.policy.reading.shapes import Path, ShapeReader


class Marks:
    """Places and lines of one file."""

    def __init__(self, reader: ShapeReader) -> None:
        self._reader = reader

    def path(self, piece: Frozen) -> Path:
        """Where a struct stands; the whole file for one that is not written in it."""
        return self._reader.places.get(id(piece), ())

    def line(self, piece: Frozen) -> int:
        """The line on which a struct begins."""
        return self._reader.line(self.path(piece))

    def fault(self, piece: Frozen, message: str, *below: str | int) -> Fault:
        """A fault of a struct, or of what lies below it."""
        path = (*self.path(piece), *below)
        return Fault(self._reader.line(path), spell(path), message)
