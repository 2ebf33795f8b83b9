"""Where findings lie: a folder for each school and day, JSON lines that are only ever appended, whole or not at all.

``activity/findings/school=…/day=…/sightings.jsonl`` and ``told.jsonl``; what a concern froze lies beside the days.
"""

import errno
import fcntl
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import TypeVar
from urllib.parse import unquote

import msgspec

from belisha.activity.durable import FILE_MODE, make_folder, settle, sync_folder, write_whole
from belisha.activity.findings.model import Sighting, Told
from belisha.activity.manifest import activity_folder
from belisha.activity.school_days import SchoolDay, part_folder
from belisha.engine.themes import Level

Row = TypeVar("Row", bound=msgspec.Struct)
SIGHTINGS, TOLD = "sightings.jsonl", "told.jsonl"


def findings_folder(home: Path) -> Path:
    """Where everything about findings lies that the watcher writes."""
    return activity_folder(home) / "findings"


def day_folder(home: Path, owner: SchoolDay) -> Path:
    """The folder of a school's day."""
    return findings_folder(home) / part_folder(owner)


def spool_folder(home: Path) -> Path:
    """Where findings of level danger are handed on, a file each."""
    return home / "spool" / "findings"


@contextmanager
def writing(home: Path) -> Iterator[None]:
    """One writer at a time: watcher, rescan, deletion. The lock ends with the process, however it ends."""
    place = findings_folder(home)
    make_folder(place)
    with _locked(place / ".lock", fcntl.LOCK_EX):
        yield


@contextmanager
def _locked(path: Path, how: int) -> Iterator[None]:
    fresh = not path.exists()
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, FILE_MODE)
    try:
        if fresh:
            settle(path)
        fcntl.flock(handle, how)
        yield
    finally:
        os.close(handle)


@contextmanager
def watching(home: Path) -> Iterator[None]:
    """Only one watcher runs in a data folder. Raises BlockingIOError when there is one."""
    make_folder(findings_folder(home))
    with _locked(findings_folder(home) / ".watching", fcntl.LOCK_EX | fcntl.LOCK_NB):
        yield


def is_watched(home: Path) -> bool:
    """Whether a watcher runs."""
    path = findings_folder(home) / ".watching"
    if not path.exists():
        return False
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


def rescans(home: Path) -> int:
    """Changes whenever what is on record was read anew."""
    try:
        return (findings_folder(home) / ".rescanned").stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def note_rescan(home: Path) -> None:
    """Tell the watcher that what is on record was read anew."""
    write_whole(findings_folder(home) / ".rescanned", b"")


def append(path: Path, rows: Sequence[msgspec.Struct]) -> None:
    """Append lines durably, all or none. Raises OSError. A line that a power cut left without its end is ended."""
    if not rows:
        return
    make_folder(path.parent)
    fresh = not path.exists()
    handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, FILE_MODE)
    try:
        _append_whole(handle, b"".join(msgspec.json.encode(row) + b"\n" for row in rows))
        os.fsync(handle)
    finally:
        os.close(handle)
    if fresh:
        settle(path)
        sync_folder(path.parent)


def _append_whole(handle: int, content: bytes) -> None:
    end = os.lseek(handle, 0, os.SEEK_END)
    if end and os.pread(handle, 1, end - 1) != b"\n":
        content = b"\n" + content
    if os.write(handle, content) != len(content):
        os.ftruncate(handle, end)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def read_rows(path: Path, shape: type[Row]) -> list[Row]:
    """All lines of a file; none when there is no file. What a power cut left of a line is passed over."""
    decoder = msgspec.json.Decoder(shape)
    rows = []
    with suppress(FileNotFoundError):
        for line in path.read_bytes().splitlines():
            with suppress(msgspec.DecodeError):
                rows.append(decoder.decode(line))
    return rows


def replace(path: Path, rows: Iterable[msgspec.Struct]) -> None:
    """Write a file anew, atomically; without rows there is no file."""
    content = b"".join(msgspec.json.encode(row) + b"\n" for row in rows)
    if content:
        make_folder(path.parent)
        write_whole(path, content)
    else:
        path.unlink(missing_ok=True)


def sightings_of(home: Path, owner: SchoolDay) -> list[Sighting]:
    """What was sighted on a school's day."""
    return read_rows(day_folder(home, owner) / SIGHTINGS, Sighting)


def mentions(home: Path, owner: SchoolDay, finding: str) -> bool:
    """Whether a finding has a part in a school's day, without reading it all."""
    try:
        return b'"%b"' % finding.encode() in (day_folder(home, owner) / SIGHTINGS).read_bytes()
    except FileNotFoundError:
        return False


def told_of(home: Path, owner: SchoolDay) -> list[Told]:
    """What was handed on of findings that began on a school's day."""
    return read_rows(day_folder(home, owner) / TOLD, Told)


def school_folder(home: Path, school: str) -> Path:
    """The folder of a school: its days, and what was frozen."""
    return day_folder(home, SchoolDay(school, date.min)).parent


def schools_with_findings(home: Path) -> list[str]:
    """Ids of the schools that anything was ever found of."""
    return sorted({_school(path) for path in findings_folder(home).glob("school=*")})


def days_with_findings(home: Path, school: str) -> list[date]:
    """The days of a school that anything is kept of, in order."""
    days = []
    for path in school_folder(home, school).glob("day=*"):
        with suppress(ValueError):
            days.append(date.fromisoformat(path.name.removeprefix("day=")))
    return sorted(days)


def _school(folder: Path) -> str:
    """The school of a folder. The name of one whose id is very long is cut short, but its sightings say it."""
    name = folder.name.removeprefix("school=")
    files = sorted(folder.glob(f"day=*/{SIGHTINGS}")) if "~" in name else []
    return next((row.school for path in files for row in read_rows(path, Sighting)), unquote(name))


def grave_so_far(home: Path, school: str, before: date = date.max) -> Iterator[tuple[str, str]]:
    """Who has a sighting of caution or danger on record before a day, and of which theme."""
    for day in days_with_findings(home, school):
        if day < before:
            rows = sightings_of(home, SchoolDay(school, day))
            yield from ((row.who, row.theme) for row in rows if row.level is not Level.ADVISORY)
