"""The record of who looked at whose activity, when and what for: written before anything is shown.

One file a day, so that old days can be deleted without touching the one that is written.
"""

import os
import pwd
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from belisha.activity.durable import make_folder, settle
from belisha.activity.manifest import activity_folder

FOLDER = "lookups"


class Lookup(msgspec.Struct, frozen=True, kw_only=True):
    """One look. ``what``: which report or list; ``kind`` and ``subject``: whom it was about; days of the period."""

    at: datetime
    by: str
    what: str
    kind: str
    subject: str
    schools: tuple[str, ...]
    first: str
    last: str
    purpose: str


def lookups_folder(home: Path) -> Path:
    """Where the record lies: a file for each day (UTC), one JSON object a line."""
    return activity_folder(home) / FOLDER


def record_lookup(home: Path, lookup: Lookup) -> None:
    """Append a look-up durably. Raises OSError, and then nothing may be shown."""
    record_lookups(home, [lookup])


def record_lookups(home: Path, several: Sequence[Lookup]) -> None:
    """Append look-ups of one moment durably, all or none. Raises OSError, and then nothing may be shown."""
    path = lookups_folder(home) / f"{several[0].at.astimezone(UTC).date()}.jsonl"
    make_folder(path.parent)
    fresh = not path.exists()
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
    try:
        os.write(handle, b"".join(msgspec.json.encode(lookup) + b"\n" for lookup in several))
        os.fsync(handle)
    finally:
        os.close(handle)
    if fresh:
        settle(path)


def lookups(home: Path) -> Iterator[Lookup]:
    """Every look on record, oldest day first. A line that a full disk cut short is passed over."""
    for path in sorted(lookups_folder(home).glob("*.jsonl")):
        for line in path.read_bytes().splitlines():
            with suppress(msgspec.DecodeError):
                yield msgspec.json.decode(line, type=Lookup)


def operating_user() -> str:
    """Who is at the machine: the user of the operating system, and who became that user through sudo."""
    try:
        name = pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        name = f"user {os.getuid()}"
    behind = os.environ.get("SUDO_USER", "")
    return f"{behind} as {name}" if behind else name
