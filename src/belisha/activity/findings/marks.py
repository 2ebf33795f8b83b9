"""A school's false alarms: lines in ``themes/<school>/marks.jsonl``, only appended, undone by another line."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

import msgspec

from belisha.activity.errors import ActivityError
from belisha.activity.findings.files import append, days_with_findings, read_rows, sightings_of
from belisha.activity.findings.model import Finding
from belisha.activity.school_days import SchoolDay
from belisha.engine.themes import Mark, Precision, Reader, SchoolThemes, precision, read_school_themes

THEMES, MARKS = "themes.yaml", "marks.jsonl"
Key = tuple[str, str, tuple[str, ...]]


class NothingToMarkError(ActivityError):
    """What was to be marked or undone is not there; the sentence says so."""


class Marked(msgspec.Struct, frozen=True, kw_only=True):
    """One line: somebody said of a finding's words that they were a false alarm; or, ``undone``, took that back."""

    finding: str
    rule: str
    words: tuple[str, ...]
    theme: str
    by: str
    at: datetime
    reason: str
    undone: bool = False

    @property
    def key(self) -> Key:
        """What the line is about."""
        return self.finding, self.rule, self.words

    @property
    def mark(self) -> Mark:
        """As the reader of themes takes it."""
        fields = msgspec.structs.asdict(self)
        del fields["finding"]
        return Mark(**fields)


class RuleShown(msgspec.Struct, frozen=True, kw_only=True):
    """How one rule does at one school. ``share``: of its findings those that nobody marked; None before there is one.

    ``shipped`` and ``here``: the highest level that it gives; None: none. ``quieter``: words that count less.
    """

    rule: str
    theme: str
    findings: int
    false_alarms: int
    share: float | None
    shipped: str | None
    here: str | None
    quieter: dict[str, int]


def themes_folder(home: Path, school: str) -> Path:
    """Where a school's own rules and marks lie."""
    return home / "themes" / (quote(school, safe="") or "-")


def read_marks(home: Path, school: str) -> list[Marked]:
    """Every line that a school has, the oldest first."""
    return read_rows(themes_folder(home, school) / MARKS, Marked)


def standing(lines: Iterable[Marked]) -> dict[Key, Marked]:
    """The marks that nobody undid later."""
    marks: dict[Key, Marked] = {}
    for line in lines:
        if line.undone:
            marks.pop(line.key, None)
        else:
            marks[line.key] = line
    return marks


def false_alarms(home: Path, school: str) -> dict[str, Marked]:
    """By finding, the newest mark of it that stands."""
    return {line.finding: line for line in standing(read_marks(home, school)).values()}


def mark(home: Path, finding: Finding, *, by: str, at: datetime, reason: str, undo: bool = False) -> tuple[Marked, ...]:
    """Put on record that a finding was a false alarm, or, to undo it, that it was none; returns the lines written.

    Raises NothingToMarkError, OSError.
    """
    if undo:
        return unmark(home, finding.school, finding.id, by=by, at=at, reason=reason)
    known = standing(read_marks(home, finding.school))
    reasons = dict.fromkeys((one.because.rule, one.because.words) for one in finding.seen if one.because.words)
    chosen = [key for key in reasons if (finding.id, *key) not in known]
    if not chosen:
        message = f"Finding {finding.id} is marked already, or was not found by words: nothing was changed."
        raise NothingToMarkError(message)
    lines = tuple(
        Marked(
            finding=finding.id,
            rule=rule,
            words=words,
            theme=finding.theme,
            by=by,
            at=at,
            reason=reason,
        )
        for rule, words in chosen
    )
    append(themes_folder(home, finding.school) / MARKS, lines)
    return lines


def unmark(home: Path, school: str, finding: str, *, by: str, at: datetime, reason: str) -> tuple[Marked, ...]:
    """Undo every mark of a finding, by its id alone: read again it may rest on other words, or be there no more.

    Raises NothingToMarkError, OSError.
    """
    marked = [line for line in standing(read_marks(home, school)).values() if line.finding == finding]
    if not marked:
        message = f"Finding {finding} is not marked as a false alarm: nothing was changed."
        raise NothingToMarkError(message)
    lines = tuple(msgspec.structs.replace(line, by=by, at=at, reason=reason, undone=True) for line in marked)
    append(themes_folder(home, school) / MARKS, lines)
    return lines


def read_themes(home: Path, school: str, now: datetime) -> SchoolThemes:
    """What a school changed and marked, as far as it is in force. Raises ValueError when themes.yaml cannot be used."""
    path = themes_folder(home, school) / THEMES
    try:
        themes = read_school_themes(path.read_text())
    except FileNotFoundError:
        themes = SchoolThemes()
    except ValueError as error:
        message = f"{path} cannot be used: {error}"
        raise ValueError(message) from error
    marks = tuple(line.mark for line in standing(read_marks(home, school)).values())
    counts = findings_by_rule(home, school) if marks else {}
    return msgspec.structs.replace(themes, marks=marks, findings=counts).at(now)


def findings_by_rule(home: Path, school: str) -> dict[str, int]:
    """How many findings on record each rule had a part in."""
    parts: set[tuple[str, str]] = set()
    for day in days_with_findings(home, school):
        parts |= {(row.because.rule, row.finding) for row in sightings_of(home, SchoolDay(school, day))}
    return dict(Counter(rule for rule, _ in parts))


def show_rules(home: Path, school: str, now: datetime) -> list[RuleShown]:
    """Every rule that found something at a school or was marked, the least precise first. Raises ValueError."""
    themes = read_themes(home, school, now)
    counted = precision(themes.marks, themes.findings or findings_by_rule(home, school))
    shipped, here = Reader.shipped(), Reader.shipped().adjusted(themes)
    shown = [_shown(one, themes, shipped, here) for one in counted]
    return sorted(shown, key=lambda one: (1.0 if one.share is None else one.share, -one.findings, one.rule))


def _shown(one: Precision, themes: SchoolThemes, shipped: Reader, here: Reader) -> RuleShown:
    known = {rule.id: rule for rule in here.rules}
    rule = known.get(one.rule)
    return RuleShown(
        rule=one.rule,
        theme=rule.theme if rule else "",
        findings=one.findings,
        false_alarms=one.false_alarms,
        share=one.share,
        shipped=shipped.level(rule) if rule else None,
        here=here.level(rule) if rule else None,
        quieter=dict(Counter(" ".join(mark.words).casefold() for mark in themes.marks if mark.rule == one.rule)),
    )


def stamp(home: Path, school: str) -> tuple[tuple[int, int], ...]:
    """Changes whenever a school's rules or marks do."""
    return tuple(_stamp(themes_folder(home, school) / name) for name in (THEMES, MARKS))


def _stamp(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:
        return (0, 0)
    return status.st_mtime_ns, status.st_size
