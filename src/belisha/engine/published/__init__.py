"""What is in force: the published policy and index, and the one pointer that names both.

Files are named by their content and never change; publishing writes a new file and then moves the pointer by an atomic
rename. A reader keeps the last good pair until the next one opens, so a broken publication changes nothing; a reader
that starts while the pointer is damaged goes by its copy.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec

from belisha.engine.policy import PolicyError, Rulebook, dump, load

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from belisha.engine.policy import Policy
    from belisha.engine.snapshot import Snapshot

__all__ = [
    "InForce",
    "NothingPublishedError",
    "Pointer",
    "Published",
    "index_path",
    "lists_folder",
    "open_in_force",
    "open_pair",
    "policy_path",
    "publish_lists",
    "publish_policy",
    "put_in_force",
    "read_pointer",
    "write_atomically",
]


CURRENT, COPY, HISTORY = "current.json", "last-good.json", "history.jsonl"


class NothingPublishedError(Exception):
    """There is no policy or no index in force, or what the pointer names cannot be opened; the text says which."""


class Pointer(msgspec.Struct, frozen=True, omit_defaults=True):
    """The content of `published/current.json`: which policy and index are in force, since when (ISO 8601, UTC).

    `cut_from`: the digest of the whole policy, where another machine published this part of it for a gateway.
    """

    policy: str = ""
    lists: str = ""
    at: str = ""
    cut_from: str = ""


class InForce(msgspec.Struct, frozen=True, eq=False):
    """A policy and an index that belong together, opened."""

    pointer: Pointer
    rulebook: Rulebook
    index: Snapshot


def _folder(home: Path) -> Path:
    return home / "published"


def _pointer_path(home: Path, name: str = CURRENT) -> Path:
    return _folder(home) / name


def read_pointer(home: Path, name: str = CURRENT) -> Pointer:
    """The pointer as it is now (or its copy); an empty one when nothing was published.

    Raises NothingPublishedError when the file is there but is not a pointer.
    """
    try:
        return msgspec.json.decode(_pointer_path(home, name).read_bytes(), type=Pointer)
    except FileNotFoundError:
        return Pointer()
    except (msgspec.DecodeError, OSError) as error:
        message = f"The pointer {name} cannot be read: {error}"
        raise NothingPublishedError(message) from error


def write_atomically(target: Path, content: bytes) -> None:
    """Write a file so that a reader, or a crash at any instant, sees the old content or the new, never a part."""
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    with draft.open("wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    draft.replace(target)


def _move_pointer(home: Path, policy: str | None = None, lists: str | None = None) -> Pointer:
    with _one_at_a_time(_folder(home)):
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        old = _old_pointer(home)
        new = Pointer(policy=policy or old.policy, lists=lists or old.lists, at=now)
        _point_at(home, new)
    return new


def _point_at(home: Path, pointer: Pointer) -> None:
    line = msgspec.json.encode(pointer)
    for name in (CURRENT, COPY):
        write_atomically(_pointer_path(home, name), line)
    with _pointer_path(home, HISTORY).open("ab") as history:
        history.write(line + b"\n")


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    """A policy and lists that are published at the same moment must not undo each other: the folder is the lock."""
    turn = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield
    finally:
        os.close(turn)


def _old_pointer(home: Path) -> Pointer:
    """What to keep of the pointer that is moved: publishing is also how a damaged one is mended."""
    try:
        return read_pointer(home)
    except NothingPublishedError:
        return read_pointer(home, COPY)


def publish_policy(home: Path, policy: Policy) -> str:
    """Put a checked policy in force; returns its digest. It is opened once before the pointer moves."""
    content = dump(policy)
    Rulebook.of(load(content))
    digest = hashlib.sha256(content).hexdigest()
    write_atomically(policy_path(home, digest), content)
    _move_pointer(home, policy=digest)
    return digest


def publish_lists(home: Path, digest: str) -> None:
    """Put an index that was built into `published/lists` in force. Raises SnapshotError when it is not whole."""
    from belisha.engine.snapshot import Snapshot  # noqa: PLC0415 - as in open_pair

    Snapshot.open(index_path(home, digest)).verify()
    _move_pointer(home, lists=digest)


def put_in_force(home: Path, pointer: Pointer) -> None:
    """Go by files that another machine published, which lie here already. They are opened once before it moves.

    Raises NothingPublishedError, with what is in force left as it is.
    """
    open_pair(home, pointer)
    with _one_at_a_time(_folder(home)):
        _point_at(home, pointer)


def policy_path(home: Path, digest: str) -> Path:
    """Where the policy of this digest lies."""
    return _folder(home) / "policy" / f"{digest}.json"


def lists_folder(home: Path) -> Path:
    """Where indexes are built."""
    return _folder(home) / "lists"


def index_path(home: Path, digest: str) -> Path:
    """Where the index of this digest lies: a file or folder whose name begins with the digest."""
    folder = lists_folder(home)
    return next(iter(sorted(folder.glob(f"{digest}*"))), folder / digest)


def open_in_force(home: Path, name: str = CURRENT) -> InForce:
    """Open what the pointer (or its copy) names. Raises NothingPublishedError with the reason."""
    return open_pair(home, read_pointer(home, name))


def open_pair(home: Path, pointer: Pointer) -> InForce:
    """Open what a pointer names, of now or of the past. Raises NothingPublishedError with the reason."""
    if not pointer.policy or not pointer.lists:
        missing = "policy" if not pointer.policy else "lists"
        message = f"No {missing} published yet in {_folder(home)}."
        raise NothingPublishedError(message)
    # what makes and opens an index is not loaded by who only looks people up
    from belisha.engine.snapshot import Snapshot, SnapshotError  # noqa: PLC0415

    try:
        policy = load(policy_path(home, pointer.policy).read_bytes())
        return InForce(pointer, Rulebook.of(policy), Snapshot.open(index_path(home, pointer.lists)))
    except (OSError, PolicyError, SnapshotError, msgspec.MsgspecError, ValueError) as error:
        message = f"What is published cannot be opened: {error}"
        raise NothingPublishedError(message) from error


class Published:
    """Follows the pointer: `now()` gives what is in force, and keeps the last good pair when a newer one is broken.

    `fault` says why the newest publication is not in use, or is empty.
    """

    def __init__(self, home: Path) -> None:
        """Open what is in force. Raises NothingPublishedError when there is nothing to start with."""
        self._home = home
        self._path = _pointer_path(home)
        self._seen = self._stamp()
        self.fault = ""
        try:
            self._in_force = open_in_force(home)
        except NothingPublishedError as error:
            self.fault = str(error)
            self._in_force = open_in_force(home, COPY)

    def _stamp(self) -> tuple[int, int]:
        try:
            status = self._path.stat()
        except OSError:
            return (0, 0)
        return (status.st_mtime_ns, status.st_ino)

    def now(self) -> InForce:
        """What is in force; costs one stat() when nothing has changed."""
        stamp = self._stamp()
        if stamp != self._seen:
            self._seen = stamp
            self._reopen()
        return self._in_force

    def _reopen(self) -> None:
        try:
            self._in_force = open_in_force(self._home)
            self.fault = ""
        except NothingPublishedError as error:
            self.fault = str(error)
