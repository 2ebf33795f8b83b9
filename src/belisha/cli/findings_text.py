"""Findings as text to read on a terminal."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import click

from belisha.activity.escapes import visible
from belisha.activity.findings import Finding, Seen
from belisha.activity.findings.marks import RuleShown
from belisha.activity.findings.spool import name_of
from belisha.activity.register import Register
from belisha.activity.reports.words import THEMES
from belisha.engine.themes import Level

_COLOURS = {Level.DANGER: "red", Level.CAUTION: "yellow", Level.ADVISORY: None}
_DONE = {"allow": "", "block": " (blocked)"}


def as_lines(finding: Finding, register: Register) -> Iterator[str]:
    """A finding: what, when, who, then each term or address with its reason, then what weighs."""
    zone = register.zone
    first, last = finding.first.astimezone(zone), finding.last.astimezone(zone)
    when = f"{first:%Y-%m-%d %H:%M}" + (f"-{last:%H:%M}" if last.replace(second=0) > first.replace(second=0) else "")
    level = click.style(f"{finding.level.upper():8}", fg=_COLOURS[finding.level])
    who = visible(name_of(finding, register)) + (f" ({visible(finding.group)})" if finding.group else "")
    if not finding.person:
        who += " (nobody known)"
    yield f"{level} {finding.id}  {when}  {visible(finding.school or '-')}  {who}: {_theme(finding.theme)}"
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


def as_digest(school: str, found: Sequence[Finding], days: tuple[date, date], register: Register) -> Iterator[str]:
    """The digest of one school: what there was by level, in full but for what is merely advisory."""
    span = f"{days[0]}" if days[0] == days[1] else f"{days[0]} to {days[1]}"
    people = len({one.who for one in found})
    yield f"{visible(school or '-')}, {span}: {_count(found, people)}"
    for level in (Level.DANGER, Level.CAUTION):
        for one in found:
            if one.level is level:
                yield from as_lines(one, register)
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
