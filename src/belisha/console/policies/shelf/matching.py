"""Which duties a sentence promises: its words are weighed (TF-IDF) against those of every duty. Local and pure.

A duty's words are its rule, how it is carried out, and our clauses that state it. How well this does is measured in
tests/test_matching.py on sentences that other people might have written.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["PERHAPS", "SURE", "Match", "Matcher", "stemmed", "words_in"]


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """words.yaml."""

    common: str
    same: dict[str, tuple[str, ...]]


SURE: Final = 0.34
"""From this score on a sentence is taken to promise a duty until somebody says otherwise."""
PERHAPS: Final = 0.18
"""From this score on a duty is offered."""
NEAR: Final = 0.82  # of the best score: further duties that the same sentence promises
MOST: Final = 4  # duties of a sentence
_WORDS: Final = msgspec.yaml.decode((Path(__file__).parent / "words.yaml").read_bytes(), type=_Words)
COMMON: Final = frozenset(_WORDS.common.split())
SAME: Final = {other: one for one, others in _WORDS.same.items() for other in others}
WORD: Final = re.compile(r"[a-z][a-z'-]*[a-z]|[a-z]")
ENDINGS: Final = ("ations", "ation", "ments", "ment", "ings", "ing", "ities", "ity", "ies", "ness", "able", "ible",
                  "ers", "ed", "er", "es", "ly", "s", "e", "y")  # fmt: skip
ROOT: Final = 4  # letters that stay


class Match(NamedTuple):
    """A duty and how much a sentence speaks of it, 0 to 1."""

    duty: str
    score: float


def stemmed(word: str) -> str:
    """A word without its ending: "reviewing", "reviewed" and "reviews" are one."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= ROOT:
            return word[: -len(ending)]
    return word


def words_in(text: str) -> list[str]:
    """The words of a text that say something, folded, and each two that stand together."""
    folded = [SAME.get(word, word) for word in WORD.findall(text.lower().replace("\u2019", "'"))]
    single = [stemmed(word.removesuffix("'s")) for word in folded if word not in COMMON]
    return single + [f"{one} {other}" for one, other in pairwise(single)]


class Matcher:
    """Weighs sentences against duties. `texts`: by duty, what is said of it, each text with its weight."""

    def __init__(self, texts: Mapping[str, Iterable[tuple[str, float]]]) -> None:
        counts = {duty: _weighed(said) for duty, said in texts.items()}
        spread = Counter(word for words in counts.values() for word in words)
        self._rare = {word: math.log(1 + len(counts) / seen) for word, seen in spread.items()}
        self._duties = {duty: self._vector(words) for duty, words in counts.items()}
        self._holding: dict[str, list[str]] = {}
        for duty, vector in self._duties.items():
            for word in vector:
                self._holding.setdefault(word, []).append(duty)

    def _vector(self, words: Mapping[str, float]) -> dict[str, float]:
        """Weights of words, of length one."""
        found = {word: (1 + math.log(count)) * self._rare.get(word, 0) for word, count in words.items() if count > 0}
        length = math.sqrt(sum(weight * weight for weight in found.values())) or 1
        return {word: weight / length for word, weight in found.items() if weight}

    def matches(self, sentence: str) -> list[Match]:
        """The duties that a sentence speaks of, the surest first; none below PERHAPS."""
        asked = self._vector(Counter(words_in(sentence)))
        scores: dict[str, float] = {}
        for word, weight in asked.items():
            for duty in self._holding.get(word, ()):
                scores[duty] = scores.get(duty, 0) + weight * self._duties[duty][word]
        found = [Match(duty, round(score, 4)) for duty, score in scores.items() if score >= PERHAPS]
        return sorted(found, key=lambda match: (-match.score, match.duty))[: 2 * MOST]

    def promised(self, sentence: str) -> tuple[list[Match], list[Match]]:
        """What a sentence is taken to promise, and what else it may."""
        found = self.matches(sentence)
        best = found[0].score if found else 0
        taken = [match for match in found if match.score >= max(SURE, best * NEAR)][:MOST] if best >= SURE else []
        return taken, [match for match in found if match not in taken][:MOST]


def _weighed(said: Iterable[tuple[str, float]]) -> dict[str, float]:
    counts: dict[str, float] = {}
    for text, weight in said:
        for word in words_in(text):
            counts[word] = counts.get(word, 0) + weight
    return {word: max(count, 1.0) for word, count in counts.items()}
