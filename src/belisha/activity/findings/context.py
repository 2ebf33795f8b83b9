"""What a person did in the hour before a finding and the hour after; and keeping it for a concern beyond retention."""

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from belisha.activity.days import LONDON, Period, milliseconds
from belisha.activity.durable import make_folder, write_whole
from belisha.activity.events import Event
from belisha.activity.findings.files import school_folder
from belisha.activity.findings.model import Finding, Identity
from belisha.activity.findings.rules import begins_on
from belisha.activity.questions import lines
from belisha.activity.store import Scope, Store
from belisha.activity.view import View

HOUR = timedelta(hours=1)
_AROUND = """
    SELECT * FROM theirs
    WHERE ended >= $begin AND ended <= $end AND (squid_tag <> 'NONE_NONE' OR verdict = 'block')
"""


class Frozen(msgspec.Struct, frozen=True, kw_only=True):
    """A finding with its context as it was: who had it frozen, when and why, and every request around it."""

    finding: Finding
    by: str
    at: datetime
    reason: str
    events: tuple[Event, ...]


def context(home: Path, finding: Finding, zone: ZoneInfo = LONDON) -> list[Event]:
    """Every request of whom the finding is about from an hour before it to an hour after, in order."""
    begin, end = finding.first - HOUR, finding.last + HOUR
    days = Period(begin.astimezone(zone).date(), end.astimezone(zone).date())
    column = "person" if finding.person else "device" if finding.device else "address"

    def question(view: View) -> list[Event]:
        view.choose("theirs", "in_scope", [(column, (finding.who,))])
        view.define("chosen", _AROUND, begin=milliseconds(begin), end=milliseconds(end))
        return list(lines(view))

    return Store.open(home).ask(Scope((finding.school,), days, zone), question)


def freeze(home: Path, finding: Finding, *, by: str, at: datetime, reason: str, zone: ZoneInfo = LONDON) -> Path:
    """Keep a finding and its context whatever is deleted later; returns the file. Done again, it only grows.

    Raises OSError.
    """
    path = frozen_path(home, finding.school, finding.id)
    known = {Identity(one.gateway, one.segment, one.offset): one for one in context(home, finding, zone)}
    if path.exists():
        before = read_frozen(path)
        known = {Identity(one.gateway, one.segment, one.offset): one for one in before.events} | known
        by, at, reason = before.by, before.at, before.reason
    events = tuple(sorted(known.values(), key=lambda one: (one.time, one.gateway, one.segment, one.offset)))
    make_folder(path.parent)
    write_whole(path, msgspec.json.encode(Frozen(finding=finding, by=by, at=at, reason=reason, events=events)))
    return path


def frozen_path(home: Path, school: str, finding: str) -> Path:
    """Where a finding's frozen context lies."""
    return school_folder(home, school) / "frozen" / f"{finding}.json"


def read_frozen(path: Path) -> Frozen:
    """What was frozen. Raises OSError, msgspec.DecodeError."""
    return msgspec.json.decode(path.read_bytes(), type=Frozen)


def frozen(home: Path, school: str, zone: ZoneInfo = LONDON) -> list[tuple[str, date]]:
    """What is frozen of a school: ids of findings, and the days on which they began."""
    kept = [read_frozen(path).finding for path in sorted((school_folder(home, school) / "frozen").glob("*.json"))]
    return [(one.id, begins_on(one, zone)) for one in kept]
