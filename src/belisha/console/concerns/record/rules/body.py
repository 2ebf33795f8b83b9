"""The body map: its parts, and where a mark stands on the figure."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

import msgspec

__all__ = ["DEEP", "KINDS", "WIDE", "Part", "mark_of", "part_of", "parts"]

WIDE, DEEP = 200, 420
ELLIPSE: Final = 4


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of the body, as body.yaml has it."""

    id: str
    view: Literal["front", "back"]
    title: str
    shape: tuple[float, ...]

    @property
    def is_ellipse(self) -> bool:
        """Whether it is drawn as an ellipse; else as a rectangle."""
        return len(self.shape) == ELLIPSE

    @property
    def middle(self) -> tuple[float, float]:
        """Where a mark stands that was chosen from the list."""
        x, y, *size = self.shape
        return (x, y) if self.is_ellipse else (x + size[0] / 2, y + size[1] / 2)


class _Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    title: str


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: int
    parts: tuple[Part, ...]
    kinds: tuple[_Kind, ...]


@cache
def _file() -> _File:
    return msgspec.yaml.decode((Path(__file__).parents[1] / "body.yaml").read_bytes(), type=_File)


def parts() -> tuple[Part, ...]:
    """All of them, front and then back, from head to foot."""
    return _file().parts


KINDS: Final = tuple((kind.id, kind.title) for kind in _file().kinds)


@cache
def part_of(name: str) -> Part | None:
    """A part by its id; None for a word that is none."""
    return next((part for part in parts() if part.id == name), None)


def mark_of(number: int, part: Part, at: tuple[float, float] | None, **said: Any) -> dict[str, Any]:
    """A mark as an entry keeps it: readable by itself, for the figure may be drawn anew one day."""
    x, y = at or part.middle
    kept = {"n": number, "part": part.id, "title": part.title, "view": part.view, "x": round(x), "y": round(y)}
    return kept | {key: value for key, value in said.items() if value}
