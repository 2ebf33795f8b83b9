"""How long what somebody signed or permitted is kept: classes as classes.yaml has them. No database."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

if TYPE_CHECKING:
    from datetime import date

__all__ = ["CONSENT", "RecordClass", "class_of_signer", "classes", "ends_on", "shortest"]

CONSENT = "consent"
_OF_KIND = {"pupil": "pupil", "parent": "pupil", "visitor": "visitor", "contractor": "visitor"}
"""By the kind of an account."""


class RecordClass(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A class of record; what the fields mean is told in classes.yaml."""

    id: str
    title: str
    years: int
    binding: Literal["law", "advice"]
    source: str


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: int
    classes: tuple[RecordClass, ...]


@cache
def classes() -> dict[str, RecordClass]:
    """All classes by id, in the order of the file."""
    read = msgspec.yaml.decode((Path(__file__).parent / "classes.yaml").read_bytes(), type=_File)
    return {one.id: one for one in read.classes}


def class_of_signer(kind: str) -> str:
    """The class of what people of a kind sign."""
    return _OF_KIND.get(kind, "adult")


def ends_on(left: date, record_class: str, longer: int) -> date:
    """The last day on which something is kept. `longer`: years that the school adds."""
    year = left.year + classes()[record_class].years + longer
    try:
        return left.replace(year=year)
    except ValueError:  # 29 February
        return left.replace(year=year, month=3, day=1)


def shortest(longer: int) -> int:
    """Years after the last day before which nothing is due."""
    return min(one.years for one in classes().values()) + longer
