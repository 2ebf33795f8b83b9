"""Reads search terms and addresses for themes: words to kinds, harmless phrases out, then the rules that may match."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from itertools import pairwise
from operator import add
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

import msgspec

from belisha.engine.themes.adjusting import UNCHANGED, Adjustments
from belisha.engine.themes.grammar import END
from belisha.engine.themes.letters import JOIN, joined
from belisha.engine.themes.lexicon import Lexicon
from belisha.engine.themes.library import shipped
from belisha.engine.themes.model import ASKING_FOR_HELP, THEMES, Because, Found, Level
from belisha.engine.themes.pages import page_words
from belisha.engine.themes.school import SchoolThemes
from belisha.engine.themes.vocabulary import NEUTRAL

if TYPE_CHECKING:
    import re
    from collections.abc import Collection, Iterable, Iterator

    from belisha.engine.address import Address
    from belisha.engine.themes.library import Frame, Library
    from belisha.engine.themes.model import Rule

T = TypeVar("T")
LONGEST: Final = 10_000  # characters; what follows is not read
_TRIM: Final = ".,;:!?\"'\u201c\u201d\u2018\u2019()[]{}<>*_ "


class Text(NamedTuple):
    """A text in pieces, and as kinds."""

    pieces: list[str]
    codes: list[str]
    line: str

    def words(self, match: re.Match[str]) -> tuple[str, ...]:
        """The pieces that a match covers, as they were typed."""
        place, found = 0, []
        for piece, code in zip(self.pieces, self.codes, strict=True):
            if place < match.end() and match.start() < place + len(code.rstrip(END)):
                found.append(piece.replace(JOIN, " ").strip(_TRIM) or piece)
            place += len(code)
        return tuple(found)


class Finding(NamedTuple):
    """What one pattern of a rule found, before a school's adjustments."""

    rule: Rule
    level: Level
    words: tuple[str, ...]
    frame: Frame | None
    """What lowered it."""


class Rules:
    """One set of rules made ready: the shipped ones, or those that a school added."""

    def __init__(self, rules: tuple[Rule, ...], library: Library, harmless: tuple[str, ...]) -> None:
        """Raises PatternError."""
        self.rules = rules
        self._frames = {frame.name: frame for frame in library.frames}
        patterns = [*harmless, *(text for frame in library.frames for text in frame.patterns)]
        patterns += [text for rule in rules for text in (*rule.patterns, *rule.unless)]
        self._lexicon = Lexicon([*patterns, "<not>"], library.classes, library.spellings)
        self._vocabulary = self._lexicon.vocabulary
        self._harmless = self._by_kind((text, text) for text in harmless)
        self._by_anchor = self._by_kind((text, (rule, text)) for rule in rules for text in rule.patterns)
        self._hot = frozenset(self._by_anchor)

    def findings(self, pieces: list[str]) -> Iterator[Finding]:
        """Everything that the rules find in pieces of text."""
        text = self._text(pieces)
        hot = self._hot.intersection(text.line)
        if not hot:
            return
        line = self._without_harmless(text.line)
        for rule, pattern in dict.fromkeys(entry for kind in sorted(hot) for entry in self._by_anchor[kind]):
            for match in self._lexicon.matches(pattern, line):
                found = self._judged(rule, match, text)
                if found:
                    yield found

    def _text(self, pieces: list[str]) -> Text:
        guarded = self._vocabulary.guarded
        if len(pieces) > 1 and not guarded.isdisjoint(map(add, pieces, pieces[1:])):
            pieces = _mended(pieces, guarded)
        codes = list(map(self._vocabulary.kinds, pieces))
        return Text(pieces, codes, "".join(codes))

    def _without_harmless(self, line: str) -> str:
        """The line with the words of harmless phrases made unknown."""
        masked = line
        for pattern in dict.fromkeys(text for kind in sorted(set(line)) for text in self._harmless.get(kind, ())):
            for match in self._lexicon.matches(pattern, line):
                start, end = match.span()
                masked = masked[:start] + NEUTRAL * (end - start) + masked[end:]
        return masked

    def _judged(self, rule: Rule, match: re.Match[str], text: Text) -> Finding | None:
        """A match in its sentence: cancelled, lowered or as it is."""
        start, end = text.line.rfind(END, 0, match.start() + 1) + 1, text.line.find(END, match.end() - 1)
        sentence = text.line[start : end if end >= 0 else None]
        if any(self._lexicon.found(pattern, sentence) for pattern in rule.unless):
            return None
        level, by = rule.level, None
        for name, to in rule.frames:
            if (to is None or to < level) and self._framed(name, sentence):
                if to is None:
                    return None
                level, by = to, self._frames[name]
        return Finding(rule, level, text.words(match), by)

    def _framed(self, name: str, sentence: str) -> bool:
        return any(self._lexicon.found(pattern, sentence) for pattern in self._frames[name].patterns)

    def _by_kind(self, patterns: Iterable[tuple[str, T]]) -> dict[str, list[T]]:
        found: dict[str, list[T]] = {}
        for pattern, entry in patterns:
            for kind in self._lexicon.anchors(pattern):
                found.setdefault(kind, []).append(entry)
        return found


