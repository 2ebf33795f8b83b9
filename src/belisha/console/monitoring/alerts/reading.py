"""Reads what the record of activity found: its findings of the last days, and the hour around one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from belisha.activity.days import LONDON, Period
from belisha.activity.findings import context, find, findings
from belisha.activity.findings.spool import name_of
from belisha.activity.register import Kind, Register
from belisha.console.monitoring.alerts.model import Sent
from belisha.console.monitoring.alerts.rules import level_number

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from belisha.activity.events import Event
    from belisha.activity.findings import Finding, Seen

__all__ = ["Around", "around", "recent"]

MOST_EVENTS: Final = 400
DOCUMENTS: Final = frozenset({"text/html", "application/xhtml+xml"})
BACK: Final = timedelta(days=2)


class Around(NamedTuple):
    """What somebody did around a finding: [at, what, where, answer, why]; how many parts of pages were left out.

    `seen`: what was found, line by line, with the rules that found it.
    """

    events: list[list[str]]
    left_out: int
    seen: list[dict[str, Any]]


def recent(home: Path, school: str, today: date, register: Register) -> list[Sent]:
    """What was found at a school in the last days, whatever its level, the oldest first. Raises OSError."""
    found = findings(home, [school], Period(today - BACK, today), register.zone)
    return [_sent(one, register, "") for one in sorted(found, key=lambda one: (one.first, one.id))]


def _sent(found: Finding, register: Register, told: str) -> Sent:
    return Sent(
        finding=found.id,
        told=told,
        person=found.person,
        who=found.who,
        name=name_of(found, register),
        group=_group(register, found.school, found.group),
        device=register.name_of(Kind.DEVICE, found.school, found.device) if found.device else "",
        address=found.address,
        theme=found.theme,
        level=level_number(found.level),
        first=found.first,
        last=found.last,
        seen=[_seen(one) for one in found.seen],
        weighs=list(found.weighs),
        raised=bool(found.raised),
        versions=list(found.versions),
    )


def _group(register: Register, school: str, group: str) -> str:
    return register.name_of(Kind.GROUP, school, group) if group else ""


def _seen(one: Seen) -> dict[str, Any]:
    return {
        "text": one.text,
        "at": one.at.isoformat(),
        "kind": one.kind.value,
        "verdict": one.verdict,
        "times": one.times,
        "level": level_number(one.level),
        "sentence": one.because.sentence,
        "rule": one.because.rule,
        "version": one.because.version,
    }


def around(home: Path, school: str, finding: str) -> Around | None:
    """What somebody did from an hour before a finding to an hour after; None where the record has it no more.

    Raises ActivityError, OSError.
    """
    known = find(home, finding, [school], LONDON)
    if known is None:
        return None
    events = context(home, known, LONDON)
    said = [event for event in events if _says_something(event)]
    rows: list[list[str]] = []
    for event in said:
        row = _row(event)
        if not rows or rows[-1][1:] != row[1:]:
            rows.append(row)
    left_out = len(events) - len(said) + max(len(rows) - MOST_EVENTS, 0)
    return Around(rows[-MOST_EVENTS:], left_out, [_seen(one) for one in known.seen])


def _says_something(event: Event) -> bool:
    """A search, a block, a page, or a site of which only the name is known."""
    if event.search_term or event.verdict == "block" or event.method == "CONNECT":
        return True
    return event.method == "GET" and event.content_type in DOCUMENTS


def _row(event: Event) -> list[str]:
    what = f"“{event.search_term}”" if event.search_term else "Page" if event.method == "GET" else "Site"
    where = event.search_engine or (event.host + (event.path if event.path not in {"", "/"} else ""))
    return [event.time.isoformat(), what, where[:300], event.verdict, event.category]
