"""Numbers of links as spans, and what can be wrong with a chain, in words that a head understands. No database."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from django_stubs_ext import StrPromise

__all__ = ["Fault", "FaultKind", "numbers_told", "spans_of"]


class FaultKind(StrEnum):
    """How a chain is broken at its first broken link."""

    MISSING = "missing"
    ALTERED = "altered"
    EXCHANGED = "exchanged"
    WORDS_ALTERED = "words-altered"
    WORDS_GONE = "words-gone"
    WORDS_WITHOUT_ENTRY = "words-without-entry"
    TAIL_CUT = "tail-cut"
    END_SET_BACK = "end-set-back"
    WRITTEN_ANEW = "written-anew"


SAYS: Final[dict[FaultKind, StrPromise]] = {
    FaultKind.MISSING: _(
        "Entry %(number)s is missing. Entries are numbered without a gap, so somebody took it out of the database."
    ),
    FaultKind.ALTERED: _(
        "Entry %(number)s, written %(when)s, was altered afterwards: who did what to whom, or when, no longer fits"
        " its seal."
    ),
    FaultKind.EXCHANGED: _(
        "Entry %(number)s is not the one that the next entry was written after: somebody exchanged it."
    ),
    FaultKind.WORDS_ALTERED: _(
        "What entry %(number)s, written %(when)s, says (names, reason, before and after) was altered afterwards."
    ),
    FaultKind.WORDS_GONE: _(
        "What entry %(number)s, written %(when)s, said was removed, and no shredding of it is on record."
    ),
    FaultKind.WORDS_WITHOUT_ENTRY: _("There are words of an entry that is no longer there: somebody took it out."),
    FaultKind.TAIL_CUT: _("The newest entries are missing, from entry %(number)s on: somebody cut them off."),
    FaultKind.END_SET_BACK: _(
        "The mark of where the record ends was set back: there are entries after it, the first is %(number)s."
    ),
    FaultKind.WRITTEN_ANEW: _(
        "Entry %(number)s is another one than when the record was last found whole: it was written anew,"
        " there or before."
    ),
}


class Fault(NamedTuple):
    """The first broken link of a chain: its number, how it is broken, and when it says it was written."""

    number: int
    kind: FaultKind
    at: datetime | None = None

    def __str__(self) -> str:
        """What a head reads."""
        when = date_format(timezone.localtime(self.at), "j F Y, H:i") if self.at else gettext("at an unknown time")
        return str(SAYS[self.kind]) % {"number": self.number, "when": when}


def spans_of(numbers: Iterable[int]) -> list[list[int]]:
    """Numbers as spans, first and last of each: 1, 2, 3, 7 are [1, 3] and [7, 7]."""
    spans: list[list[int]] = []
    for number in sorted(numbers):
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return spans


def numbers_told(content: Mapping[str, Any], below: int) -> Iterator[int]:
    """The numbers of shredded links that the content of a tombstone names, lower than its own.

    Content that somebody falsified names none: its own seal tells of it.
    """
    told = content.get("after")
    spans = told.get("entries", []) if isinstance(told, dict) else []
    for span in spans if isinstance(spans, list) else []:
        match span:
            case [int(first), int(last)]:
                yield from range(first, min(last + 1, below))
