"""Which duties a sentence promises: its words are weighed (BM25) against those of every duty. Local and pure.

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


SURE: Final = 0.7
"""From this score on a sentence is taken to promise a duty until somebody says otherwise."""
PERHAPS: Final = 0.25
"""From this score on a duty is offered."""
NEAR: Final = 1.0  # of the best score: further duties that the same sentence promises as surely
SHARED: Final = 3  # words and pairs: fewer say nothing surely
SATED: Final = 1.2  # how soon it matters no more that a word comes again (BM25's k1)
LONG: Final = 0.6  # how much a long text has to say for as much (BM25's b)
MOST: Final = 4  # duties of a sentence
_WORDS: Final = msgspec.yaml.decode((Path(__file__).parent / "words.yaml").read_bytes(), type=_Words)
COMMON: Final = frozenset(_WORDS.common.split())
SAME: Final = {other: one for one, others in _WORDS.same.items() for other in others}
WORD: Final = re.compile(r"[a-z][a-z'-]*[a-z]|[a-z]")
ENDINGS: Final = (
    *("ations", "ation", "ments", "ment", "ings", "ing", "ities", "ity", "ions", "ion", "ies", "ness", "ical", "ally"),
    *("able", "ible", "ive", "ers", "ics", "ic", "al", "ed", "er", "or", "es", "ly", "s", "e", "y"),
)
ROOT: Final = 4  # letters that stay


class Match(NamedTuple):
    """A duty and how much a sentence speaks of it, 0 to 1."""

    duty: str
    score: float
    shared: int  # words, and pairs of them, that both say


def stemmed(word: str) -> str:
    """A word without its ending: "reviewing", "reviewed" and "reviews" are one."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= ROOT:
            return word[: -len(ending)]
    return word


def words_in(text: str) -> list[str]:
    """The words of a text that say something, folded, and each two that stand together."""
    found = (word.removesuffix("'s").rstrip("'") for word in WORD.findall(text.lower().replace("\u2019", "'")))
    folded = (SAME.get(word, word) for word in found)
    single = [stemmed(word) for word in folded if word not in COMMON]
    return single + [f"{one} {other}" for one, other in pairwise(single)]


class Matcher:
    """Weighs sentences against duties. `texts`: by duty, what is said of it, each text with its weight."""

    def __init__(self, texts: Mapping[str, Iterable[tuple[str, float]]]) -> None:
        counts = {duty: _weighed(said) for duty, said in texts.items()}
        spread = Counter(word for words in counts.values() for word in words)
        self._rare = {word: math.log(1 + (len(counts) - seen + 0.5) / (seen + 0.5)) for word, seen in spread.items()}
        self._unheard = math.log(1 + len(counts))  # how rare a word is that no duty has
        usual = sum(sum(words.values()) for words in counts.values()) / max(len(counts), 1)
        self._holding: dict[str, list[tuple[str, float]]] = {}
        for duty, words in counts.items():
            length = SATED * (1 - LONG + LONG * sum(words.values()) / usual)
            for word, count in words.items():
                weight = self._rare[word] * count * (SATED + 1) / (count + length)
                self._holding.setdefault(word, []).append((duty, weight))

    def matches(self, sentence: str) -> list[Match]:
        """The duties that a sentence speaks of, the surest first; none below PERHAPS.

        A score is how much of what the sentence says a duty says too (BM25), as a share of all that it says.
        """
        asked = Counter(words_in(sentence))
        whole = sum(self._rare.get(word, self._unheard * (" " not in word)) for word in asked) * (SATED + 1) / 2
        scores: dict[str, float] = {}
        shared: Counter[str] = Counter()
        for word in asked:
            for duty, weight in self._holding.get(word, ()):
                scores[duty] = scores.get(duty, 0) + weight
                shared[duty] += 1
        best = sorted(scores, key=lambda duty: (-scores[duty], duty))[: 2 * MOST] if whole else []
        found = [Match(duty, round(min(scores[duty] / whole, 1), 4), shared[duty]) for duty in best]
        return [match for match in found if match.score >= PERHAPS]

    def promised(self, sentence: str) -> tuple[list[Match], list[Match]]:
        """What a sentence is taken to promise, and what else it may."""
        found = self.matches(sentence)
        best = found[0].score if found and found[0].shared >= SHARED else 0
        least = max(SURE, best * NEAR)
        taken = [match for match in found if match.score >= least and match.shared >= SHARED] if best >= SURE else []
        return taken[:MOST], [match for match in found if match not in taken[:MOST]][:MOST]


def _weighed(said: Iterable[tuple[str, float]]) -> dict[str, float]:
    counts: dict[str, float] = {}
    for text, weight in said:
        for word in words_in(text):
            counts[word] = counts.get(word, 0) + weight
    return counts