class Reader:
    """Rules made ready to read with; adjusting it for a school gives another and leaves it as it is."""

    def __init__(self, rules: tuple[Rules, ...], version: str, adjustments: Adjustments = UNCHANGED) -> None:
        """`rules` are read one after the other."""
        self.version = version
        self._sets = rules
        self._adjustments = adjustments

    @classmethod
    @cache
    def shipped(cls) -> Reader:
        """With the rules that come with this version."""
        library = shipped()
        return cls((Rules(library.rules, library, library.harmless),), library.version)

    def adjusted(self, school: SchoolThemes) -> Reader:
        """As a school reads: its changes, of which those that have ended must be gone already (`school.at(now)`).

        Raises PatternError for an added rule that `read_school_themes` would have refused.
        """
        library = shipped()
        own = tuple(added.rule for added in school.added)
        sets = (self._sets[0], Rules(own, library, library.harmless)) if own else self._sets[:1]
        digest = sha256(msgspec.json.encode(school, order="sorted")).hexdigest()[:6]
        version = library.version if school == SchoolThemes() else f"{library.version}+{digest}"
        return Reader(sets, version, Adjustments.of(school))

    @property
    def rules(self) -> tuple[Rule, ...]:
        """All rules that are read, as they are written."""
        return tuple(rule for rules in self._sets for rule in rules.rules)

    def level(self, rule: Rule) -> Level | None:
        """The highest level that a rule gives at this school; None: it is switched off."""
        return self._adjustments.level(rule, rule.level, ())

    def term(self, text: str) -> tuple[Found, ...]:
        """What a search term or a text of some sentences says: at most one finding a theme, gravest first.

        Of a text longer than LONGEST characters only the beginning is read.
        """
        pieces = joined(text[:LONGEST].replace("\n", " . ")).split()
        return self._best(finding for rules in self._sets for finding in rules.findings(pieces))

    def page(self, address: Address) -> tuple[Found, ...]:
        """What the words of an address say, of its host and path, never of its query; nothing uncertain."""
        words, informs = page_words(address)
        findings = self._best(
            finding for rules in self._sets for finding in rules.findings(words) if finding.rule.pages
        )
        return tuple(found for found in findings if found.theme == ASKING_FOR_HELP or not informs)

    def _best(self, findings: Iterable[Finding]) -> tuple[Found, ...]:
        """The gravest of each theme, as this school sees it."""
        best: dict[str, tuple[Level, Finding]] = {}
        for finding in findings:
            theme = finding.rule.theme
            level = self._adjustments.level(finding.rule, finding.level, finding.words)
            if level is not None and (theme not in best or best[theme][0] < level):
                best[theme] = (level, finding)
        ordered = sorted(best.items(), key=lambda item: (-item[1][0].rank, THEMES.index(item[0])))
        return tuple(self._told(level, finding) for _, (level, finding) in ordered)

    def _told(self, level: Level, finding: Finding) -> Found:
        rule, found, words, frame = finding
        lowered = f" It counts as {found} only, because it {frame.says}." if frame else ""
        if level < found:
            lowered += f" It counts as {level} at this school."
        sentence = f"“{' '.join(words)}” {rule.why}.{lowered} (rule {rule.id}, version {self.version})"
        return Found(rule.theme, level, Because(rule.id, words, self.version, sentence))


def _mended(pieces: list[str], guarded: Collection[str]) -> list[str]:
    """Pieces of which two make one grave word (su icide) brought together."""
    mended = [pieces[0]]
    for before, piece in pairwise(pieces):
        if before + piece in guarded and mended[-1] == before:
            mended[-1] = f"{before}{JOIN}{piece}"
        else:
            mended.append(piece)
    return mended
