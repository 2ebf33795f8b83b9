"""Reads search terms and addresses for themes: words to kinds, harmless phrases out, then the rules that may match."""

from __future__ import annotations

import atexit
import gc
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Final

import msgspec

from belisha.engine.themes.adjusting import UNCHANGED, Adjustments
from belisha.engine.themes.balance import RULES, balanced
from belisha.engine.themes.evidence import Evidence
from belisha.engine.themes.letters import joined
from belisha.engine.themes.library import shipped, weights
from belisha.engine.themes.matching import Rules
from belisha.engine.themes.model import ASKING_FOR_HELP, THEMES, Because, Found, Level
from belisha.engine.themes.pages import page_words
from belisha.engine.themes.school import SchoolThemes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from belisha.engine.address import Address
    from belisha.engine.themes.matching import Finding
    from belisha.engine.themes.model import Rule

LONGEST: Final = 10_000  # characters; what follows is not read
LONGEST_REMEMBERED: Final = 120  # characters; what children search for, they search for again
MOST_REMEMBERED: Final = 50_000  # texts, about 10 MB


class Reader:
    """Rules made ready to read with; adjusting it for a school gives another and leaves it as it is.

    Immutable but for what it remembers of texts already read.
    """

    def __init__(
        self, rules: tuple[Rules, ...], evidence: Evidence, version: str, adjustments: Adjustments = UNCHANGED
    ) -> None:
        """`rules` are read one after the other, the shipped ones first."""
        self.version = version
        self._sets = rules
        self._evidence = evidence
        self._adjustments = adjustments
        self._remembered: dict[str, tuple[Found, ...]] = {}

    @classmethod
    @cache
    def shipped(cls) -> Reader:
        """With the rules that come with this version."""
        library = shipped()
        collecting = gc.isenabled()
        gc.disable()  # nothing of what is being made can be garbage yet, and looking for it takes a third of the time
        try:
            rules = Rules(library.rules, library, library.harmless)
            evidence = Evidence(weights(), rules.classes)
            gc.freeze()
            atexit.register(gc.unfreeze)  # what is frozen at the end counts as leaked with those who look (nanobind)
        finally:
            if collecting:
                gc.enable()
        return cls((rules,), evidence, library.version)

    def adjusted(self, school: SchoolThemes) -> Reader:
        """As a school reads: its changes, of which those that have ended must be gone already (`school.at(now)`).

        Raises PatternError for an added rule that `read_school_themes` would have refused.
        """
        library = shipped()
        own = tuple(added.rule for added in school.added)
        sets = (self._sets[0], Rules(own, library, library.harmless)) if own else self._sets[:1]
        digest = sha256(msgspec.json.encode(school, order="sorted")).hexdigest()[:6]
        version = library.version if school == SchoolThemes() else f"{library.version}+{digest}"
        return Reader(sets, self._evidence, version, Adjustments.of(school))

    @property
    def rules(self) -> tuple[Rule, ...]:
        """All rules that are read, as they are written."""
        return (*(rule for rules in self._sets for rule in rules.rules), *RULES.values())

    def classes(self, piece: str) -> frozenset[str]:
        """The names, in angle brackets, of the classes of words that the shipped rules know a piece of text in."""
        return self._sets[0].classes(piece)

    def finders(self, pieces: list[str]) -> frozenset[str]:
        """The ids of the shipped rules that find something in pieces of text, whatever other words weigh."""
        return frozenset(finding.rule.id for finding in self._sets[0].findings(pieces))

    def level(self, rule: Rule) -> Level | None:
        """The highest level that a rule gives at this school; None: it is switched off."""
        return self._adjustments.level(rule, rule.level)

    def term(self, text: str) -> tuple[Found, ...]:
        """What a search term or a text of some sentences says: at most one finding a theme, gravest first.

        Of a text longer than LONGEST characters only the beginning is read.
        """
        found = self._remembered.get(text)
        if found is None:
            found = self._read(text)
            if len(self._remembered) >= MOST_REMEMBERED:
                self._remembered.clear()
            if len(text) <= LONGEST_REMEMBERED:
                self._remembered[text] = found
        return found

    def _read(self, text: str) -> tuple[Found, ...]:
        pieces = joined(text[:LONGEST].replace("\n", " . ")).split()
        shipped, *own = self._sets
        findings = balanced(list(shipped.findings(pieces)), self._evidence, pieces)
        return self._best([*findings, *(finding for rules in own for finding in rules.findings(pieces))])

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
        found = list(findings)
        if not found:
            return ()
        for finding in found:
            theme = finding.rule.theme
            others = (other.words for other in found if other.rule.theme == theme)
            marks = self._adjustments.marks(theme, finding.words, others)
            level = self._adjustments.level(finding.rule, finding.level, marks)
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
