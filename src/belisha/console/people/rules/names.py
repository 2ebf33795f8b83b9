"""Names as people bear them, and folded so that Zoe finds Zoë and obrien finds O'Brien."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

__all__ = ["clean_name", "fold", "search_text", "search_words", "shown_name"]

# Letters that Unicode does not take apart into a plain one and a mark.
_PLAIN: Final = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "\u0131": "i"})
_APOSTROPHES: Final = dict.fromkeys(map(ord, "'`\u2018\u2019\u02bc\u02bb\u00b4"))
_JOINERS: Final = str.maketrans(dict.fromkeys("-\u2010\u2011\u2012\u2013\u2014.,()/_", " "))


def shown_name(given: str, family: str, known_as: str = "") -> str:
    """A name as people call its bearer: known-as instead of given name; one name alone where there is only one."""
    return " ".join(part for part in (known_as or given, family) if part)


def clean_name(text: str) -> str:
    """A name as typed or imported, without stray spaces and characters that cannot be seen; letters as composed."""
    composed = unicodedata.normalize("NFC", text)
    seen = "".join(
        " " if letter.isspace() else letter for letter in composed if letter.isprintable() or letter.isspace()
    )
    return " ".join(seen.split())


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Text without case, accents, apostrophes and joiners, words parted by one space."""
    # signs that stand for several letters come apart into capitals and strokes (\u2100: a/c) that fold as well
    apart = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES)).casefold()
    letters = unicodedata.normalize("NFKD", apart).translate(_APOSTROPHES).translate(_JOINERS)
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter)).translate(_PLAIN)
    return " ".join(plain.split())


def search_text(family: str, given: str, known_as: str, upn: str) -> str:
    """What a person is found by; begins with the family name, so that sorting by it is sorting a register."""
    return fold(f"{family} {given} {known_as} {upn}")[:400]


def search_words(typed: str) -> list[str]:
    """The words that a search looks for: each must be part of what a person is found by. At most six."""
    return fold(typed)[:120].split()[:6]
