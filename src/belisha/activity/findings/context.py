"""What a person did in the hour before a finding and the hour after; and keeping it for a concern beyond retention."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from belisha.activity.days import LONDON, Period, milliseconds
from belisha.activity.durable import make_folder, sync_folder, write_whole
from belisha.activity.errors import ActivityError
from belisha.activity.events import Event
from belisha.activity.findings.files import school_folder, schools_with_findings
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


_ID = re.compile("F-[A-Z2-7]{10}")


class FrozenError(ActivityError):
    """What was frozen cannot be read; the text says which file."""


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
    events = tuple(context(home, finding, zone))
    if path.exists():
        before = read_frozen(path)
        events = every_event(before, events)
        by, at, reason = before.by, before.at, before.reason
    make_folder(path.parent)
    write_whole(path, msgspec.json.encode(Frozen(finding=finding, by=by, at=at, reason=reason, events=events)))
    return path


def every_event(kept: Frozen, events: Iterable[Event]) -> tuple[Event, ...]:
    """What was frozen and these, each once, in order."""
    known = {Identity(one.gateway, one.segment, one.offset): one for one in (*kept.events, *events)}
    return tuple(sorted(known.values(), key=lambda one: (one.time, one.gateway, one.segment, one.offset)))


def thaw(home: Path, kept: Frozen) -> None:
    """Let go of what was kept for a concern; what retention has not deleted stays on record. Raises OSError."""
    path = frozen_path(home, kept.finding.school, kept.finding.id)
    path.unlink(missing_ok=True)
    sync_folder(path.parent)


def frozen_path(home: Path, school: str, finding: str) -> Path:
    """Where a finding's frozen context lies."""
    return school_folder(home, school) / "frozen" / f"{finding}.json"


def read_frozen(path: Path) -> Frozen:
    """What was frozen. Raises FrozenError, OSError."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Frozen)
    except msgspec.DecodeError as error:
        message = f"{path} cannot be read, and nothing was changed: is it damaged, or of another version of Belisha?"
        raise FrozenError(message) from error


def find_frozen(home: Path, wanted: str) -> Frozen | None:
    """What was frozen of the finding of this id, on record or not any more. Raises FrozenError, OSError."""
    if not _ID.fullmatch(wanted):
        return None
    paths = [frozen_path(home, school, wanted) for school in schools_with_findings(home)]
    return next((read_frozen(path) for path in paths if path.exists()), None)


def frozen_of(home: Path, school: str) -> list[Frozen]:
    """Everything that is frozen of a school. Raises FrozenError, OSError."""
    return [read_frozen(path) for path in sorted((school_folder(home, school) / "frozen").glob("*.json"))]


def frozen(home: Path, school: str, zone: ZoneInfo = LONDON) -> list[tuple[str, date]]:
    """What is frozen of a school: ids of findings, and the days on which they began."""
    return [(one.finding.id, begins_on(one.finding, zone)) for one in frozen_of(home, school)]
