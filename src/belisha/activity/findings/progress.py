"""How far the journal was watched: one small file, replaced atomically; what it does not cover is read again."""

import re
import time
from pathlib import Path

import msgspec

from belisha.activity.durable import make_folder, write_whole
from belisha.activity.findings.files import findings_folder, is_watched
from belisha.activity.journal import segments

FILE = "watched.json"
_TIME = re.compile(rb"B1 (\d{9,11}\.\d{3}) ")


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """``offsets``: bytes watched, by segment. ``gone``: segments that were swept since and are watched to their end,
    and when that was seen. Everything that ended before ``at`` was watched. Times in ms since 1970.
    """

    at: int = 0
    offsets: dict[str, int] = {}
    gone: dict[str, int] = {}


class Behind(msgspec.Struct, frozen=True):
    """How far the watcher is behind: bytes of the journal, and seconds since the oldest line among them was written."""

    watched: bool
    bytes: int
    seconds: float


def read_progress(home: Path) -> Progress:
    """How far it is; from the beginning when there is no file, or none that can be read."""
    try:
        return msgspec.json.decode((findings_folder(home) / FILE).read_bytes(), type=Progress)
    except (FileNotFoundError, msgspec.DecodeError):
        return Progress()


def write_progress(home: Path, progress: Progress) -> None:
    """Put on record how far it is. Raises OSError."""
    make_folder(findings_folder(home))
    write_whole(findings_folder(home) / FILE, msgspec.json.encode(progress))


def oldest_line(home: Path) -> int:
    """When the oldest line of the journal was written, in ms since 1970; 0 when it is empty."""
    times = [written for segment in segments(home) if (written := _first_time(segment.path, 0))]
    return int(min(times) * 1000) if times else 0


def behind(home: Path) -> Behind:
    """How far the watcher is behind now."""
    offsets = read_progress(home).offsets
    waiting = [
        (segment, offset) for segment in segments(home) if segment.size > (offset := offsets.get(segment.name, 0))
    ]
    times = [written for segment, offset in waiting if (written := _first_time(segment.path, offset))]
    seconds = max(0.0, time.time() - min(times)) if times else 0.0
    return Behind(is_watched(home), sum(segment.size - offset for segment, offset in waiting), seconds)


def _first_time(path: Path, offset: int) -> float:
    """When the line at an offset was written, in seconds since 1970; 0 where no line says so."""
    try:
        with path.open("rb") as handle:
            handle.seek(offset)
            found = _TIME.match(handle.read(32))
    except FileNotFoundError:
        return 0.0  # swept since it was listed
    return float(found[1]) if found else 0.0
