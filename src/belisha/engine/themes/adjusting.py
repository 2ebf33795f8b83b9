"""How a school's changes and marks move a level; pure.

1. A softened rule gives at most the level it was softened to, a rule switched off nothing.
2. A rule of which at least LEAST_MARKED findings, and more than half of all, were false alarms gives one level less.
3. Each mark takes one level from what rules of its theme find in the marked words, or within them in the same text.
A danger rule of a guarded theme never falls below caution by any of them.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from belisha.engine.themes.model import Level
from belisha.engine.themes.school import marked_key, precision

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from belisha.engine.themes.model import Rule
    from belisha.engine.themes.school import SchoolThemes

LEAST_MARKED: Final = 5
HALF: Final = 0.5


class Adjustments(NamedTuple):
    """What a school's changes do to each rule."""

    softened: Mapping[str, Level | None]
    imprecise: frozenset[str]
    marked: Mapping[tuple[str, tuple[str, ...]], int]
    """How many marks stand, by theme and words."""

    @classmethod
    def of(cls, school: SchoolThemes) -> Adjustments:
        """Of a school's changes that are in force."""
        known = precision(school.marks, school.findings)
        return cls(
            softened={each.rule: each.level for each in school.softened},
            imprecise=frozenset(
                each.rule
                for each in known
                if each.false_alarms >= LEAST_MARKED and each.rule in school.findings and (each.share or 0) < HALF
            ),
            marked=Counter(mark.key for mark in school.marks if not mark.undone),
        )

    def level(self, rule: Rule, level: Level, marks: int = 0) -> Level | None:
        """The level that counts at this school, with so many marks; None: nothing is found."""
        adjusted = self._adjusted(rule, level, marks)
        least = min(level, rule.floor) if rule.floor else None
        if adjusted is None or least is None:
            return adjusted or least
        return max(adjusted, least)

    def marks(self, theme: str, words: tuple[str, ...], others: Iterable[tuple[str, ...]]) -> int:
        """How many marks count for words; `others`: all that were found of the theme in the same text."""
        if not self.marked:
            return 0
        spans = [other for other in others if _within(words, other)]
        return max((self.marked.get(marked_key(theme, span), 0) for span in spans), default=0)

    def _adjusted(self, rule: Rule, level: Level, marks: int) -> Level | None:
        if rule.id in self.softened:
            softer = self.softened[rule.id]
            if softer is None:
                return None
            level = min(level, softer)
        if rule.id in self.imprecise:
            level = level.lowered() or Level.ADVISORY
        return level.lowered(marks)


def _within(words: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Do the words stand one after the other in the others?"""
    return any(others[start : start + len(words)] == words for start in range(len(others) - len(words) + 1))


UNCHANGED: Final = Adjustments({}, frozenset(), {})
