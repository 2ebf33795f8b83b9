"""Beginnings for what is often written down, as notes.yaml has them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

__all__ = ["Beginning", "beginning", "beginnings"]


class Beginning(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands in the box when somebody begins with it."""

    id: str
    kind: str
    title: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The lines, with room to write."""
        return "\n\n".join(self.lines) + "\n"


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: int
    notes: tuple[Beginning, ...]


@cache
def beginnings() -> tuple[Beginning, ...]:
    """All of them, in the order of the page."""
    return msgspec.yaml.decode((Path(__file__).parents[1] / "notes.yaml").read_bytes(), type=_File).notes


def beginning(name: str) -> Beginning | None:
    """One by its id; None for a word that is none."""
    return next((one for one in beginnings() if one.id == name), None)
