"""Standards read strictly from their files, and how a point stands by the duties that it is tied to. No database."""

from __future__ import annotations

import hashlib
from datetime import date  # noqa: TC003 - msgspec reads it when it reads a file
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, NamedTuple

import msgspec

from belisha.console.access.roles import Role
from belisha.console.duties.registry import State

if TYPE_CHECKING:
    from collections.abc import Mapping

    from belisha.console.compliance.rules import Row

__all__ = [
    "ACCEPTING",
    "Differences",
    "Point",
    "PointRow",
    "Standard",
    "StandardError",
    "differences",
    "digest_of",
    "editions",
    "judged",
    "standard_of",
    "standards",
    "stands",
]

ACCEPTING: Final = frozenset({Role.HEAD, Role.EXECUTIVE_HEAD, Role.SLT, Role.DSL, Role.DEPUTY_DSL})
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
    """A standard in one edition: where it is published, and the day on which we read it.

    `version` counts the editions that we hold, from 1; `note`: what is to be known of how far it was seen.
    """

    id: str
    title: str
    edition: str
    source: Annotated[str, msgspec.Meta(pattern=r"^https://")]
    read: date
    points: Annotated[tuple[Point, ...], msgspec.Meta(min_length=1)]
    version: Annotated[int, msgspec.Meta(ge=1)] = 1
    note: str = ""


class Differences(NamedTuple):
    """What another edition brings: points that are new, gone or changed (before and after), and the duties touched."""

    new: list[Point]
    gone: list[Point]
    changed: list[tuple[Point, Point]]

    @property
    def duties(self) -> list[str]:
        """The duties that show a point which is new, gone or changed."""
        points = [*self.new, *self.gone, *(each for pair in self.changed for each in pair)]
        return sorted({duty for point in points for duty in point.duties})

    @property
    def ids(self) -> dict[str, list[str]]:
        """The ids of the points, as the record keeps them."""
        changed = [after.id for _before, after in self.changed]
        return {"new": [each.id for each in self.new], "gone": [each.id for each in self.gone], "changed": changed}


class PointRow(NamedTuple):
    """A point with its duties as they stand; `state`: None where no duty is tied to it."""

    point: Point
    state: State | None
    rows: list[Row]


@cache
def editions() -> dict[str, tuple[Standard, ...]]:
    """Every standard with the editions that we hold, the oldest first; by title. Raises StandardError.

    The first lies in ID.yaml, another one in ID.VERSION.yaml.
    """
    held: dict[str, list[Standard]] = {}
    for one in sorted((_read(file) for file in FOLDER.glob("*.yaml")), key=lambda each: (each.title, each.version)):
        held.setdefault(one.id, []).append(one)
    return {name: tuple(found) for name, found in held.items()}


def standards() -> tuple[Standard, ...]:
    """The oldest edition of each that we hold, by title: what counts where nobody has accepted another."""
    return tuple(found[0] for found in editions().values())


def standard_of(name: str, version: int = 0) -> Standard:
    """One by its id, in an edition or in the oldest one. Raises KeyError."""
    found = editions()[name]
    return {each.version: each for each in found}[version] if version else found[0]


def differences(old: Standard, new: Standard) -> Differences:
    """What the new edition asks otherwise than the old one."""
    before, after = ({point.id: point for point in each.points} for each in (old, new))
    return Differences(
        [point for name, point in after.items() if name not in before],
        [point for name, point in before.items() if name not in after],
        [(before[name], point) for name, point in after.items() if name in before and before[name] != point],
    )


def digest_of(standard: Standard) -> str:
    """The SHA-256 of what an edition says: whoever accepts it accepts these words."""
    return hashlib.sha256(msgspec.json.encode(standard)).hexdigest()


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
    name = found.id if found.version == 1 else f"{found.id}.{found.version}"
    if name != file.stem or len(set(ids)) != len(ids):
        message = f"{file.name}: its id is another, or a point is there twice"
        raise StandardError(message)
    return found
