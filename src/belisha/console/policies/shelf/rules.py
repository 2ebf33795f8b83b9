"""Kinds of policy, as kinds.yaml has them, and when one on the shelf is red. No database."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

import msgspec

from belisha.console.access.roles import Role  # noqa: TC001 - msgspec reads it when it reads a kind

__all__ = ["SOON", "Kind", "Standing", "in_months", "kind_of", "kinds", "linked_to", "stands"]

SOON: Final = timedelta(days=60)
"""Before a review falls due: a policy is amber."""


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of policy; what the fields mean is told in kinds.yaml."""

    id: str
    title: str
    owner: Role
    months: int
    about: str
    wanted: bool = False
    sections: tuple[str, ...] = ()


class Standing(StrEnum):
    """Whether a policy is as it should be."""

    WELL = "well"
    SOON = "soon"
    LATE = "late"
    MISSING = "missing"


@cache
def kinds() -> dict[str, Kind]:
    """Every kind by its id, in the order of the shelf."""
    found = msgspec.yaml.decode((Path(__file__).parent / "kinds.yaml").read_bytes(), type=tuple[Kind, ...])
    return {kind.id: kind for kind in found}


def kind_of(name: str) -> Kind:
    """A kind by its id. Raises KeyError."""
    return kinds()[name]


def linked_to(section: str) -> list[Kind]:
    """The sister policies that a section of the online-safety policy is read beside."""
    return [kind for kind in kinds().values() if section in kind.sections]


def stands(review_due: date | None, today: date) -> Standing:
    """Where a policy stands by the day of its next review; without one nothing is on the shelf."""
    if review_due is None:
        return Standing.MISSING
    if review_due < today:
        return Standing.LATE
    return Standing.SOON if review_due - today <= SOON else Standing.WELL


def in_months(day: date, months: int) -> date:
    """The same day so many months later; the last of a month that has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date(year, month + 1, min(day.day, 28))
