"""What a school changed: rules of its own, rules made softer or switched off, and marks of false alarms. Plain data."""

from __future__ import annotations

from datetime import date, datetime  # noqa: TC003 - msgspec reads the annotations
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec

from belisha.engine.policy.model import Frozen
from belisha.engine.themes.library import lines
from belisha.engine.themes.model import Level, Rule

Id = Annotated[str, msgspec.Meta(extra={"form": "id"})]
Theme = Annotated[str, msgspec.Meta(extra={"form": "category"})]
To = Literal["caution", "advisory", "off"]

if TYPE_CHECKING:
    from collections.abc import Mapping


class Added(Frozen, frozen=True, kw_only=True):
    """A rule of the school's own; patterns as in docs/develop/themes.md, one a line."""

    id: Id
    theme: Theme
    level: Level
    why: str
    patterns: str
    unless: str = ""
    reason: str
    by: str
    at: date
    until: datetime | None = None

    @property
    def rule(self) -> Rule:
        """As the reader takes it."""
        return Rule(self.id, self.theme, self.level, self.why, lines(self.patterns), lines(self.unless))


class Softened(Frozen, frozen=True, kw_only=True):
    """A rule that counts less at this school, or not at all."""

    rule: Id
    to: To
    reason: str
    by: str
    at: date
    until: datetime | None = None

    @property
    def level(self) -> Level | None:
        """The highest level that the rule may still give; None: it is switched off."""
        return None if self.to == "off" else Level(self.to)


class Mark(Frozen, frozen=True, kw_only=True):
    """Somebody looked at a finding and said that it is a false alarm."""

    rule: str
    words: tuple[str, ...]
    theme: str
    by: str
    at: datetime
    reason: str
    undone: bool = False

    @property
    def key(self) -> tuple[str, tuple[str, ...]]:
        """What the mark is about: these words, in any capitals, for this theme."""
        return marked_key(self.theme, self.words)


class SchoolThemes(Frozen, frozen=True, kw_only=True):
    """All that one school changed."""

    added: tuple[Added, ...] = ()
    softened: tuple[Softened, ...] = ()
    marks: tuple[Mark, ...] = ()
    findings: dict[str, int] = msgspec.field(default_factory=dict)
    """How many findings each rule has made here so far; without them no rule is lowered as a whole."""

    def at(self, now: datetime) -> SchoolThemes:
        """Without what has ended by then."""
        return msgspec.structs.replace(
            self,
            added=tuple(each for each in self.added if each.until is None or now < each.until),
            softened=tuple(each for each in self.softened if each.until is None or now < each.until),
        )


class Precision(Frozen, frozen=True, kw_only=True):
    """How often a rule was right at one school."""

    rule: str
    findings: int
    false_alarms: int

    @property
    def share(self) -> float | None:
        """Findings that nobody marked, of all, from 0 to 1; None before there is one."""
        return 1 - self.false_alarms / self.findings if self.findings else None


def precision(marks: tuple[Mark, ...], findings: Mapping[str, int]) -> tuple[Precision, ...]:
    """Of each rule that found or was marked: how many findings, and how many of them were false alarms."""
    false: dict[str, int] = {}
    for mark in marks:
        if not mark.undone:
            false[mark.rule] = false.get(mark.rule, 0) + 1
    return tuple(
        Precision(rule=rule, findings=max(findings.get(rule, 0), false.get(rule, 0)), false_alarms=false.get(rule, 0))
        for rule in sorted(findings.keys() | false.keys())
    )


def marked_key(theme: str, words: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """How marks are compared: capitals do not count."""
    return theme, tuple(word.casefold() for word in words)
