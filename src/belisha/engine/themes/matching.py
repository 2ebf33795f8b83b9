"""A set of rules made ready: which patterns a text may match, where they do, and what stands around the match.

A pattern is tried only when a word of each kind that it needs is there, so most texts try none.
"""

from __future__ import annotations

from operator import add
from typing import TYPE_CHECKING, Final, NamedTuple

from belisha.engine.themes.grammar import END
from belisha.engine.themes.letters import JOIN
from belisha.engine.themes.lexicon import Lexicon
from belisha.engine.themes.vocabulary import NEUTRAL

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Set

    from belisha.engine.themes.library import Frame, Library
    from belisha.engine.themes.model import Level, Rule
    from belisha.engine.themes.vocabulary import Vocabulary

TRIM: Final = ".,;:!?\"'\u201c\u201d\u2018\u2019()[]{}<>*_ "
_MOST_PIECES: Final = 3
_NEEDS: Final = (
    3  # words looked for in all patterns at once; what a pattern needs besides is looked for when these are there
)


class Text(NamedTuple):
    """A text in pieces, and as kinds."""

    pieces: list[str]
    codes: list[str]
    line: str

    def words(self, start: int, end: int) -> tuple[str, ...]:
        """The pieces between two places, as they were typed."""
        place, found = 0, []
        for piece, code in zip(self.pieces, self.codes, strict=True):
            if place < end and start < place + len(code.rstrip(END)):
                found.append(piece.replace(JOIN, " ").strip(TRIM) or piece)
            place += len(code)
        return tuple(found)


class Finding(NamedTuple):
    """What one pattern of a rule found, before a school's adjustments."""

    rule: Rule
    level: Level
    words: tuple[str, ...]
    frame: Frame | None
    """What lowered it."""


class Candidates:
    """Patterns by number, and which of them a text may match: sets of patterns are the bits of an integer."""

    def __init__(self, lexicon: Lexicon, patterns: Collection[str]) -> None:
        """Raises PatternError for a pattern that needs no word."""
        self._rest: list[tuple[frozenset[str], ...]] = []
        """Of each pattern what it needs besides, which is looked for last."""
        first: dict[str, int] = {}
        others: dict[str, list[int]] = {}
        content = [0] * (_NEEDS - 1)
        for number, pattern in enumerate(patterns):
            bit = 1 << number
            rarest, *more = lexicon.needs(pattern)
            self._rest.append(tuple(more[_NEEDS - 1 :]))
            more = more[: _NEEDS - 1]
            for kind in rarest:
                first[kind] = first.get(kind, 0) | bit
            for place, need in enumerate(more):
                for kind in need:
                    others.setdefault(kind, [0] * (_NEEDS - 1))[place] |= bit
            for place in range(len(more), _NEEDS - 1):
                content[place] |= bit
        self._first = first
        """For each kind the patterns that wait for it as the rarest word that they need."""
        self._others = {kind: tuple(masks) for kind, masks in others.items()}
        """For each kind the patterns that need it as well: as their second word, their third …"""
        self._content = tuple(content)
        """The patterns that need no second word, no third …"""
        self.hot = frozenset(first)

    def of(self, kinds: Set[str]) -> Iterator[int]:
        """Numbers, in order, of patterns of which every needed word is there."""
        left = 0
        for kind in self.hot.intersection(kinds):
            left |= self._first[kind]
        if not left:
            return
        second, third = self._content
        for kind in kinds:
            masks = self._others.get(kind)
            if masks:
                second |= masks[0]
                third |= masks[1]
        left &= second & third
        while left:
            number = (left & -left).bit_length() - 1
            left &= left - 1
            if not any(need.isdisjoint(kinds) for need in self._rest[number]):
                yield number


