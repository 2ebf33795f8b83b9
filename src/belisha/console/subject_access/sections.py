"""Pieces by section, with how far each is; counts of what somebody may see, and of nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from belisha.console.subject_access.queries import Piece

__all__ = ["Section", "sections_of"]


class Section(NamedTuple):
    """An app's pieces."""

    code: str
    title: str
    pieces: tuple[Piece, ...]

    @property
    def undecided(self) -> int:
        """How many wait for somebody who decides."""
        return sum(piece.decision is None for piece in self.pieces)

    @property
    def unchecked(self) -> int:
        """How many wait for a second person."""
        return sum(piece.decision is not None and not piece.is_checked for piece in self.pieces)


def sections_of(pieces: Sequence[Piece]) -> list[Section]:
    """In the order in which apps declared what they hold."""
    found: dict[str, list[Piece]] = {}
    for piece in pieces:
        found.setdefault(piece.holder.code, []).append(piece)
    return [Section(code, str(rows[0].holder.title), tuple(rows)) for code, rows in found.items()]
