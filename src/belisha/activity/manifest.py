"""What is committed of one gateway's journal: which Parquet parts count, and up to which byte each segment is in them.

One small file, replaced atomically, is the whole truth: a part that it does not name does not exist.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Literal

import msgspec

from belisha.activity.durable import make_folder, settle, write_whole
from belisha.activity.errors import ActivityError

FILE = "manifest.json"


class ManifestError(ActivityError):
    """A manifest cannot be read; the text says which and why."""


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One Parquet file: events of one school on one day. ``first`` and ``last``: times in ms since 1970."""

    path: str  # below the gateway's folder
    school: str
    day: date
    rows: int
    bytes: int
    first: int
    last: int
    level: int = 0  # how often its rows were compacted


class RejectFile(msgspec.Struct, frozen=True, kw_only=True):
    """One file of rejected lines, one JSON object a line."""

    path: str
    segment: str
    rows: int
    day: date  # when it was written


class Retired(msgspec.Struct, frozen=True, kw_only=True):
    """A part that a compaction replaced; kept a while for readers that began before. ``at``: seconds since 1970."""

    path: str
    school: str
    day: date
    at: float


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """The state of one gateway's record. ``offsets``: bytes committed, by segment still in the journal."""

    format: Literal[1] = 1
    generation: int = 0
    offsets: dict[str, int] = {}
    parts: tuple[Part, ...] = ()
    rejects: tuple[RejectFile, ...] = ()
    retired: tuple[Retired, ...] = ()


def activity_folder(home: Path) -> Path:
    """Where everything recorded lies."""
    return home / "activity"


def gateway_folder(home: Path, gateway: str) -> Path:
    """Where one gateway's parts, rejects and manifest lie."""
    return activity_folder(home) / gateway


def gateways(home: Path) -> list[str]:
    """The gateways that have committed anything."""
    return sorted(path.parent.name for path in activity_folder(home).glob(f"*/{FILE}"))


def read_manifest(home: Path, gateway: str) -> Manifest:
    """The manifest as it is now; an empty one before the first commit. Raises ManifestError."""
    path = gateway_folder(home, gateway) / FILE
    try:
        return msgspec.json.decode(path.read_bytes(), type=Manifest)
    except FileNotFoundError:
        return Manifest()
    except msgspec.DecodeError as error:
        message = f"{path} cannot be read ({error}). Nothing was deleted; the parts beside it are whole."
        raise ManifestError(message) from error


def commit(home: Path, gateway: str, manifest: Manifest) -> Manifest:
    """Make this the truth from now on; returns it with its new generation. Only the holder of the lock may."""
    following = msgspec.structs.replace(manifest, generation=manifest.generation + 1)
    write_whole(gateway_folder(home, gateway) / FILE, msgspec.json.encode(following))
    return following


@contextmanager
def locked(home: Path, gateway: str) -> Iterator[Path]:
    """The gateway's folder, for one writer at a time; the lock ends with the process, however it ends."""
    place = gateway_folder(home, gateway)
    make_folder(place)
    path = place / ".lock"
    fresh = not path.exists()
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o640)
    try:
        if fresh:
            settle(path)
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield place
    finally:
        os.close(handle)
