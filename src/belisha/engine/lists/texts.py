"""Lines of a list file as text: gz or not, whatever its encoding and line ends, in bounded memory."""

from __future__ import annotations

import codecs
import gzip
import zlib
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, cast

from belisha.engine.lists.reports import ListError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedReader
    from pathlib import Path

BLOCK = 1 << 20
LONGEST = 1 << 16  # bytes kept of a line that has no end in sight; the reader then rejects it as too long
MOST = 4 << 30  # bytes of text in one list: 40 times the largest known, so that a gz bomb ends


@contextmanager
def open_list(path: Path) -> Iterator[Iterator[str]]:
    """The lines of a file, unpacked if its content is gz.

    Raises ListError when the file cannot be read or is damaged, here or while its lines are read.
    """
    try:
        with path.open("rb") as raw:
            yield lines_of(raw)
    except OSError as error:
        raise ListError(f"{path.name} cannot be read: {error.strerror or error}") from error


def lines_of(raw: BufferedReader) -> Iterator[str]:
    """Lines without their ends, from a binary stream. UTF-8 (a mark at the start is dropped), else latin-1.

    Raises ListError when packed content is damaged or cut off.
    """
    first = True
    try:
        for block in _whole_lines(_plain(raw)):
            yield from _decoded(block.removeprefix(codecs.BOM_UTF8) if first else block)
            first = False
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise ListError("the file is damaged or was cut off while it was copied") from error


def _plain(raw: BufferedReader) -> IO[bytes]:
    """The stream unpacked, and turned to UTF-8 if it is the UTF-16 that Windows' own shell writes."""
    packed = raw.peek(2)[:2] == b"\x1f\x8b"
    stream = gzip.GzipFile(fileobj=raw) if packed else raw
    if stream.peek(2)[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        return cast(
            "IO[bytes]", codecs.EncodedFile(cast("codecs._Stream", stream), "utf-8", "utf-16", errors="replace")
        )
    return cast("IO[bytes]", stream)


def _whole_lines(raw: IO[bytes]) -> Iterator[bytes]:
    """Blocks that end at a line's end; what exceeds LONGEST of an endless line is dropped."""
    rest, total = b"", 0
    while block := raw.read(BLOCK):
        total += len(block)
        if total > MOST:
            raise ListError("the list is far larger than any list is; it was not read to its end")
        whole, ended, tail = (rest + block).rpartition(b"\n")
        if ended:
            yield whole
        rest = tail[:LONGEST]
    if rest:
        yield rest


def _decoded(block: bytes) -> Iterator[str]:
    """Lines of a block. Carriage returns end lines too, as some editors still write them."""
    if b"\r" in block:
        block = block.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        yield from block.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        for line in block.split(b"\n"):
            yield _decoded_line(line)


def _decoded_line(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("latin-1")
