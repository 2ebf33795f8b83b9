"""Names as somebody writes them into a report: taken apart, and compared with the register."""

from __future__ import annotations

import re
from typing import Final

from belisha.console.people.rules.names import clean_name, fold

__all__ = ["MOST_NAMES", "bare_words", "names_in", "same_name"]

MOST_NAMES: Final = 8
_BETWEEN: Final = re.compile(r"[\n\r,;]|\band\b|&")
_TITLES: Final = {"mr", "mrs", "miss", "ms", "mx", "dr", "sir", "rev", "father", "sister"}


def names_in(text: str) -> list[str]:
    """The names in what was written, each once, in their order; what is beyond MOST_NAMES stays with the last."""
    found = dict.fromkeys(name for part in _BETWEEN.split(text) if (name := clean_name(part)[:160]))
    names = list(found)
    rest = names[MOST_NAMES - 1 :]
    return names if len(rest) < 2 else [*names[: MOST_NAMES - 1], ", ".join(rest)[:160]]


def bare_words(name: str) -> list[str]:
    """What a search looks for: folded words without titles and without digits, for nobody is found by a number."""
    words = [word for word in fold(name).split() if not any(letter.isdigit() for letter in word)]
    return [word for word in words if word not in _TITLES][:6]


def same_name(written: str, given: str, family: str, known_as: str = "") -> bool:
    """Whether what was written is this name in full, or a title with the family name: Mrs Shah."""
    words = fold(written).split()
    titled = len(words) > 1 and words[0] in _TITLES
    bare = " ".join(words[1:] if titled else words)
    full = {fold(f"{first} {family}") for first in (given, known_as) if first and family}
    return bare in full or (titled and bare == fold(family) != "")
