"""Reading a whole old log, packed or not, in bounded memory: a stretch of lines at a time, with what is no event."""

import gzip
import hashlib
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple, cast

from belisha.activity.errors import ActivityError
from belisha.activity.imports.columns import Found, read_asked
from belisha.activity.imports.formats import READERS, Format, Reader, guess_format
from belisha.activity.lines import EARLIEST_MS

STRETCH_BYTES: Final = 2 << 20
LONGEST_LINE: Final = 1 << 20
SAMPLES: Final = 100
LONGEST_SAMPLE: Final = 200
TIME: Final = "a time before 2000, or one that has not come yet"
_LOOKED_AT: Final = 500
_GZIP: Final = b"\x1f\x8b"


class LogError(ActivityError):
    """A file cannot be brought in; the text says which and why."""


class Rejected(NamedTuple):
    """A line that is no event."""

    line: int
    reason: str
    text: str


@dataclass
class Counted:
    """What was read so far. ``samples``: the first rejected lines; ``first`` and ``last``: times in ms since 1970."""

    lines: int = 0
    events: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    samples: list[Rejected] = field(default_factory=list)
    first: int = 0
    last: int = 0

    def reject(self, number: int, reason: str, text: str) -> None:
        """Count a line that is no event."""
        self.reasons[reason] += 1
        if len(self.samples) < SAMPLES:
            self.samples.append(Rejected(number, reason, text[:LONGEST_SAMPLE]))


class Content(NamedTuple):
    """What a file holds, whatever it is called and however it is packed: size in bytes and SHA-256, unpacked."""

    size: int
    digest: str


class _Stretch(NamedTuple):
    """Lines, and how long each is in the file, without its end. ``offset``: of the first, in bytes."""

    offset: int
    lines: list[str]
    sizes: list[int]


def content_of(path: Path, known: Sequence[int] = ()) -> tuple[Content, dict[int, str]]:
    """The content, and the digests of its beginnings of the known sizes, as far as it is that long. Raises LogError."""
    digest = hashlib.sha256()
    size = 0
    beginnings: dict[int, str] = {}
    marks = iter(sorted(set(known)))
    mark = next(marks, None)
    with _opened(path) as handle:
        while data := handle.read(min(STRETCH_BYTES, mark - size if mark else STRETCH_BYTES)):
            digest.update(data)
            size += len(data)
            if size == mark:
                beginnings[size] = digest.hexdigest()
                mark = next(marks, None)
    return Content(size, digest.hexdigest()), beginnings


def find_format(path: Path) -> Format:
    """The format of most of the first lines. Raises LogError."""
    with _opened(path) as handle:
        lines = [handle.readline(LONGEST_LINE) for _ in range(_LOOKED_AT)]
    form = guess_format([line.decode("utf-8", "backslashreplace").rstrip("\r\n") for line in lines])
    if form is None:
        message = f"{path}: none of the first lines is of Squid's own format, the common or the combined one."
        raise LogError(message)
    return form


def read_log(
    path: Path, form: Format, latest_ms: int, counted: Counted, progress: Callable[[int], None]
) -> Iterator[list[Found]]:
    """The events of a log, a stretch at a time; ``progress`` is told bytes of the file as it lies on the disk.

    ``latest_ms``: a line of a later time is none. Raises LogError where the packing is damaged.
    """
    read = READERS[form]
    told = 0
    with path.open("rb") as raw, _unpacked(raw, path) as handle:
        for stretch in _stretches(handle):
            found = list(_events(stretch, read, latest_ms, counted))
            progress(raw.tell() - told)
            told = raw.tell()
            if found:
                _note(counted, found)
                yield found


def _events(stretch: _Stretch, read: Reader, latest_ms: int, counted: Counted) -> Iterator[Found]:
    offset = stretch.offset
    for number, (text, size) in enumerate(zip(stretch.lines, stretch.sizes, strict=True), counted.lines + 1):
        line = read(text)
        if isinstance(line, str):
            if text and not text.isspace():
                counted.reject(number, line, text)
        elif not EARLIEST_MS <= line.time_ms <= latest_ms:
            counted.reject(number, TIME, text)
        else:
            asked = read_asked(line.method, line.url)
            if isinstance(asked, str):
                counted.reject(number, asked, text)
            else:
                yield Found(offset, line, asked)
        offset += size + 1
    counted.lines += len(stretch.lines)


def _note(counted: Counted, found: Sequence[Found]) -> None:
    times = [each.line.time_ms for each in found]
    counted.first = min(counted.first or times[0], *times)
    counted.last = max(counted.last, *times)
    counted.events += len(found)


def _stretches(handle: BinaryIO) -> Iterator[_Stretch]:
    """Whole lines, a stretch at a time; the last may lack its end. A line beyond all measure is given in pieces."""
    offset = 0
    rest = b""
    while data := handle.read(STRETCH_BYTES):
        data = rest + data
        end = data.rfind(b"\n")
        if end < 0 and len(data) <= LONGEST_LINE:
            rest = data
            continue
        if end < 0:
            end = len(data) - 1
        yield _stretch(offset, data[:end])
        offset += end + 1
        rest = data[end + 1 :]
    if rest:
        yield _stretch(offset, rest)


def _stretch(offset: int, data: bytes) -> _Stretch:
    lines = data.split(b"\n")
    texts = (
        data.decode().split("\n") if data.isascii() else [line.decode("utf-8", "backslashreplace") for line in lines]
    )
    if b"\r" in data:  # written, or passed on, by Windows
        texts = [text.rstrip("\r") for text in texts]
    return _Stretch(offset, texts, [len(line) for line in lines])


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    with path.open("rb") as raw, _unpacked(raw, path) as handle:
        yield handle


@contextmanager
def _unpacked(raw: BinaryIO, path: Path) -> Iterator[BinaryIO]:
    packed = raw.read(len(_GZIP)) == _GZIP
    raw.seek(0)
    try:
        if packed:
            with gzip.open(raw) as handle:
                yield cast("BinaryIO", handle)
        else:
            yield raw
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        message = f"{path} is damaged, so nothing of it was brought in: {error}"
        raise LogError(message) from error
