"""What people asked, told and reported, kept in BELISHA_HOME/spool: one JSON object a line, only ever appended.

A line is either what somebody sent, or a note that it was dealt with. Files are readable by their owner alone.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import secrets
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = ["Item", "Kind", "Spool"]

# Letters and figures that cannot be taken for one another, for people read these out.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
ID_LENGTH = 6


class Kind(StrEnum):
    """What came in."""

    ASKS = "asks"
    WORRIES = "worries"
    REPORTS = "reports"


class Item(NamedTuple):
    """One thing that came in. Times are ISO 8601 in UTC; `done_at` is empty until somebody dealt with it."""

    id: str
    at: str
    done_at: str
    said: dict[str, object]


class Spool:
    """The files, one of each kind. Safe for several threads and processes at once."""

    def __init__(self, folder: Path) -> None:
        """The spool in `folder`, which is made when something is kept."""
        self._folder = folder

    def keep(self, kind: Kind, said: Mapping[str, object]) -> str:
        """Keep what was said and return its id, once it is safely on the disk. Raises OSError when it is not."""
        number = "".join(secrets.choice(ALPHABET) for _ in range(ID_LENGTH))
        item_id = f"{kind.value[0].upper()}-{number}"
        self._append(kind, {"id": item_id, "at": _now(), **said})
        return item_id

    def done(self, kind: Kind, item_id: str) -> bool:
        """Note that one was dealt with; False when there is none of that id. Raises OSError."""
        if all(item.id != item_id for item in self.items(kind)):
            return False
        self._append(kind, {"done": item_id, "at": _now()})
        return True

    def items(self, kind: Kind) -> list[Item]:
        """All of a kind, newest first. A line that a crash cut short is passed over. Raises OSError."""
        items: dict[str, Item] = {}
        for line in self._lines(kind):
            if (done := line.get("done")) in items:
                items[str(done)] = items[str(done)]._replace(done_at=str(line.get("at", "")))
            elif "id" in line:
                said = {key: value for key, value in line.items() if key not in {"id", "at"}}
                items[str(line["id"])] = Item(str(line["id"]), str(line.get("at", "")), "", said)
        return list(reversed(items.values()))

    def ready(self) -> bool:
        """Whether something could be kept now."""
        folder = self._folder if self._folder.exists() else self._folder.parent
        return os.access(folder, os.W_OK | os.X_OK)

    def _path(self, kind: Kind) -> Path:
        return self._folder / f"{kind.value}.jsonl"

    def _lines(self, kind: Kind) -> Iterator[dict[str, object]]:
        try:
            content = self._path(kind).read_bytes()
        except FileNotFoundError:
            return
        for line in content.splitlines():
            try:
                value = json.loads(line)
            except ValueError:
                continue
            if isinstance(value, dict):
                yield value

    def _append(self, kind: Kind, line: Mapping[str, object]) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._path(kind)
        new = not path.exists()
        handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            _append_whole(handle, json.dumps(line, ensure_ascii=True).encode() + b"\n")
            os.fsync(handle)
        finally:
            os.close(handle)
        if new:
            _sync_folder(self._folder)


def _append_whole(handle: int, line: bytes) -> None:
    """The whole line, or nothing of it. A line that an earlier crash left without its end is ended first."""
    end = os.lseek(handle, 0, os.SEEK_END)
    if end and os.pread(handle, 1, end - 1) != b"\n":
        line = b"\n" + line
    if os.write(handle, line) != len(line):
        os.ftruncate(handle, end)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _sync_folder(folder: Path) -> None:
    """A new file's name is on the disk only when its folder is."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
