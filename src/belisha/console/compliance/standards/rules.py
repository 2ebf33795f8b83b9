"""Standards read strictly from their files, and how a point stands by the duties that it is tied to. No database."""

from __future__ import annotations

from datetime import date  # noqa: TC003 - msgspec reads it when it reads a file
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, NamedTuple

import msgspec

from belisha.console.duties.registry import State

if TYPE_CHECKING:
    from collections.abc import Mapping

    from belisha.console.compliance.rules import Row

__all__ = ["Point", "PointRow", "Standard", "StandardError", "judged", "standard_of", "standards", "stands"]

FOLDER: Final = Path(__file__).parent / "data"
# a point is as good as the weakest of its duties; what nobody knows is worse than a risk that is known
WORST_FIRST: Final = (State.BREACHED, State.NOT_KNOWN, State.AT_RISK, State.MET, State.NOT_ADOPTED)


class StandardError(Exception):
    """A file of a standard cannot be read; the text names it."""


class Point(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing that a standard asks; `duties`: of the catalogue, that show it. None: Belisha has nothing on it."""

    id: str
    text: Annotated[str, msgspec.Meta(min_length=3)]
    duties: tuple[str, ...]


class Standard(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A standard in one edition: where it is published, and the day on which we read it."""

    id: str
    title: str
    edition: str
    source: Annotated[str, msgspec.Meta(pattern=r"^https://")]
    read: date
    points: Annotated[tuple[Point, ...], msgspec.Meta(min_length=1)]


class PointRow(NamedTuple):
    """A point with its duties as they stand; `state`: None where no duty is tied to it."""

    point: Point
    state: State | None
    rows: list[Row]


@cache
def standards() -> tuple[Standard, ...]:
    """All standards, by title. Raises StandardError."""
    return tuple(sorted((_read(file) for file in FOLDER.glob("*.yaml")), key=lambda each: each.title))


def standard_of(name: str) -> Standard:
    """One by its id. Raises KeyError."""
    return {each.id: each for each in standards()}[name]


def judged(standard: Standard, rows: Mapping[str, Row]) -> list[PointRow]:
    """How the points of a standard stand, by duties as they stand."""
    found = []
    for point in standard.points:
        tied = [rows[duty] for duty in point.duties]
        found.append(PointRow(point, stands([row.standing.state for row in tied]), tied))
    return found


def stands(states: list[State]) -> State | None:
    """The state of a point whose duties are in these states; None without any."""
    return min(states, key=WORST_FIRST.index) if states else None


def _read(file: Path) -> Standard:
    try:
        found = msgspec.yaml.decode(file.read_bytes(), type=Standard)
    except (OSError, msgspec.MsgspecError) as error:
        message = f"{file.name}: {error}"
        raise StandardError(message) from error
    ids = [point.id for point in found.points]
    if found.id != file.stem or len(set(ids)) != len(ids):
        message = f"{file.name}: its id is another, or a point is there twice"
        raise StandardError(message)
    return found
