"""The journal as its reader sees it: segments that Squid writes line by line, the current one still growing."""

import os
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from belisha.activity.durable import sync

BATCH_BYTES = 8 << 20
TAIL_BYTES = 4 << 20
QUIET_SECONDS = 60.0
_SEGMENT = re.compile(r"(?P<gateway>[A-Za-z0-9][A-Za-z0-9._-]*)-\d{8}T\d{6,12}Z\.log")
_TIME = re.compile(rb"B1 (\d{9,11})\.\d{3} ")


class Segment(NamedTuple):
    """One file of the journal. ``closed``: nobody will write to it any more."""

    gateway: str
    name: str
    path: Path
    size: int
    closed: bool


class Batch(NamedTuple):
    """Whole lines of a segment from ``offset`` on; ``torn``: the bytes are no whole line and never will be."""

    offset: int
    data: bytes
    torn: bool = False


def folder(home: Path) -> Path:
    """Where the gateway lets Squid write."""
    return home / "journal"


def segments(home: Path, gateway: str | None = None) -> list[Segment]:
    """The segments of one gateway or of all, oldest first."""
    found: dict[str, list[tuple[Path, os.stat_result]]] = {}
    for path in sorted(folder(home).glob("*.log")):
        match = _SEGMENT.fullmatch(path.name)
        if match and not path.is_symlink() and gateway in (None, match["gateway"]):
            try:
                found.setdefault(match["gateway"], []).append((path, path.stat()))
            except FileNotFoundError:
                continue  # swept since the folder was listed
    current = current_name(home)
    return [segment for name, files in found.items() for segment in _of_gateway(name, files, current)]


def _of_gateway(gateway: str, files: list[tuple[Path, os.stat_result]], current: str) -> Iterator[Segment]:
    for place, (path, status) in enumerate(files):
        # Squid may write to an old segment until it has reopened its log: a line in a later one shows that it has
        later = any(after.st_size for _, after in files[place + 1 :])
        quiet = time.time() - status.st_mtime > QUIET_SECONDS
        yield Segment(gateway, path.name, path, status.st_size, path.name != current and later and quiet)


def current_name(home: Path) -> str:
    """Name of the segment that Squid is told to write; empty when there is none."""
    try:
        return (folder(home) / "current.log").readlink().name
    except OSError:
        return ""


def batches(handle: int, offset: int, *, closed: bool, size: int = BATCH_BYTES) -> Iterator[Batch]:
    """What an open segment holds from ``offset`` on, in whole lines of about ``size`` bytes at a time.

    A last line without its end is left for later, unless the segment is closed; so is nothing that fills a whole batch.
    """
    while True:
        data = os.pread(handle, size, offset)
        end = data.rfind(b"\n") + 1
        if end:
            yield Batch(offset, data[:end])
            offset += end
        elif data and (closed or len(data) == size):
            yield Batch(offset, data, torn=True)
            offset += len(data)
        else:
            return


class Tail(NamedTuple):
    """What a segment holds from ``offset`` on that is not in Parquet; its open file keeps it even when it is swept."""

    gateway: str
    segment: str
    offset: int
    handle: int

    def holds(self, start: int, end: int) -> bool:
        """Whether any line's time may lie between two instants in milliseconds; a torn line counts as whole."""
        for batch in batches(self.handle, self.offset, closed=False, size=TAIL_BYTES):
            seconds = [int(found) for found in _TIME.findall(batch.data)]
            if seconds and min(seconds) * 1000 < end and max(seconds) * 1000 + 999 >= start:
                return True
        return False


def sync_current(home: Path) -> None:
    """Have the kernel put what Squid wrote so far on the disk."""
    current = current_name(home)
    if current and (folder(home) / current).exists():
        sync(folder(home) / current)
