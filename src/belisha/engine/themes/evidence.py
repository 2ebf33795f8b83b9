"""How grave the words of a text are together: learned weights added up, where no rule fits or one fits by chance.

A word weighs by itself, by its letters (so slips of the pen weigh as well) and by the classes that rules know it in;
two words that follow each other weigh as a pair, and a rule that found something weighs by how often it was right.
deploy/weigh_themes.py learns the weights from our own corpus and from ordinary English.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from belisha.engine.themes.letters import JOIN, fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

EDGE: Final = "^"
"""Stands before the first word and after the last one."""
START: Final = ""
"""The key of what a theme weighs before any word was read."""
RULE: Final = "rule:"
"""Stands before the id of a rule that found something."""
PART_LENGTHS: Final = (3, 4, 5)  # letters
MOST_REMEMBERED: Final = 60_000  # pieces of text, about 8 MB
LONGEST_WORD: Final = 30  # letters; what is longer is no word
MOST_SHOWN: Final = 5  # words
_NOTHING: Final[dict[str, float]] = {}
_WEIGHTY: Final = 0.3
_SIGNS: Final = re.compile(r"[^\w]+|_")


class Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was learned. Keys of `whole` are words, <classes>, pairs of words with a space between and rule:ids."""

    id: str
    version: str
    source: str
    licence: str
    start: float
    whole: dict[str, float]
    parts: dict[str, float]
    """Of letters that follow each other in a word, with < and > for its ends."""
    themes: dict[str, dict[str, float]]
    """As `whole`: how much more a key says of this theme than of the others."""


class Word(NamedTuple):
    """A piece of text as it is weighed."""

    text: str
    weight: float
    after: Mapping[str, float]
    """What the words that may follow it weigh as a pair with it."""


def word_of(piece: str) -> str:
    """A piece of text without signs; empty where it is nothing else."""
    return _SIGNS.sub("", fold(piece.replace(JOIN, "")))


def parts_of(word: str) -> frozenset[str]:
    """Letters that follow each other."""
    ended = f"<{word}>"
    return frozenset(ended[at : at + length] for length in PART_LENGTHS for at in range(len(ended) - length + 1))


def rule_key(rule: str) -> str:
    """The key of a rule that found something."""
    return RULE + rule


def pairs_of(words: Iterable[str]) -> frozenset[str]:
    """Each two words that follow each other."""
    return frozenset(f"{one} {other}" for one, other in pairwise((EDGE, *filter(None, words), EDGE)))


class Evidence:
    """Immutable but for what it remembers of pieces already weighed."""

    def __init__(self, weights: Weights, classes: Callable[[str], Iterable[str]]) -> None:
        """`classes` gives the names of the classes that a piece of text is in, in angle brackets."""
        self._weights = weights
        self._classes = classes
        self._remembered: dict[str, Word] = {}
        self._after: dict[str, dict[str, float]] = {}
        for key, weight in weights.whole.items():
            one, space, other = key.partition(" ")
            if space:
                self._after.setdefault(one, {})[other] = weight
        self._first = self._after.get(EDGE, _NOTHING)
        self._speaks: dict[str, list[tuple[str, float]]] = {}
        """For each key the themes that it speaks of, or against."""
        for theme, table in weights.themes.items():
            for key, weight in table.items():
                self._speaks.setdefault(key, []).append((theme, weight))

    def weigh(self, pieces: Sequence[str], rules: Iterable[str] = ()) -> float:
        """The weight of a text: above nought when it reads more like grave texts, below when like harmless ones.

        `rules` are the ids of those that found something in it, each once.
        """
        remembered, word = self._remembered.get, self._word
        weights: dict[str, float] = {}
        pairs: dict[tuple[int, str], float] = {}
        after: Mapping[str, float] = self._first
        for piece in pieces:
            text, weight, follow = remembered(piece) or word(piece)
            if text:
                if text in after:
                    pairs[id(after), text] = after[text]
                weights[text], after = weight, follow
        found = sum(self._weights.whole.get(rule_key(rule), 0.0) for rule in rules)
        total = self._weights.start + after.get(EDGE, 0.0) + sum(weights.values()) + sum(pairs.values()) + found
        return round(total, 2)  # as the weights are: sets have no order, and sums of fractions depend on it

    def known(self, pieces: Sequence[str]) -> float:
        """Which share of the words was seen when weights were learned: little of another language."""
        words = [word for word in map(self._word, pieces) if word.text]
        return sum(word.text in self._weights.whole for word in words) / (len(words) or 1)

    def theme(self, pieces: Sequence[str], rules: Iterable[str] = ()) -> str:
        """The theme that the words, and the rules that found something in them, speak of most."""
        sums = dict.fromkeys(self._weights.themes, 0.0)
        for key in (*self._keys(pieces), *map(rule_key, rules)):
            for theme, weight in self._speaks.get(key, ()):
                sums[theme] += weight
        return max(sums, key=lambda theme: round(sums[theme], 2))

    def heaviest(self, pieces: Sequence[str]) -> tuple[int, ...]:
        """Places of the pieces that make a text grave, by themselves and with their neighbours, in order."""
        words = list(map(self._word, pieces))
        around = [EDGE, *(word.text for word in words), EDGE]
        get = self._weights.whole.get
        beside = [get(f"{one} {other}", 0.0) / 2 for one, other in pairwise(around)]
        sums = [round(word.weight + beside[at] + beside[at + 1], 3) for at, word in enumerate(words)]
        order = sorted(range(len(sums)), key=sums.__getitem__, reverse=True)[:MOST_SHOWN]
        return tuple(sorted(at for at in order if sums[at] > _WEIGHTY)) or tuple(order[:1])

    def _keys(self, pieces: Sequence[str]) -> Iterator[str]:
        yield START
        yield from pairs_of(self._word(piece).text for piece in pieces)
        for piece in dict.fromkeys(pieces):
            yield self._word(piece).text
            yield from self._classes(piece)

    def _word(self, piece: str) -> Word:
        word = self._remembered.get(piece)
        if word is None:
            if len(self._remembered) >= MOST_REMEMBERED:
                self._remembered.clear()
            word = self._remembered[piece] = self._weighed(piece)
        return word

    def _weighed(self, piece: str) -> Word:
        text = word_of(piece)
        whole, parts = self._weights.whole, self._weights.parts
        if not text or len(text) > LONGEST_WORD:
            return Word("", 0.0, _NOTHING)
        weight = sum(whole.get(key, 0.0) for key in (text, *self._classes(piece)))
        weight += sum(parts.get(part, 0.0) for part in parts_of(text))
        return Word(text, weight, self._after.get(text, _NOTHING))
