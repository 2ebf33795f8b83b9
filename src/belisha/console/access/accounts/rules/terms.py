"""Which term a day is in, for what comes back each term: the school's own terms, else the usual three."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Term", "term_on", "usual_terms"]


class Term(NamedTuple):
    """A term with the holidays after it: its first day, and the first day of the next one."""

    first: date
    next_first: date


def usual_terms(day: date) -> tuple[Term, ...]:
    """Autumn, spring and summer of the school year that a day is in."""
    year = day.year if day.month >= 9 else day.year - 1
    firsts = (date(year, 9, 1), date(year + 1, 1, 1), date(year + 1, 4, 15), date(year + 1, 9, 1))
    return tuple(Term(first, following) for first, following in pairwise(firsts))


def term_on(day: date, firsts: Iterable[date] = ()) -> Term:
    """The term of a day. `firsts`: the first days of the school's own terms, where it has set them."""
    known = sorted(firsts)
    own = [Term(first, following) for first, following in pairwise(known)]
    terms = [*own, *usual_terms(day)]
    return next(term for term in terms if term.first <= day < term.next_first)
