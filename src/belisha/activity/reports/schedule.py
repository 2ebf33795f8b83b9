"""Weekly reports on schedule: whose, who asked for them, what for and until when; and which weeks are due.

Kept in one file of the data folder; every change of it is made whole, by one process at a time.
"""

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path

import msgspec

from belisha.activity.days import Period
from belisha.activity.durable import settle, write_whole
from belisha.activity.errors import ActivityError

FILE = "report-schedule.json"
MOST_MADE_UP = 4  # weeks; older ones that were missed are not made up
WEEK = timedelta(days=7)


class ScheduleError(ActivityError):
    """The schedule cannot be read or holds no such entry; the text says which."""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One weekly report. ``made_to``: the Sunday up to which it was made; ``trouble``: why the last was not."""

    kind: str
    subject: str
    name: str
    school: str
    by: str
    purpose: str
    added: datetime
    until: date | None = None
    names: bool = False
    pdf: bool = False
    made_to: date | None = None
    trouble: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """There is one entry for each of these."""
        return self.school, self.kind, self.subject


def read_schedule(home: Path) -> list[Entry]:
    """Every entry, in the order in which they were added. Raises ScheduleError."""
    path = home / FILE
    try:
        return msgspec.json.decode(path.read_bytes(), type=list[Entry])
    except FileNotFoundError:
        return []
    except msgspec.DecodeError as error:
        message = f"{path} cannot be read ({error}). Put it right or remove it; no report is lost by that."
        raise ScheduleError(message) from error


@contextmanager
def alone(home: Path, what: str = FILE) -> Iterator[None]:
    """Let one process at a time do this: by default read and then write the schedule."""
    path = home / f".{what}.lock"
    fresh = not path.exists()
    handle = os.open(path, os.O_WRONLY | os.O_CREAT, 0o640)
    try:
        if fresh:
            settle(path)
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def add(home: Path, entry: Entry) -> None:
    """Add an entry, in the place of the one about the same subject if there is any."""
    with alone(home):
        others = [each for each in read_schedule(home) if each.key != entry.key]
        _write(home, [*others, entry])


def remove(home: Path, key: tuple[str, str, str]) -> Entry:
    """Take an entry off, and return it. Raises ScheduleError."""
    with alone(home):
        entries = read_schedule(home)
        found = next((each for each in entries if each.key == key), None)
        if found is None:
            school, kind, subject = key
            message = f"No weekly report of the {kind} {subject!r} of {school!r} is on the schedule."
            raise ScheduleError(message)
        _write(home, [each for each in entries if each.key != key])
        return found


def note_made(home: Path, entries: Sequence[Entry]) -> None:
    """Keep how far these have got; one that was taken off meanwhile stays off."""
    made = {entry.key: entry for entry in entries}
    with alone(home):
        _write(
            home,
            [
                msgspec.structs.replace(each, made_to=made[each.key].made_to, trouble=made[each.key].trouble)
                if each.key in made
                else each
                for each in read_schedule(home)
            ],
        )


def _write(home: Path, entries: Sequence[Entry]) -> None:
    write_whole(home / FILE, msgspec.json.format(msgspec.json.encode(entries), indent=1))


def due(entry: Entry, today: date) -> list[Period]:
    """The finished weeks whose report is not made yet, oldest first; of many missed ones the last few."""
    monday = entry.made_to + timedelta(days=1) if entry.made_to else _monday(entry.added.date())
    weeks = []
    while monday + WEEK <= today and (entry.until is None or monday <= entry.until):
        weeks.append(Period(monday, monday + timedelta(days=6)))
        monday += WEEK
    return weeks[-MOST_MADE_UP:]


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def anything_due(home: Path, today: date) -> bool:
    """Whether there is a report to make. Raises ScheduleError."""
    return any(due(entry, today) for entry in read_schedule(home))
