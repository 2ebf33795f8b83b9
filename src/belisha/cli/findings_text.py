"""Findings as text to read on a terminal."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import click
import msgspec

from belisha.activity.days import Period
from belisha.activity.escapes import visible
from belisha.activity.findings import Finding, Frozen, Seen
from belisha.activity.findings.marks import Marked, RuleShown
from belisha.activity.findings.spool import name_of
from belisha.activity.register import Register
from belisha.activity.reports.words import THEMES
from belisha.engine.themes import Level

_COLOURS = {Level.DANGER: "red", Level.CAUTION: "yellow", Level.ADVISORY: None}
_DONE = {"allow": "", "block": " (blocked)"}


def as_lines(finding: Finding, register: Register, alarm: Marked | None = None) -> Iterator[str]:
    """A finding: what, when, who, whether somebody said it was a false ``alarm``, each term or address, what weighs."""
    begin, end = (f"{at.astimezone(register.zone):%H:%M}" for at in (finding.first, finding.last))
    when = f"{finding.first.astimezone(register.zone):%Y-%m-%d} {begin}" + (f"-{end}" if end != begin else "")
    level = click.style(f"{finding.level.upper():8}", fg=_COLOURS[finding.level])
    who = visible(name_of(finding, register)) + (f" ({visible(finding.group)})" if finding.group else "")
    if not finding.person:
        who += " (nobody known)"
    yield f"{level} {finding.id}  {when}  {visible(finding.school or '-')}  {who}: {_theme(finding.theme)}"
    if alarm:
        later = " But more came after that." if finding.last > alarm.at else ""
        yield f"    A false alarm, said {visible(alarm.by)} on {alarm.at:%Y-%m-%d}: {visible(alarm.reason)}.{later}"
    for one in finding.seen:
        yield f"    {_seen(one)}"
    for sentence in finding.weighs:
        yield f"    {'Raised' if finding.raised else 'Weighs'}: {sentence}"


def _theme(theme: str) -> str:
    return THEMES.get(theme, theme)


def _seen(one: Seen) -> str:
    verb = "searched" if one.kind == "search" else "asked for"
    often = f" {one.times} times" if one.times > 1 else ""
    return f"{verb} “{visible(one.text)}”{_DONE.get(one.verdict, '')}{often}: {visible(one.because.sentence)}"


def as_kept(frozen: Frozen) -> dict[str, object]:
    """That something is kept for a concern, without the requests around it."""
    return {name: value for name, value in msgspec.structs.asdict(frozen).items() if name != "events"}


def as_frozen(frozen: Frozen, register: Register) -> Iterator[str]:
    """What is kept for a concern: the finding in a line, then since when, by whom and why."""
    yield next(as_lines(frozen.finding, register))
    yield f"    {kept_for(frozen)}"


def kept_for(frozen: Frozen) -> str:
    """Since when, by whom and why it is kept."""
    return f"Kept for a concern by {visible(frozen.by)} on {frozen.at:%Y-%m-%d}: {visible(frozen.reason)}"


def as_digest(
    school: str, found: Sequence[Finding], days: Period, register: Register, alarms: Mapping[str, Marked]
) -> Iterator[str]:
    """The digest of one school: what there was by level, in full but for what is merely advisory."""
    span = f"{days.first}" if days.first == days.last else f"{days.first} to {days.last}"
    people = len({one.who for one in found})
    yield f"{visible(school or '-')}, {span}: {_count(found, people)}"
    for level in (Level.DANGER, Level.CAUTION):
        for one in found:
            if one.level is level:
                yield from as_lines(one, register, alarms.get(one.id))
    mild = [one for one in found if one.level is Level.ADVISORY]
    if mild:
        themes = sorted({_theme(one.theme) for one in mild})
        yield f"ADVISORY: {len(mild)} more, which may mean nothing: {', '.join(themes)}."


def _count(found: Sequence[Finding], people: int) -> str:
    if not found:
        return "nothing was found."
    by_level = {level: sum(one.level is level for one in found) for level in reversed(Level)}
    counted = ", ".join(f"{count} {level}" for level, count in by_level.items() if count)
    return f"{counted}; {people} {'person or device' if people == 1 else 'people or devices'}."


def as_rules(school: str, shown: Iterable[RuleShown]) -> Iterator[str]:
    """How each rule does at a school."""
    yield f"{visible(school or '-')}: rule, findings, of them false alarms, precision, level here"
    for one in shown:
        share = "" if one.share is None else f"{one.share:.0%}"
        level = one.here or "off"
        if one.here != one.shipped:
            level += f" (shipped as {one.shipped or 'none'})"
        if not one.theme:
            level = "not a rule of words"
        yield f"  {visible(one.rule):48} {one.findings:6} {one.false_alarms:6} {share:>5}  {level}"
        for words, levels in one.quieter.items():
            yield f"      “{visible(words)}” counts {levels} {'level' if levels == 1 else 'levels'} less"
