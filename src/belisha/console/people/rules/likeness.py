"""Which rows of a register may be one person: same name and birth date, same e-mail, or names that are near."""

from __future__ import annotations

from collections import defaultdict
from difflib import SequenceMatcher
from itertools import combinations
from typing import TYPE_CHECKING, Final, NamedTuple

from belisha.console.people.rules.names import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

__all__ = ["Likeness", "Row", "Why", "likenesses", "why_alike"]

NEAR: Final = 0.8  # ratio of matching letters: Jon and John, Mohamed and Mohammed; not Ella and Emma
CROWD: Final = 40  # rows that share one e-mail or birthday beyond this are an office address or a made-up date


class Why(NamedTuple):
    """Why two rows look alike: a code for tests and order, and how sure (the lower, the surer)."""

    code: str
    rank: int


SAME: Final = Why("same-name-and-birth", 0)
MAIL: Final = Why("same-email", 1)
NAME: Final = Why("same-name", 2)
NEARLY: Final = Why("near-name", 3)


class Row(NamedTuple):
    """What of a person is compared. `child`: a pupil, who is never the same person as an adult."""

    pk: int
    child: bool
    given: str
    family: str
    known_as: str
    born: date | None
    email: str


class Likeness(NamedTuple):
    """Two rows (the lower id first) and why they may be one person."""

    first: int
    second: int
    why: Why


def why_alike(one: Row, other: Row) -> Why | None:
    """Why two rows may be one person; None when nothing says so, or different birth dates say that they are two."""
    if one.child != other.child or (one.born and other.born and one.born != other.born):
        return None
    same_birth = one.born is not None and one.born == other.born
    if _names(one) & _names(other):
        return SAME if same_birth else NAME
    if one.email and one.email.casefold() == other.email.casefold() and not one.child:
        return MAIL
    return NEARLY if same_birth and _near(one, other) else None


def _names(row: Row) -> set[frozenset[str]]:
    # sets of words: the order of names is what imports get wrong first
    return {frozenset(fold(f"{given} {row.family}").split()) for given in {row.given, row.known_as or row.given}}


def _near(one: Row, other: Row) -> bool:
    # both names near: twins share birthday and family name but not the other
    return all(
        SequenceMatcher(None, fold(mine), fold(theirs)).ratio() >= NEAR
        for mine, theirs in ((one.given, other.given), (one.family, other.family))
    )


def _pairs(rows: Iterable[Row], key: Callable[[Row], object]) -> Iterator[tuple[Row, Row]]:
    shelves: dict[object, list[Row]] = defaultdict(list)
    for row in rows:
        shelf = key(row)
        if shelf:
            shelves[shelf].append(row)
    for shelf_rows in shelves.values():
        if len(shelf_rows) <= CROWD:
            yield from combinations(shelf_rows, 2)


def likenesses(rows: Iterable[Row]) -> list[Likeness]:
    """All pairs that may be one person, surest first. Only rows with one birth date, e-mail or name are compared."""
    all_rows = list(rows)
    keys: tuple[Callable[[Row], object], ...] = (
        lambda row: row.born,
        lambda row: row.email.casefold(),
        lambda row: frozenset(fold(f"{row.given} {row.family}").split()),
        lambda row: frozenset(fold(f"{row.known_as} {row.family}").split()) if row.known_as else None,
    )
    found: dict[tuple[int, int], Likeness] = {}
    for key in keys:
        for one, other in _pairs(all_rows, key):
            first, second = sorted((one.pk, other.pk))
            why = why_alike(one, other)
            if why:
                found[first, second] = Likeness(first, second, why)
    return sorted(found.values(), key=lambda pair: (pair.why.rank, pair.first, pair.second))
