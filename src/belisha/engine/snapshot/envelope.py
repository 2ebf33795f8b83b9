"""The outside of an index file: how to tell that it is one, whole and undamaged, before anything in it is used.

64 bytes (mark, size, where the header begins, its digest), the body, then the header as JSON up to the end.
Numbers are in the byte order of the machine, so that a file of another kind of machine is not taken for whole.
"""

import mmap
import struct
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

import msgspec

from belisha.engine.snapshot.names import Width
from belisha.engine.snapshot.shapes import ListInfo, SnapshotError
from belisha.engine.snapshot.table import Place

FORMAT: Final = 1
_MARK: Final = b"belisha index %d" % FORMAT
_FIRST: Final = struct.Struct("=16sQQ32s")


class Header(msgspec.Struct, frozen=True):
    """What an index says of itself.

    sets: list numbers by set number. widths: those of the networks in it. single: names of one label are listed.
    secret: hex, what locked entries are sealed with, or "". marks: where the byte map of sealed names begins and ends.
    body: hex BLAKE2b-256 of what precedes this header.
    """

    digest: str
    built_at: str
    lists: tuple[ListInfo, ...]
    counts: dict[str, int]
    sets: tuple[tuple[int, ...], ...]
    widths: tuple[Width, ...]
    sealed_widths: tuple[Width, ...]
    secret: str
    single: bool
    place: Place
    marks: tuple[int, int]
    body: str


class Opened(NamedTuple):
    """A whole file, mapped."""

    mapped: mmap.mmap
    header: Header
    body_end: int


def begin(out: BinaryIO) -> None:
    """Leave room for the first bytes, which are written last."""
    out.write(bytes(_FIRST.size))


def body_digest(mapped: mmap.mmap, end: int) -> str:
    """The digest of the body that ends at `end`, in hex."""
    with memoryview(mapped) as whole, whole[_FIRST.size : end] as body:
        return blake2b(body, digest_size=32).hexdigest()


def finish(out: BinaryIO, header: Header) -> None:
    """Append the header and fill in the first bytes."""
    text = msgspec.json.encode(header)
    at = out.seek(0, 2)
    out.write(text)
    out.seek(0)
    out.write(_FIRST.pack(_MARK, at + len(text), at, blake2b(text, digest_size=32).digest()))


def open_index(path: Path) -> Opened:
    """Map a file after checking that it is an index and whole; raises SnapshotError."""
    try:
        with path.open("rb") as file:
            mapped = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
    except ValueError:
        raise SnapshotError(_sentence(path, "is empty")) from None
    except OSError as error:
        raise SnapshotError(_sentence(path, f"cannot be opened: {error.strerror}")) from error
    # mmap took the size from the file, so nothing below reads past the end of it.
    return _checked(path, mapped)


def _checked(path: Path, mapped: mmap.mmap) -> Opened:
    if len(mapped) < _FIRST.size or not mapped[:16].startswith(b"belisha index "):
        raise SnapshotError(_sentence(path, "is not an index"))
    mark, size, header_at, digest = _FIRST.unpack_from(mapped)
    if mark.rstrip(b"\0") != _MARK:
        raise SnapshotError(_sentence(path, "was written by another version; build it again"))
    if size != len(mapped):
        raise SnapshotError(_sentence(path, f"is not whole: {len(mapped)} of {size} bytes"))
    text = mapped[header_at:]
    if blake2b(text, digest_size=32).digest() != digest:
        raise SnapshotError(_sentence(path, "is damaged in its header"))
    try:
        header = msgspec.json.decode(text, type=Header)
    except msgspec.DecodeError as error:
        raise SnapshotError(_sentence(path, f"has a header that cannot be read: {error}")) from error
    return Opened(mapped, header, header_at)


def _sentence(path: Path, fault: str) -> str:
    return f"The index {path.name} {fault}."
