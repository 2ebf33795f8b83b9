"""Words to kinds: which classes each word belongs to, whichever way it was typed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from belisha.engine.themes.grammar import END
from belisha.engine.themes.letters import JOIN, fold, look_alike, meant, unstretched

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from belisha.engine.themes.library import Spellings

NEUTRAL: Final = "\x01"
"""The kind of all words that no rule knows."""
LONGEST_WORD: Final = 60  # letters; what is longer is no word, and not worth guessing at
SHORTEST_GUESSED: Final = 6  # letters; shorter words are one letter away from too many others
SHORTEST_RUN_TOGETHER: Final = 6
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
_SIGNED: Final = re.compile(rf"[0-9{re.escape(_SIGNS)}]")


class Vocabulary:
    """Immutable but for what it remembers of pieces already read."""

    def __init__(self, kinds: Mapping[str, str], spellings: Spellings) -> None:
        """`kinds`: one character for each known word, folded."""
        self._kinds = dict(kinds)
        self._expanded = {fold(word): fold(text) for word, text in spellings.expanded}
        self._ordinary = frozenset(map(fold, spellings.ordinary))
        self.guarded = frozenset(word for word in map(fold, spellings.guarded) if word in self._kinds)
        """Grave words, which count in any spelling."""
        self._near = {
            shorter: word
            for word in self.guarded
            if len(word) >= SHORTEST_GUESSED
            for shorter in _one_letter_less(word)
        }
        self._longest = max(map(len, self._kinds), default=0)
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
        if len(words) > 1:
            together = "".join(words)
            if together in self.guarded or max(map(len, words)) == 1:
                words = [together]
        return "".join(map(self._word, words)) + end

    def _known(self, word: str) -> str | None:
        """The kinds of a word that is spelt as it should be."""
        if word in self._expanded:
            return "".join(self._kinds.get(part, NEUTRAL) for part in self._expanded[word].split())
        return self._kinds.get(word)

    def _word(self, word: str) -> str:
        known = self._known(word)
        if known is not None:
            return known
        if word in self._ordinary or len(word) > LONGEST_WORD:
            return NEUTRAL
        for guess in self._guesses(word):
            known = self._known(guess)
            if known is not None:
                return known
        return self._run_together(look_alike(word)) or NEUTRAL

    def _guesses(self, word: str) -> Iterator[str]:
        """What a word may have been meant to be, likeliest first."""
        latin = look_alike(word)
        for plain in (latin, *(meant(latin) if _SIGNED.search(latin) and not latin.isdigit() else ())):
            yield plain
            yield from unstretched(plain)
        if "*" in latin:
            yield from self._starred(latin)
        yield from self._misspelt(latin)

    def _starred(self, word: str) -> Iterator[str]:
        """Grave words with stars for letters: su*cide, k*ll."""
        shape = re.compile(re.escape(word).replace(r"\*", "[a-z]"))
        if len(word.strip("*")) > 1:
            yield from (known for known in sorted(self.guarded) if len(known) == len(word) and shape.fullmatch(known))

    def _misspelt(self, word: str) -> Iterator[str]:
        """Grave words that are one letter more, less or other, or two letters swapped."""
        if len(word) < SHORTEST_GUESSED - 1:
            return
        if word in self._near:
            yield self._near[word]
        for shorter in _one_letter_less(word):
            if shorter in self.guarded and len(shorter) >= SHORTEST_GUESSED:
                yield shorter
            near = self._near.get(shorter)
            if near and near[0] == word[0]:
                yield near

    def _run_together(self, word: str) -> str | None:
        """The kinds of known words written as one: killmyself; None unless all of it is known and some of it grave."""
        if len(word) < SHORTEST_RUN_TOGETHER or word.isdigit():
            return None
        best: list[str | None] = [""] + [None] * len(word)
        grave = [False] * (len(word) + 1)
        for end in range(1, len(word) + 1):
            for start in range(max(0, end - self._longest), end):
                before, part = best[start], word[start:end]
                if before is not None and part in self._kinds and (len(part) > 1 or part == "i"):
                    best[end] = before + self._kinds[part]
                    grave[end] = grave[start] or part in self.guarded
                    break
        return best[-1] if grave[-1] else None


def _one_letter_less(word: str) -> Iterator[str]:
    return (word[:place] + word[place + 1 :] for place in range(len(word)))
