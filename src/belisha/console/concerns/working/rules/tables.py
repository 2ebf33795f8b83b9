"""Tables that a school loads: thresholds of its partnership, and the ladder of its behaviour policy."""

from __future__ import annotations

import csv
import io
from datetime import date  # noqa: TC003 - msgspec reads it
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec
import yaml

from belisha.console.concerns.working.rules.playbooks import PlaybookStep  # noqa: TC001 - msgspec reads it

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "LADDER",
    "MOST_BYTES",
    "THRESHOLDS",
    "Ladder",
    "Level",
    "Policy",
    "Rung",
    "Thresholds",
    "our_ladder",
    "our_thresholds",
    "read_rows",
]

THRESHOLDS: Final = "thresholds"
LADDER: Final = "ladder"
MOST_BYTES: Final = 200_000
MOST_LEVELS: Final = 9
HERE: Final = Path(__file__).parents[1]
GROUPS: Final = {"infants", "juniors", "staff", "adults"}


class Level(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A level of need and what it demands; the fields are told in thresholds.yaml."""

    level: int
    name: str
    words: str
    debrief: bool = False
    review_days: int = 30
    steps: tuple[PlaybookStep, ...] = ()


class Rung(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"groups": "for"}):
    """A step that is taken with somebody, and with whom it may be."""

    id: str
    title: str
    groups: tuple[str, ...]


class Policy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A policy that is relied on."""

    id: str
    title: str


class Thresholds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of levels; version 0 is ours."""

    title: str
    source: str
    dated: date
    levels: tuple[Level, ...]
    version: int = 0

    def of(self, level: int) -> Level | None:
        """The level of a number."""
        return next((each for each in self.levels if each.level == level), None)


class Ladder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Steps and policies; version 0 is ours."""

    title: str
    source: str
    dated: date
    rows: tuple[Rung, ...]
    policies: tuple[Policy, ...] = ()
    version: int = 0


@cache
def our_thresholds() -> Thresholds:
    """The levels that count until a school loads the table of its partnership."""
    return msgspec.yaml.decode((HERE / "thresholds.yaml").read_bytes(), type=Thresholds)


@cache
def our_ladder() -> Ladder:
    """The steps and policies that count until a school loads its own."""
    return msgspec.yaml.decode((HERE / "ladder.yaml").read_bytes(), type=Ladder)


def read_rows(kind: str, name: str, content: bytes) -> list[dict[str, Any]]:
    """The rows of a file that a school loads (.csv; all else is read as YAML), checked and in order.

    Raises ValueError with a sentence for whoever loads it.
    """
    if len(content) > MOST_BYTES:
        message = "The file is too big for such a table (200 kB at most)."
        raise ValueError(message)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        message = "The file is no text in UTF-8. Save it as CSV UTF-8, or as YAML."
        raise ValueError(message) from None
    rows = _of_csv(kind, text) if name.lower().endswith(".csv") else _of_yaml(kind, text)
    try:
        return _checked(kind, rows)
    except msgspec.ValidationError as error:
        message = f"The table cannot be read: {error}"
        raise ValueError(message) from None


def _of_yaml(kind: str, text: str) -> object:
    if "&" in text or "*" in text.replace("**", ""):
        # references of YAML may blow a small file up to any size
        message = "The file uses references of YAML (& or *). Write each row out."
        raise ValueError(message)
    try:
        found = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError):
        message = "The file is no YAML that can be read."
        raise ValueError(message) from None
    key = "levels" if kind == THRESHOLDS else "rows"
    return found.get(key) if isinstance(found, dict) else found


def _of_csv(kind: str, text: str) -> list[dict[str, Any]]:
    """One row a level or step. Steps of a level stand in the column `steps`, one a line: "today: Refer to …"."""
    try:
        rows = list(csv.DictReader(io.StringIO(text), strict=True))
    except csv.Error:
        message = "The file is no CSV that can be read."
        raise ValueError(message) from None
    return [_level_of(row) if kind == THRESHOLDS else _rung_of(row) for row in rows]


def _level_of(row: Mapping[str, str | None]) -> dict[str, Any]:
    given = {key: (row.get(key) or "").strip() for key in ("level", "name", "words", "debrief", "review_days")}
    lines = [line for line in (row.get("steps") or "").splitlines() if line.strip()]
    steps = [(*line.split(":", 1), "")[:2] for line in lines]
    return {
        "level": int(given["level"]) if given["level"].isdecimal() else given["level"],
        "name": given["name"],
        "words": given["words"],
        "debrief": given["debrief"].lower() in {"yes", "true", "1"},
        "review_days": int(given["review_days"]) if given["review_days"].isdecimal() else 30,
        "steps": [
            {"id": f"step-{number}", "within": within.strip(), "text": words.strip()}
            for number, (within, words) in enumerate(steps, start=1)
        ],
    }


def _rung_of(row: Mapping[str, str | None]) -> dict[str, Any]:
    groups = (row.get("for") or "").replace(";", ",").split(",")
    return {
        "id": (row.get("id") or "").strip(),
        "title": (row.get("title") or "").strip(),
        "for": [group.strip() for group in groups if group.strip()],
    }


def _checked(kind: str, rows: object) -> list[dict[str, Any]]:
    if kind == THRESHOLDS:
        levels = sorted(msgspec.convert(rows, list[Level]), key=lambda each: each.level)
        fault = _fault_of_levels(levels)
        found: list[Any] = levels
    else:
        rungs = msgspec.convert(rows, list[Rung])
        fault = _fault_of_rungs(rungs)
        found = rungs
    if fault:
        raise ValueError(fault)
    built: list[dict[str, Any]] = msgspec.to_builtins(found)
    return built


def _fault_of_levels(levels: list[Level]) -> str:
    numbers = [each.level for each in levels]
    if not levels or len(levels) > MOST_LEVELS:
        return "A table has from one to nine levels."
    if numbers != list(range(1, len(levels) + 1)):
        return "The levels must be numbered 1, 2, 3 and so on, each once."
    if any(not each.name.strip() or not each.words.strip() for each in levels):
        return "Every level needs a name and words."
    if any(len(step.text) > 400 or not step.text.strip() for each in levels for step in each.steps):
        return "Every step needs words, 400 letters at most."
    if any(len({step.id for step in each.steps}) < len(each.steps) for each in levels):
        return "Two steps of a level have one id."
    return "" if all(1 <= each.review_days <= 366 for each in levels) else "A review is due within 1 to 366 days."


def _fault_of_rungs(rungs: list[Rung]) -> str:
    if not rungs or len(rungs) > 60:
        return "A ladder has from 1 to 60 steps."
    if len({rung.id for rung in rungs}) < len(rungs):
        return "Two steps of the ladder have one id."
    if any(not rung.id.strip() or len(rung.id) > 40 or not rung.title.strip() for rung in rungs):
        return "Every step needs an id (40 letters at most) and a title."
    if any(not rung.groups or set(rung.groups) - GROUPS for rung in rungs):
        return "Each step says for whom it is: infants, juniors, staff, adults."
    return ""
