"""What is looked at on a walk, when one is due, and what repeats. No database."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

__all__ = [
    "ANY_DUTY",
    "GRACE",
    "LATEST_DAY",
    "Due",
    "Found",
    "Frozen",
    "Point",
    "UsualPlace",
    "key_of",
    "latest",
    "listed",
    "points_at",
    "usual_places",
    "when_due",
]

Kind = Literal["room", "entrance", "staff", "shared"]
EVERYWHERE: Final[tuple[Kind, ...]] = ("room", "entrance", "staff", "shared")
ANY_DUTY: Final = "governance.practice-audit"  # what a point of a school's own is about
LATEST_DAY: Final = timedelta(days=31)  # so long after a walk with paper it can be entered
GRACE: Final = timedelta(days=42)  # into a term: from then on a walk is late


class UsualPlace(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A place that most schools have."""

    id: str
    name: str
    kind: Kind


class Point(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something to look at; what the fields mean is told in points.yaml."""

    id: str
    text: str
    at: tuple[Kind, ...]
    duty: str
    hint: str = ""
    setting: str = ""
    texts: dict[str, str] = {}


class Frozen(msgspec.Struct, frozen=True):
    """A point as a walk keeps it."""

    id: str
    text: str
    hint: str
    duty: str
    at: tuple[str, ...]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    edition: str
    places: tuple[UsualPlace, ...]
    points: tuple[Point, ...]


class Found(NamedTuple):
    """What a signed walk found of a point at a place. `open`: a no that is neither put right nor done with."""

    day: date
    place: str
    point: str
    good: bool
    open: bool


class Due(NamedTuple):
    """By when the next walk is to be made; `late`: since it is."""

    day: date
    late: bool


@cache
def _file() -> _File:
    return msgspec.yaml.decode((Path(__file__).parent / "points.yaml").read_bytes(), type=_File)


def usual_places() -> tuple[UsualPlace, ...]:
    """Places to walk to besides rooms."""
    return _file().places


def listed(settings: Mapping[str, object], own: Iterable[tuple[int, str]] = ()) -> list[Frozen]:
    """The list of a school: ours as its settings word it, and its own points."""
    found = []
    for point in _file().points:
        text = point.texts.get(str(settings.get(point.setting, "")), point.text)
        if text:
            found.append(Frozen(point.id, text, point.hint, point.duty, point.at))
    return found + [Frozen(f"own-{number}", text, "", ANY_DUTY, EVERYWHERE) for number, text in own]


def points_at(points: Iterable[Frozen], kind: str) -> list[Frozen]:
    """Those that are looked at in a kind of place."""
    return [point for point in points if kind in point.at]


def key_of(room: int | None, name: str) -> str:
    """What tells a place from walk to walk: the room, whatever it is called now; else its name."""
    return f"room:{room}" if room else " ".join(name.split()).casefold()


def latest(found: Iterable[Found]) -> list[Found]:
    """Of each point at each place what was found last."""
    last: dict[tuple[str, str], Found] = {}
    for each in sorted(found, key=lambda each: each.day):
        last[each.place, each.point] = each
    return list(last.values())


def when_due(last: date | None, today: date, term: date, next_term: date) -> Due:
    """When the next walk is to be made: one in each term, before its seventh week."""
    if last is not None and last >= term:
        return Due(next_term + GRACE, late=False)
    day = term + GRACE
    return Due(day, late=today > day)
