"""When a number of concerns has risen, and how a figure is told without telling of anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrPromise

__all__ = ["ENOUGH_DAYS", "FEW", "KINDS", "LEAST", "Rise", "commonest", "per_hundred", "rises", "same", "told"]

KINDS: Final[dict[str, StrPromise]] = {
    "category": gettext_lazy("What it was about"),
    "risk": gettext_lazy("Kind of risk"),
    "place": gettext_lazy("Where"),
    "site": gettext_lazy("Room, site, app or game, as it was written"),
    "weekday": gettext_lazy("Day of the week"),
    "year": gettext_lazy("Year group"),
}
LEAST: Final = 3  # so many in a term before one speaks of a rise
FACTOR: Final = 1.5  # … and so many times as often as in the term before, day for day
FEW: Final = 5  # figures below are not told
ENOUGH_DAYS: Final = 28  # so much of the term before must be on record before one compares with it


class Rise(NamedTuple):
    """Something that comes more often than in the term before."""

    kind: str
    value: str
    now: int
    before: int


def same(words: str) -> str:
    """What two spellings have in common: neither capitals nor spaces count."""
    return "".join(words.split()).casefold()


def commonest(spellings: Mapping[str, int]) -> dict[str, str]:
    """How each of `same` is written most often."""
    found: dict[str, str] = {}
    for words in sorted(spellings, key=lambda words: (-spellings[words], words)):
        found.setdefault(same(words), words)
    return found


def rises(
    kind: str, now: Mapping[str, int], before: Mapping[str, int], days: tuple[int, int], factor: float = FACTOR
) -> list[Rise]:
    """What has risen, the most frequent first. `days`: that have passed of this term, and that are on
    record of the last one; of too few of those nothing can be said."""
    passed, whole = max(days[0], 1), days[1]
    if whole < ENOUGH_DAYS:
        return []
    found = [
        Rise(kind, value, count, before.get(value, 0))
        for value, count in now.items()
        if count >= LEAST and count / passed >= factor * before.get(value, 0) / whole
    ]
    return sorted(found, key=lambda rise: (-rise.now, rise.value))


def told(number: int) -> str:
    """A figure for those who get no names: none, fewer than five, or rounded to fives, so that no difference of two
    figures tells of one child."""
    if number == 0:
        return _("none")
    if number < FEW:
        return _("fewer than 5")
    return str(FEW * round(number / FEW))


def per_hundred(number: int, pupils: int) -> str:
    """A rounded figure per 100 pupils, for comparing schools; in words where it is too small to be told."""
    if number < FEW or not pupils:
        return _("left out")
    return f"{100 * FEW * round(number / FEW) / pupils:.1f}"
