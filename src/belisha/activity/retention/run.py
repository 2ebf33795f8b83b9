"""One run of retention: what is held, what is due, what went; on record before and after."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from belisha.activity.counted import counted
from belisha.activity.days import LONDON
from belisha.activity.durable import make_folder, settle
from belisha.activity.ingest import ingest, sweep
from belisha.activity.keep import FILE as SETTINGS
from belisha.activity.keep import Keep, Kind, RetentionError
from belisha.activity.place import activity_folder
from belisha.activity.register import read_register
from belisha.activity.retention.shelves import SHELVES, Expired, Held, held_events

FILE = "deletions.jsonl"
# Each day a day of each kind goes. Far more at once is a clock gone wrong or a number mistyped: somebody has to look.
MOST_UNASKED = 62


class Deletion(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the record of deletions: ``begun`` says what is to go, ``done`` that nothing of it is left.

    Names nobody: kinds, schools, days and numbers. A run that was killed has no ``done``; the next one finishes it.
    """

    at: datetime
    by: str
    state: Literal["begun", "done"]
    days: tuple[Held, ...]


class Retained(msgspec.Struct, frozen=True):
    """What a run deleted, or would, with everything on record before and after it."""

    deleted: tuple[Held, ...]
    before: tuple[Held, ...]
    after: tuple[Held, ...]
    dry_run: bool = False


def held(home: Path) -> tuple[Held, ...]:
    """Everything that retention looks after, in order of kind, school and day. Raises OSError."""
    return tuple(sorted(each for shelf in SHELVES.values() for each in shelf.held(home)))


def days_on_record(home: Path) -> tuple[Held, ...]:
    """The events alone."""
    return tuple(sorted(held_events(home)))


def strangers(home: Path, named: Iterable[str], on_record: Iterable[Held]) -> list[str]:
    """Of schools that the settings name those that are neither in the policy nor on record: misspelt, probably."""
    return sorted(set(named) - read_register(home).schools.keys() - {each.school for each in on_record})


def would_go(home: Path, keep: Keep, today: date) -> Retained:
    """What a run would delete now of what is in Parquet and in files; nothing is changed."""
    before = held(home)
    due = _due(before, keep, today)
    return Retained(due, before, tuple(each for each in before if each not in due), dry_run=True)


def retain(home: Path, keep: Keep, today: date, *, by: str = "", zone: ZoneInfo = LONDON) -> Retained:
    """Delete every day that is kept no longer; what is still in the journal is brought in first.

    ``by``: who asked for it; empty: the recorder, once a day, which deletes at most MOST_UNASKED days of a kind at one
    school. Raises RetentionError when more are due, when a hold names a school that is not there, or something of such
    a day is still there afterwards; OSError when the disk refuses.
    """
    ingest(home, zone=zone)
    before = held(home)
    _check_holds(home, keep, before, today)
    due = _due(before, keep, today)
    if not by:
        _check_amount(due, today)
    if due:
        _note(home, by, "begun", due)
    for kind, shelf in SHELVES.items():  # also without anything due: a run that was killed may have left files
        shelf.delete(home, _judge(keep, kind, today))
    sweep(home)
    after = held(home)
    left = _due(after, keep, today)
    if left:
        first = f"{left[0].kind} of {left[0].school!r}, {left[0].day}"
        message = f"{len(left)} of {counted(len(due), 'day')} still there: {first}."
        raise RetentionError(message)
    begun = _unfinished(home)
    if begun:
        _note(home, by, "done", begun)
    return Retained(due, before, after)


def _check_holds(home: Path, keep: Keep, before: tuple[Held, ...], today: date) -> None:
    """What a misspelt hold should keep would be gone for good, so it stops everything."""
    unknown = strangers(home, (hold.school for hold in keep.holds if today <= hold.until), before)
    if unknown:
        message = (
            f"A hold in {SETTINGS} names the school {unknown[0]!r}, which is neither in the policy nor on record, so "
            "nothing is deleted. Is it misspelt?"
        )
        raise RetentionError(message)


def _check_amount(due: tuple[Held, ...], today: date) -> None:
    """Refuse to delete months at once unless somebody asked for it."""
    counts = Counter((kind, school) for kind, school, _ in {(each.kind, each.school, each.day) for each in due})
    for (kind, school), days in sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:1]:
        if days > MOST_UNASKED:
            message = (
                f"{days} days of {kind} of {school!r} are due to go at once: nothing is deleted. Is it really {today}? "
                "`belisha retention run --dry-run` shows what would go; without --dry-run it deletes it."
            )
            raise RetentionError(message)


def _due(days: tuple[Held, ...], keep: Keep, today: date) -> tuple[Held, ...]:
    by_kind: dict[Kind, list[Held]] = {}
    for each in days:
        by_kind.setdefault(each.kind, []).append(each)
    return tuple(
        sorted(one for kind, some in by_kind.items() for one in SHELVES[kind].due(some, _judge(keep, kind, today)))
    )


def _judge(keep: Keep, kind: Kind, today: date) -> Expired:
    return lambda school, day: keep.expired(kind, school, day, today)


def _unfinished(home: Path) -> tuple[Held, ...]:
    """What was to go and is not yet said to be gone."""
    waiting: set[Held] = set()
    for each in deletions(home):
        waiting = waiting | set(each.days) if each.state == "begun" else set()
    return tuple(sorted(waiting))


def deletions(home: Path) -> Iterator[Deletion]:
    """The record of deletions, oldest first."""
    with suppress(FileNotFoundError):
        for line in (activity_folder(home) / FILE).read_bytes().splitlines():
            with suppress(msgspec.DecodeError):
                yield msgspec.json.decode(line, type=Deletion)


def _note(home: Path, by: str, state: Literal["begun", "done"], days: tuple[Held, ...]) -> None:
    path = activity_folder(home) / FILE
    make_folder(path.parent)
    deletion = Deletion(at=datetime.now(UTC), by=by or "the recorder", state=state, days=days)
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
    try:
        os.write(handle, msgspec.json.encode(deletion) + b"\n")
        os.fsync(handle)
    finally:
        os.close(handle)
    settle(path)
