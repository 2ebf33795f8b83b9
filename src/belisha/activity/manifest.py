"""What is committed of one gateway's journal: which Parquet parts count, and up to which byte each segment is in them.

One small file, replaced atomically, is the whole truth: a part that it does not name does not exist. Several machines
may keep their gateways' records in one place: each writes only below its gateways' names, so no two ever wait or meet.
"""

import fcntl
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Literal

import msgspec

from belisha.activity.durable import make_folder, settle, write_whole
from belisha.activity.errors import ActivityError
from belisha.activity.place import Place, activity_folder, is_shared, record_place

__all__ = [
    "Manifest",
    "ManifestError",
    "Part",
    "RejectFile",
    "Retired",
    "TakenError",
    "activity_folder",
    "check_own",
    "commit",
    "committed",
    "gateway_place",
    "gateways",
    "is_own",
    "locked",
    "own_gateways",
    "read_manifest",
    "read_manifests",
]

FILE = "manifest.json"
OWNER_FILE = "owner"
ATTEMPTS = 6
PAUSE_SECONDS = 0.05


class ManifestError(ActivityError):
    """A manifest cannot be read; the text says which and why."""


class TakenError(ActivityError):
    """Another machine keeps the record of a gateway of this name."""


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
    owner: str = ""  # the data folder that writes it
    generation: int = 0
    offsets: dict[str, int] = {}
    parts: tuple[Part, ...] = ()
    rejects: tuple[RejectFile, ...] = ()
    retired: tuple[Retired, ...] = ()


def gateway_place(home: Path, gateway: str) -> Place:
    """Where one gateway's parts, rejects and manifest lie."""
    return record_place(home).below(gateway)


def gateways(home: Path) -> list[str]:
    """The gateways that have committed anything, whichever machine they are on."""
    return list(read_manifests(home))


def own_gateways(home: Path) -> list[str]:
    """Those of them that write from this data folder: nothing of the others may be changed from here."""
    return [gateway for gateway, manifest in read_manifests(home).items() if is_own(home, manifest)]


def is_own(home: Path, manifest: Manifest) -> bool:
    """Whether this data folder writes it, or nobody does yet."""
    return manifest.owner in ("", _owner(home)) or not is_shared(home)


def check_own(home: Path, gateway: str) -> None:
    """Raises TakenError where another machine keeps the record of a gateway of this name."""
    if not is_own(home, read_manifest(home, gateway)):
        place = gateway_place(home, gateway)
        message = f"{place} is written by another machine: give this gateway another name: in gateway.yaml."
        raise TakenError(message)


def committed(home: Path, manifests: Mapping[str, Manifest]) -> dict[str, Mapping[str, int]]:
    """By gateway and segment, the bytes of this data folder's journal that are in Parquet."""
    return {gateway: manifest.offsets for gateway, manifest in manifests.items() if is_own(home, manifest)}


def _owner(home: Path) -> str:
    try:
        return (activity_folder(home) / OWNER_FILE).read_text()
    except FileNotFoundError:
        return ""


def _become_owner(home: Path) -> str:
    """What this data folder goes by in manifests; made up once."""
    if not _owner(home):
        make_folder(activity_folder(home))
        write_whole(activity_folder(home) / OWNER_FILE, os.urandom(8).hex().encode())
    return _owner(home)


def read_manifests(home: Path) -> dict[str, Manifest]:
    """Every manifest, by gateway in order. Raises ManifestError."""
    place = record_place(home)
    read = {gateway: _read(place.below(gateway)) for gateway in place.folders()}
    return {gateway: manifest for gateway, manifest in read.items() if manifest}


def read_manifest(home: Path, gateway: str) -> Manifest:
    """The manifest as it is now; an empty one before the first commit. Raises ManifestError."""
    return _read(gateway_place(home, gateway)) or Manifest()


def _read(place: Place) -> Manifest | None:
    for attempt in range(ATTEMPTS):
        try:
            return msgspec.json.decode(place.read(FILE), type=Manifest)
        except FileNotFoundError:
            return None
        except msgspec.DecodeError as error:
            # a bucket's client that asks for size and content one after the other may mix two manifests: never to JSON
            if attempt + 1 == ATTEMPTS:
                message = f"{place}/{FILE} cannot be read ({error}). Nothing was deleted; its parts are whole."
                raise ManifestError(message) from error
            time.sleep(PAUSE_SECONDS)
    return None


def commit(home: Path, gateway: str, manifest: Manifest) -> Manifest:
    """Make this the truth from now on; returns it with its new generation. Only the holder of the lock may."""
    following = msgspec.structs.replace(manifest, generation=manifest.generation + 1, owner=_become_owner(home))
    gateway_place(home, gateway).write(FILE, msgspec.json.encode(following))
    return following


@contextmanager
def locked(home: Path, gateway: str) -> Iterator[Place]:
    """The gateway's place, for one writer of this machine at a time; the lock ends with the process, however it ends.

    Raises TakenError where another machine's manifest lies there.
    """
    path = activity_folder(home) / ".locks" / gateway
    make_folder(path.parent)
    fresh = not path.exists()
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o640)
    try:
        if fresh:
            settle(path)
        fcntl.flock(handle, fcntl.LOCK_EX)
        check_own(home, gateway)
        yield gateway_place(home, gateway)
    finally:
        os.close(handle)
