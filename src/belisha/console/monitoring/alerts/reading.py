"""Reads what the record of activity found: its spool of danger, its findings of the last days, the hour around one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec

from belisha.activity.days import LONDON, Period
from belisha.activity.errors import ActivityError
from belisha.activity.findings import Alert, context, find, findings
from belisha.activity.findings.files import spool_folder
from belisha.activity.findings.spool import name_of
from belisha.activity.register import Kind, Register
from belisha.console.monitoring.alerts.model import Sent
from belisha.console.monitoring.alerts.rules import level_number

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from belisha.activity.events import Event
    from belisha.activity.findings import Finding, Seen

__all__ = ["Around", "Waiting", "around", "recent", "waiting"]

MOST_EVENTS: Final = 400
DOCUMENTS: Final = frozenset({"text/html", "application/xhtml+xml"})
BACK: Final = timedelta(days=2)


class Waiting(NamedTuple):
    """A file of the spool, the school's code, and what it says; None where it cannot be read."""

    path: Path
    school: str
    sent: Sent | None


class Around(NamedTuple):
    """What somebody did around a finding: [at, what, where, answer, why]; how many parts of pages were left out."""

    events: list[list[str]]
    left_out: int


def waiting(home: Path, register: Register) -> Iterator[Waiting]:
    """What was handed on and is still in the spool, by the names of its files. Raises OSError."""
    for path in sorted(spool_folder(home).glob("*.json")):
        try:
            told = msgspec.json.decode(path.read_bytes(), type=Alert)
        except FileNotFoundError:
            continue  # retention, or another reader, was quicker
        except msgspec.DecodeError:
            yield Waiting(path, "", None)
            continue
        yield Waiting(path, told.school, _of_spool(home, told, register))


def _of_spool(home: Path, told: Alert, register: Register) -> Sent:
    """As the record has it; as the spool says where the record cannot be read or has nothing any more."""
    try:
        known = find(home, told.finding, [told.school], register.zone)
    except (ActivityError, OSError):
        known = None
    moment = told.told.isoformat()
    if known is not None:
        # the spool's name and level: that is what was handed on
        return _sent(known, register, moment)._replace(level=level_number(told.level), finding=told.finding)
    seen = [
        _line(text, told.first.isoformat(), verdict, why)
        for text, verdict, why in zip(told.terms, told.verdicts, (*told.because, *[""] * len(told.terms)), strict=False)
    ]
    return Sent(
        finding=told.finding,
        told=moment,
        person=told.person,
        who=told.who,
        name=told.name,
        group=_group(register, told.school, told.group),
        device=told.device,
        address=told.address,
        theme=told.theme,
        level=level_number(told.level),
        first=told.first,
        last=told.last,
        seen=seen,
        weighs=list(told.weighs),
        raised=bool(told.raised),
        versions=list(told.versions),
    )


def _line(text: str, at: str, verdict: str, why: str) -> dict[str, Any]:
    return {
        "text": text,
        "at": at,
        "kind": "search",
        "verdict": verdict,
        "times": 1,
        "level": level_number("danger"),
        "sentence": why,
        "rule": "",
        "version": "",
    }


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
    return Around(rows[-MOST_EVENTS:], len(events) - len(said) + max(len(rows) - MOST_EVENTS, 0))


def _says_something(event: Event) -> bool:
    """A search, a block, a page, or a site of which only the name is known."""
    if event.search_term or event.verdict == "block" or event.method == "CONNECT":
        return True
    return event.method == "GET" and event.content_type in DOCUMENTS


def _row(event: Event) -> list[str]:
    what = f"“{event.search_term}”" if event.search_term else "Page" if event.method == "GET" else "Site"
    where = event.search_engine or (event.host + (event.path if event.path not in {"", "/"} else ""))
    return [event.time.isoformat(), what, where[:300], event.verdict, event.category]