class Rules:
    """One set of rules made ready: the shipped ones, or those that a school added."""

    def __init__(self, rules: tuple[Rule, ...], library: Library, harmless: tuple[str, ...]) -> None:
        """Raises PatternError."""
        self.rules = rules
        self._frames = {frame.name: frame for frame in library.frames}
        around = [text for frame in library.frames for text in frame.patterns]
        around += [text for rule in rules for text in rule.unless]
        self._patterns = [(rule, text) for rule in rules for text in rule.patterns]
        self._harmless = harmless
        patterns = [text for _, text in self._patterns]
        self._lexicon = Lexicon([*harmless, *around, *patterns, "<not>"], library.classes, library.spellings)
        self._vocabulary = self._lexicon.vocabulary
        self._masks = Candidates(self._lexicon, harmless)
        self._candidates = Candidates(self._lexicon, patterns)
        self._around: dict[tuple[str, ...], Candidates] = {}

    def check(self) -> None:
        """Raises PatternError for what cancels or lowers a match and needs no word."""
        for patterns in (*(rule.unless for rule in self.rules), *(frame.patterns for frame in self._frames.values())):
            Candidates(self._lexicon, patterns)

    def findings(self, pieces: list[str]) -> Iterator[Finding]:
        """Everything that the rules find in pieces of text."""
        text = self._text(pieces)
        if self._candidates.hot.isdisjoint(text.line):
            return
        numbers = list(self._candidates.of(set(text.line)))
        if not numbers:
            return
        line = self._without_harmless(text.line)
        for rule, pattern in map(self._patterns.__getitem__, numbers):
            for span in self._lexicon.matches(pattern, line):
                found = self._judged(rule, span, text)
                if found:
                    yield found

    def classes(self, piece: str) -> frozenset[str]:
        """The names, in angle brackets, of the classes of words that a piece of text is in."""
        return self._lexicon.classes_of(self._vocabulary.kinds(piece))

    def _text(self, pieces: list[str]) -> Text:
        if len(pieces) > 1:
            lower = " ".join(pieces).replace(JOIN, "").lower().split(" ")
            if not self._vocabulary.broken.isdisjoint(map(add, lower, lower[1:])):
                pieces = _mended(pieces, self._vocabulary)
        codes = list(map(self._vocabulary.kinds, pieces))
        return Text(pieces, codes, "".join(codes))

    def _without_harmless(self, line: str) -> str:
        """The line with the words of harmless phrases made unknown."""
        masked = line
        for number in self._masks.of(set(line)):
            for start, end in self._lexicon.matches(self._harmless[number], line):
                masked = masked[:start] + NEUTRAL * (end - start) + masked[end:]
        return masked

    def _judged(self, rule: Rule, span: tuple[int, int], text: Text) -> Finding | None:
        """A match in its sentence: cancelled, lowered or as it is."""
        start, end = text.line.rfind(END, 0, span[0] + 1) + 1, text.line.find(END, span[1] - 1)
        sentence = text.line[start : end if end >= 0 else None]
        if self._any(rule.unless, sentence):
            return None
        level, by = rule.level, None
        for name, to in rule.frames:
            if (to is None or to < level) and self._any(self._frames[name].patterns, sentence):
                if to is None:
                    return None
                level, by = to, self._frames[name]
        return Finding(rule, level, text.words(*span), by)

    def _any(self, patterns: tuple[str, ...], sentence: str) -> bool:
        """Whether one of what cancels or lowers a match is in its sentence; made ready when first asked for."""
        candidates = self._around.get(patterns)
        if candidates is None:
            candidates = self._around[patterns] = Candidates(self._lexicon, patterns)
        return any(self._lexicon.found(patterns[number], sentence) for number in candidates.of(set(sentence)))


def _mended(pieces: list[str], vocabulary: Vocabulary) -> list[str]:
    """Pieces of which two or three make one grave word (su icide, r e tard) brought together.

    Where one was, other words may be in pieces as well: ga ys sh ould di e.
    """
    mended = _together(pieces, vocabulary.is_broken)
    return _together(mended, vocabulary.is_split) if len(mended) < len(pieces) else mended


def _together(pieces: list[str], belong: Callable[[list[str]], bool]) -> list[str]:
    together: list[str] = []
    place = 0
    while place < len(pieces):
        counts = range(_MOST_PIECES, 1, -1)
        count = next((count for count in counts if belong(pieces[place : place + count])), 1)
        together.append(JOIN.join(pieces[place : place + count]))
        place += count
    return together
