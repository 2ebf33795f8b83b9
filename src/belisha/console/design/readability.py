"""How old a reader must be for an English text: Flesch and Kincaid's grade, by the length of sentences and words.

A grade of American schools begins five years after birth, so five years are added. It measures length, not sense: a
text that passes must still be read with children.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Measured", "measure", "syllables"]

WORD: Final = re.compile(r"[A-Za-z]+(?:['\u2019][A-Za-z]+)?")
VOWELS: Final = re.compile(r"[aeiouy]+")
SENTENCE: Final = re.compile(r"[.!?:]+(?:\s|$)")
FIRST_GRADE: Final = 5  # years of age at which the first of Flesch and Kincaid's grades is counted from
# words that the rule below miscounts and that these texts use often
KNOWN: Final = {"people": 2, "being": 2, "rules": 1, "online": 2, "everybody": 4, "somebody": 3, "nobody": 3, "use": 1}


class Measured(NamedTuple):
    """A text measured: the age in years, words for each sentence, syllables for each word."""

    age: float
    words: float
    syllables: float


def syllables(word: str) -> int:
    """About how many syllables an English word has: its groups of vowels, without a silent e at the end."""
    word = word.lower().replace("\u2019", "'")
    if word in KNOWN:
        return KNOWN[word]
    word = word.partition("'")[0]
    count = len(VOWELS.findall(word))
    if word.endswith("e") and not word.endswith(("le", "ee", "ye")) and count > 1:
        count -= 1
    if word.endswith("es") and not word.endswith(("ses", "zes", "ches", "shes", "xes", "ces", "ges")) and count > 1:
        count -= 1
    if word.endswith("ed") and not word.endswith(("ted", "ded")) and count > 1:
        count -= 1
    return max(count, 1)


def measure(texts: Iterable[str]) -> Measured:
    """Texts that are read one after the other; each ends a sentence. Raises ValueError where there is no word."""
    parts = [text.strip() for text in texts if WORD.search(text)]
    words = [word for text in parts for word in WORD.findall(text)]
    if not words:
        message = "there is nothing to read"
        raise ValueError(message)
    sentences = sum(max(1, len([one for one in SENTENCE.split(text) if WORD.search(one)])) for text in parts)
    long, heavy = len(words) / sentences, sum(map(syllables, words)) / len(words)
    return Measured(round(0.39 * long + 11.8 * heavy - 15.59 + FIRST_GRADE, 1), round(long, 1), round(heavy, 2))
