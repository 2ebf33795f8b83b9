"""Words to kinds: which classes each word belongs to, whichever way it was typed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from belisha.engine.themes.grammar import END
from belisha.engine.themes.guesses import Guesses
from belisha.engine.themes.letters import JOIN, fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from belisha.engine.themes.library import Spellings

NEUTRAL: Final = "\x01"
"""The kind of all words that no rule knows."""
SHORTEST_END: Final = 4  # letters
SHORTEST_BROKEN: Final = 5
MOST_REMEMBERED: Final = 60_000  # pieces of text, about 10 MB

_EAST: Final = re.compile("([\u3040-\u30ff\u3400-\u9fff])")
_SIGNS: Final = "@$!*|+€£"
_LETTER: Final = "(?:[^\\W_]|[\u0900-\u0dff])"
_PIECES: Final = re.compile(
    "[\u3040-\u30ff\u3400-\u9fff]"
    f"|[@$*]{{0,2}}{_LETTER}+(?:[{re.escape(_SIGNS)}]{{1,6}}{_LETTER}+)*[$*]{{0,3}}"
    "|[\u2600-\u27bf\U0001f300-\U0001faff]"
)
_STOP: Final = re.compile("[.!?;\u2026\u3002\u061f\u0964]+[\"'\u201d\u2019)\\]*]*$|^[.!?;\u2026\u2014\u2013-]+$|:$")
_BLANK: Final = re.compile(r"[^\W_][#%_.\-*&^~/]{1,3}[^\W_]")
_BLANKS: Final = re.compile(r"[^\w*]|_")
_AROUND: Final = "\"'.,!?()[]{}<>:; "


class Vocabulary:
    """Immutable but for what it remembers of pieces already read."""

    def __init__(self, kinds: Mapping[str, str], spellings: Spellings, guarded: frozenset[str]) -> None:
        """`kinds`: one character for each known word, folded; `guarded`: those that count in any spelling."""
        self._kinds = dict(kinds)
        self._expanded = {fold(word): fold(text) for word, text in spellings.expanded}
        self.guarded = frozenset(word for word in guarded if word in self._kinds)
        self.broken = frozenset(part for word in self.guarded for part in _ends(word))
        """A text may hold a guarded word in pieces only when two pieces together are one of these."""
        self._guesses = Guesses(
            self._kinds.keys() | self._expanded.keys(), self.guarded, frozenset(map(fold, spellings.ordinary))
        )
        self._remembered: dict[str, str] = {}

    def kinds(self, piece: str) -> str:
        """The kinds of one piece of text without white space: a character for each word, END where a sentence ends."""
        found = self._remembered.get(piece)
        if found is None:
            if len(self._remembered) >= MOST_REMEMBERED:
                self._remembered.clear()
            found = self._remembered[piece] = self._read(piece)
        return found

    def _read(self, piece: str) -> str:
        text = fold(piece.replace(JOIN, ""))
        whole = self._known(text.strip("\"'.,!?"))
        end = END if _STOP.search(text) else ""
        if whole is not None:
            return whole + end
        words = _PIECES.findall(_EAST.sub(r" \1 ", text.replace("'", "")))
        if len(words) > 1 or (words and len(words[0]) < len(text)):
            words = self._together(words, text)
        return "".join(map(self._word, words)) + end

    def _together(self, words: list[str], text: str) -> list[str]:
        """Words of one piece of text as one, where only signs keep a grave word apart: ni_gger, k-i-l-l, f#g."""
        together = "".join(words)
        if together in self.guarded or (max(map(len, words), default=0) == 1 and not _EAST.search(together)):
            return [together]
        shouted = next((each for each in _shouted(text) if each in self.guarded), None)
        if shouted:
            return [shouted]
        starred = _BLANKS.sub("*", text.strip(_AROUND)) if _BLANK.search(text) else ""
        return [starred] if self._guesses.starred(starred) else words

    def is_broken(self, parts: Sequence[str]) -> bool:
        """Are these the pieces of one guarded word? Short ones only where no piece is a word: "go ok" is no slur."""
        whole = "".join(parts).replace(JOIN, "").lower()
        if len(parts) < 2 or whole not in self.guarded:
            return False
        return len(whole) >= SHORTEST_BROKEN or min(map(len, parts)) == 1 or self._kinds.keys().isdisjoint(parts)

    def is_split(self, parts: Sequence[str]) -> bool:
        """Are these the pieces of any one known word, of which some are no words themselves?"""
        lower = [part.lower() for part in parts]
        strange = any(part not in self._kinds or (len(part) == 1 and part not in "ai") for part in lower)
        return strange and len(parts) > 1 and "".join(lower) in self._kinds

    def _known(self, word: str) -> str | None:
        """The kinds of a word that is spelt as it should be."""
        if word in self._expanded:
            return "".join(self._kinds.get(part, NEUTRAL) for part in self._expanded[word].split())
        return self._kinds.get(word)

    def _word(self, word: str) -> str:
        known = self._known(word)
        if known is not None:
            return known
        return "".join(self._known(guess) or NEUTRAL for guess in self._guesses.of(word)) or NEUTRAL


def _shouted(text: str) -> Iterator[str]:
    """A word of which the last letters were typed as exclamation marks: pak!, ki!!."""
    word = text.rstrip("!")
    marks = len(text) - len(word)
    if 0 < marks <= 2:
        yield from (word + "i" * marks, word + "l" * marks)


def _ends(word: str) -> Iterator[str]:
    """A word, its beginnings and its ends."""
    yield word
    for length in range(SHORTEST_END, len(word)):
        yield word[:length]
        yield word[-length:]
