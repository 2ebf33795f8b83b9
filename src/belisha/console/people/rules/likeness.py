"""Which rows of a register may be one person: same name and birth date, same e-mail, or names that are near."""

from __future__ import annotations

from collections import defaultdict
from difflib import SequenceMatcher
from itertools import combinations
from typing import TYPE_CHECKING, Final, NamedTuple

from belisha.console.people.rules.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
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


class _Known(NamedTuple):
    """A row with its names folded, once for all comparisons. `names`: sets of words, by given name and by known-as."""

    row: Row
    given: str
    family: str
    names: frozenset[frozenset[str]]


def _known(row: Row) -> _Known:
    given, family, known_as = fold(row.given), fold(row.family), fold(row.known_as)
    # sets of words: the order of names is what imports get wrong first
    names = {frozenset(f"{name} {family}".split()) for name in {given, known_as or given}}
    return _Known(row, given, family, frozenset(names))


def why_alike(one: Row, other: Row) -> Why | None:
    """Why two rows may be one person; None when nothing says so, or different birth dates say that they are two."""
    return _why_alike(_known(one), _known(other))


def _why_alike(one: _Known, other: _Known) -> Why | None:
    mine, theirs = one.row, other.row
    if mine.child != theirs.child or (mine.born and theirs.born and mine.born != theirs.born):
        return None
    same_birth = mine.born is not None and mine.born == theirs.born
    if one.names & other.names:
        return SAME if same_birth else NAME
    if mine.email and mine.email.casefold() == theirs.email.casefold() and not mine.child:
        return MAIL
    return NEARLY if same_birth and _near(one, other) else None


def _near(one: _Known, other: _Known) -> bool:
    # both names near: twins share birthday and family name but not the other
    return _alike(one.given, other.given) and _alike(one.family, other.family)


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    # how many letters can match at most tells most names apart, without a matcher
    needed = NEAR * (len(one) + len(other)) / 2
    if min(len(one), len(other)) < needed or _shared(one, other) < needed:
        return False
    return SequenceMatcher(None, one, other).ratio() >= NEAR


def _shared(one: str, other: str) -> int:
    """How many letters two words have in common, in whatever order."""
    return sum(min(one.count(letter), other.count(letter)) for letter in set(one))


def _pairs(known: Iterable[_Known]) -> Iterator[tuple[_Known, _Known]]:
    """Entries that share a birth date, an e-mail address or a name; a pair may come more than once."""
    shelves: dict[object, list[_Known]] = defaultdict(list)
    for one in known:
        for shelf in (one.row.born, one.row.email.casefold(), *one.names):
            if shelf:
                shelves[shelf].append(one)
    for shelf_rows in shelves.values():
        if 1 < len(shelf_rows) <= CROWD:
            yield from combinations(shelf_rows, 2)


def likenesses(rows: Iterable[Row]) -> list[Likeness]:
    """All pairs that may be one person, surest first. Only rows with one birth date, e-mail or name are compared.

    Different birth dates say that they are two people, whatever else is the same.
    """
    known = [_known(row) for row in rows]
    found: dict[tuple[int, int], Likeness] = {}
    for one, other in _pairs(known):
        first, second = sorted((one.row.pk, other.row.pk))
        if (first, second) not in found and (why := _why_alike(one, other)):
            found[first, second] = Likeness(first, second, why)
    return sorted(found.values(), key=lambda pair: (pair.why.rank, pair.first, pair.second))
