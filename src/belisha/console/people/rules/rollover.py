"""Which class moves into which at the year's end: proposed from names, then chosen by people."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from belisha.console.people.rules.names import fold
from belisha.console.people.rules.years import YEARS, next_year

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["ClassRow", "Step", "proposal", "year_after"]


class ClassRow(NamedTuple):
    """A class: its id, its name, and its year (empty: mixed)."""

    pk: int
    name: str
    year: str


class Step(NamedTuple):
    """The pupils of a class go to another one; None: they leave."""

    source: int
    target: int | None


def proposal(classes: Sequence[ClassRow]) -> list[Step]:
    """Each class to one of the next year: the one whose name is alike but for the year, else the one at its place.

    The last year leaves. A mixed class stays: its oldest leave by their own year.
    """
    return [Step(row.pk, _target(row, classes)) for row in classes]


def _target(row: ClassRow, classes: Sequence[ClassRow]) -> int | None:
    if row.year not in YEARS:
        return row.pk
    following = next_year(row.year)
    if following is None:
        return None
    candidates = [other for other in classes if other.year == following]
    if not candidates:
        mixed = [other for other in classes if not other.year]
        return mixed[0].pk if mixed else None
    mine = _without_year(row.name)
    alike = [other for other in candidates if mine and _without_year(other.name) == mine]
    peers = [other.pk for other in classes if other.year == row.year]
    return (alike or candidates[peers.index(row.pk) % len(candidates) :])[0].pk


def _without_year(name: str) -> str:
    return "".join(
        letter for letter in fold(name).removeprefix("year ").removeprefix("reception ") if not letter.isdigit()
    ).strip()


def year_after(year: str, target_year: str) -> str:
    """The year of a pupil once they have moved: that of the new class; in a mixed one, the next of their own."""
    return target_year or (next_year(year) if year in YEARS else None) or year
