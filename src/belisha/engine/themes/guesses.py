"""What an unknown word may have been meant to be: look-alikes, signs and stars for letters, slips, words run together.

Only guarded words are guessed at, since any other word is near some harmless one; ordinary words are never guessed at.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from belisha.engine.themes.letters import (
    look_alike,
    meant,
    respelt,
    shapes,
    single,
    unstretched,
    without_prefix,
    without_vowels,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

LONGEST_WORD: Final = 60  # letters; what is longer is no word, and not worth guessing at
SHORTEST_GUESSED: Final = 6  # letters; shorter words are one letter away from too many others
SHORTEST_RUN_TOGETHER: Final = 5
LONGEST_PART: Final = 16
SHORTEST_PART: Final = 3
SMALL_WORDS: Final = frozenset(
    ("i", "im", "to", "my", "me", "am", "is", "be", "of", "in", "on", "it", "so", "we", "us", "he", "go", "do", "2")
)
SHORTEST_STARRED: Final = 3
SHORTEST_BARE: Final = 4  # letters of a word without vowels
SHORT: Final = 4  # letters; with one less it is another word: coon, con
LEAST_BARE: Final = 3  # consonants of the word meant, doubled ones counted once
LONG: Final = 9  # letters; in shorter words any other consonant makes another word
_SIGNED: Final = re.compile(r"[0-9@$!|+€£]")
_CYRILLIC: Final = re.compile("[\u0370-\u03ff\u0400-\u052f]+")


class Part(NamedTuple):
    """The best reading of the beginning of a word: fewest words, then one that holds a guarded one."""

    length: int
    harmless: bool
    words: tuple[str, ...]


class Guesses:
    """Immutable."""

    def __init__(self, known: Collection[str], guarded: Collection[str], ordinary: frozenset[str]) -> None:
        """All folded; `guarded` are some of the known."""
        self._known = known
        self._guarded = guarded
        self._ordinary = ordinary
        long = sorted(word for word in guarded if len(word) >= SHORTEST_GUESSED)
        self._near = {shorter: word for word in long for shorter in one_letter_less(word)}
        self._single = {single(word): word for word in sorted(guarded, reverse=True)}
        self._bare = {
            bare: word for word in sorted(guarded, reverse=True) if len(bare := without_vowels(word)) >= LEAST_BARE
        }
        self._sounds = {respelt(word): word for word in sorted(guarded, reverse=True)}
        self._by_length: dict[int, list[str]] = {}
        for word in sorted(guarded):
            self._by_length.setdefault(len(word), []).append(word)

    def of(self, word: str) -> tuple[str, ...]:
        """The known words that an unknown one was likeliest meant to be; empty: it is what it is."""
        if word in self._ordinary or len(word) > LONGEST_WORD:
            return ()
        latin = look_alike(word)
        if "*" in latin:
            return self.starred(latin)
        plain = [latin, *(meant(latin) if _SIGNED.search(latin) and not latin.isdigit() else ())]
        held = [guess for each in plain for guess in unstretched(each)] + list(without_prefix(word))
        for among in (self._guarded, () if _CYRILLIC.fullmatch(word) else self._known):
            for guess in (*plain, *held):
                if guess in among and (len(guess) > 2 or len(guess) == len(latin)):
                    return (guess,)
        if not self._ordinary.isdisjoint(plain):
            return ()
        return next((found for each in plain if (found := self._misspelt(each) or self.run_together(each))), ())

    def starred(self, word: str) -> tuple[str, ...]:
        """The guarded word that stars for letters hide: su*cide, k*ll."""
        if len(word) < SHORTEST_STARRED or word.count("*") * 2 > len(word) or word[0] == "*":
            return ()
        shape = re.compile(re.escape(word).replace(r"\*", "[a-z]"))
        return next(((known,) for known in self._by_length.get(len(word), ()) if shape.fullmatch(known)), ())

    def _misspelt(self, word: str) -> tuple[str, ...]:
        """The guarded word of which this is a slip; slips keep the first letter, or another of its sound."""
        return next(((guess,) for guess in self._slips(word) if guess and _begins_alike(guess, word)), ())

    def _slips(self, word: str) -> Iterator[str | None]:
        """Guarded words with letters doubled, vowels left out, other letters of one sound, or one letter amiss."""
        doubled = self._single.get(single(word))
        if doubled and len(doubled) < len(word):
            yield doubled
        if len(word) >= SHORTEST_BARE and without_vowels(word) == single(word):
            yield self._bare.get(single(word))
        if len(word) > SHORT:
            yield from (shape for shape in shapes(word) if shape in self._guarded)
        sound = self._sounds.get(respelt(word))
        if sound and len(sound) > SHORT:
            yield sound
        if len(word) >= SHORTEST_GUESSED - 1:
            yield from self._one_letter_amiss(word)

    def _one_letter_amiss(self, word: str) -> Iterator[str]:
        for shorter in (word, *one_letter_less(word)):
            for near in (self._near.get(shorter), shorter if shorter in self._guarded else None):
                if near and len(near) >= SHORTEST_GUESSED and (len(near) >= LONG or _only_slips(near, word)):
                    yield near

    def run_together(self, word: str) -> tuple[str, ...]:
        """Known words written as one (killmyself); none unless all of it is known and some of it guarded."""
        if len(word) < SHORTEST_RUN_TOGETHER or word.isdigit():
            return ()
        best: dict[int, Part] = {0: Part(0, harmless=True, words=())}
        for start in range(len(word)):
            if start not in best:
                continue
            before = best[start]
            for end in range(start + 1, min(start + LONGEST_PART, len(word)) + 1):
                part = word[start:end]
                if part in self._known and (len(part) >= SHORTEST_PART or part in SMALL_WORDS):
                    harmless = before.harmless and part not in self._guarded
                    reading = Part(before.length + 1, harmless, (*before.words, part))
                    best[end] = min(best.get(end, reading), reading)
        whole = best.get(len(word))
        return whole.words if whole and self._is_said(whole) else ()

    def _is_said(self, whole: Part) -> bool:
        """Short words begin and end too many others: they count only among several."""
        if whole.harmless or whole.length < 2:
            return False
        long = any(len(word) > SHORTEST_PART and word in self._guarded for word in whole.words)
        return long or whole.length > 2 or max(map(len, whole.words)) > SHORT


def _begins_alike(guess: str, word: str) -> bool:
    return guess[0] == word[0] or respelt(guess)[0] == respelt(word)[0]


def _only_slips(guess: str, word: str) -> bool:
    """Do two words differ in vowels, in doubling or in the order of letters only?"""
    return without_vowels(guess) == without_vowels(word) or sorted(guess) == sorted(word)


def one_letter_less(word: str) -> Iterator[str]:
    """A word without each of its letters in turn."""
    return (word[:place] + word[place + 1 :] for place in range(len(word)))
