"""The record of who looked at whose activity, when and what for: written before anything is shown."""

import os
import pwd
from datetime import datetime
from pathlib import Path

import msgspec

from belisha.activity.durable import make_folder, settle
from belisha.activity.manifest import activity_folder

FILE = "lookups.jsonl"


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


def record_lookup(home: Path, lookup: Lookup) -> None:
    """Append a look-up durably. Raises OSError, and then nothing may be shown."""
    path = activity_folder(home) / FILE
    make_folder(path.parent)
    fresh = not path.exists()
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
    try:
        os.write(handle, msgspec.json.encode(lookup) + b"\n")
        os.fsync(handle)
    finally:
        os.close(handle)
    if fresh:
        settle(path)


def operating_user() -> str:
    """Who is at the machine: the user of the operating system, and who became that user through sudo."""
    try:
        name = pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        name = f"user {os.getuid()}"
    behind = os.environ.get("SUDO_USER", "")
    return f"{behind} as {name}" if behind else name
