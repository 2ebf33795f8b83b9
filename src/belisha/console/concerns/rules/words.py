"""The words that a concern is found by: folded, without those that every text holds."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from belisha.console.people.rules.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["LEFT_OUT", "after", "texts_in", "wanted", "words_of"]

SHORTEST, LONGEST, MOST, ASKED = 2, 40, 4000, 6
WORD: Final = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
# words that say nothing of one concern among others; in Welsh as well
LEFT_OUT: Final = frozenset((Path(__file__).parents[1] / "left-out.txt").read_text("utf-8").split())


def words_of(*texts: str) -> set[str]:
    """The words of some texts that they are found by, without case, accents and apostrophes."""
    found: set[str] = set()
    for text in texts:
        for match in WORD.finditer(text):
            found.update(word for word in fold(match.group()[:LONGEST]).split() if _says_something(word))
            if len(found) >= MOST:
                return found
    return found


def _says_something(word: str) -> bool:
    return len(word) >= SHORTEST and word not in LEFT_OUT


def wanted(typed: str) -> list[str]:
    """What a search looks for: words that each must begin a word of the concern. At most six, in their order."""
    found: list[str] = []
    for match in WORD.finditer(typed[:400]):
        found += [word for word in fold(match.group()[:LONGEST]).split() if _says_something(word)]
    return list(dict.fromkeys(found))[:ASKED]


def after(beginning: bytes) -> bytes:
    """The first bytes that no word with this beginning reaches. Of UTF-8, whose bytes never are 255."""
    return beginning[:-1] + bytes([beginning[-1] + 1])


def texts_in(value: Any) -> Iterator[str]:
    """Every text in the details of an entry, however deep; never the names of the fields."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _texts_in(value.values())
    elif isinstance(value, list | tuple):
        yield from _texts_in(value)


def _texts_in(values: Iterable[Any]) -> Iterator[str]:
    for value in values:
        yield from texts_in(value)
