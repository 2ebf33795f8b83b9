"""The clock of a request, whose names are cut out, and the grounds for withholding. No database."""

from __future__ import annotations

import hashlib
import re
from calendar import monthrange
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from belisha.console.people.subject_access import Other

__all__ = ["CUT", "Ground", "due_after", "grounds", "proposed", "seal_of", "without"]

CUT: Final = "█████"  # a length of its own for none: it does not tell how long a name is
STAYS: Final = {"staff"}  # who acted in the course of their work (DPA 2018, schedule 2, paragraph 17)
SHORTEST: Final = 2  # letters of a part of a name that is cut by itself
SATURDAY: Final = 5


class Ground(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A ground for withholding; what the fields mean is told in grounds.yaml."""

    id: str
    title: str
    test: str
    law: str
    not_self: bool = False


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: int
    grounds: tuple[Ground, ...]


@cache
def grounds() -> dict[str, Ground]:
    """All of them by id."""
    read = msgspec.yaml.decode((Path(__file__).parent / "grounds.yaml").read_bytes(), type=_File)
    return {one.id: one for one in read.grounds}


def due_after(received: date, months: int = 1) -> date:
    """The same day of the month so many months later, or its last day; a weekend goes on to Monday.

    As the Information Commissioner reckons (UK GDPR, article 12(3)). Bank holidays are not known here: nobody is late
    who keeps to a day that is a little too early.
    """
    month = received.month - 1 + months
    year, month = received.year + month // 12, month % 12 + 1
    day = date(year, month, min(received.day, monthrange(year, month)[1]))
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= SATURDAY else 0)


def seal_of(text: str, file: str, title: str) -> str:
    """By which a piece is known to say what it said when it was decided."""
    return hashlib.sha256("\0".join((title, file, text)).encode("utf-8", "surrogatepass")).hexdigest()


def proposed(text: str, others: Iterable[Other], own: Sequence[str]) -> list[str]:
    """Words of a piece that name somebody else who is not there by their work, the longest first.

    `own`: names of whoever it is about, which are never cut; a part that both bear is left to whoever reads it.
    """
    mine = {part.casefold() for name in own for part in name.split()} | {name.casefold() for name in own}
    works = {other.name.casefold() for other in others if other.what in STAYS}
    found: set[str] = set()
    for other in others:
        # whoever told us is not named, though they work here
        if other.what in STAYS or (other.name.casefold() in works and other.what != "reporter"):
            continue
        if other.name.casefold() in mine:
            continue
        parts = [part for part in other.name.split() if len(part) >= SHORTEST and part.casefold() not in mine]
        found |= {word for word in (other.name, *parts) if word and _pattern(word).search(text)}
    return sorted(found, key=lambda word: (-len(word), word))


def without(text: str, cuts: Iterable[str]) -> str:
    """A text without some words, wherever they stand by themselves, in whatever case."""
    for word in sorted(filter(None, (cut.strip() for cut in cuts)), key=len, reverse=True):
        text = _pattern(word).sub(CUT, text)
    return text


def _pattern(word: str) -> re.Pattern[str]:
    spaced = r"\s+".join(re.escape(part) for part in word.split())
    return re.compile(rf"(?<!\w){spaced}(?!\w)", re.IGNORECASE)
