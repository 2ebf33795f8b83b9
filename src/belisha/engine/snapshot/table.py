"""A hash table in a file: written from first byte to last, read where it lies.

Bucket after bucket of records (newline, key, tab, value), then the position of each bucket. CRC-32 chooses the bucket;
what decides is the key itself, so two keys that share a CRC only share a bucket.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from mmap import mmap

_VALUE_BYTES: Final = 4
_CRC_BITS: Final = 32


class Place(NamedTuple):
    """Where a table lies in its file: the positions of its buckets (32-bit, absolute), and how many bits choose one."""

    starts_at: int
    bits: int


def spool_rows(values: Mapping[bytes, int], writers: Sequence[Callable[[bytes], object]]) -> None:
    """Write keys with their values as lines that sort by bucket; the number of writers is a power of two."""
    shift = _CRC_BITS - (len(writers) - 1).bit_length()
    for key, value in values.items():
        crc = crc32(key)
        writers[crc >> shift](b"%08x%b\t%08x\n" % (crc, key, value))


def write_table(out: BinaryIO, rows: Iterable[bytes], count: int) -> Place:
    """Append a table of `count` sorted rows to a file. Raises OverflowError when the file grows beyond 4 GB."""
    bits = max(1, (count - 1).bit_length())
    shift = _CRC_BITS - bits
    at = out.tell()
    starts = array("I")
    for text in rows:
        bucket = int(text[:8], 16) >> shift
        while len(starts) <= bucket:
            starts.append(at)
        at += out.write(b"\n%b%b" % (text[8:-8], int(text[-8:], 16).to_bytes(_VALUE_BYTES, "little")))
    starts.extend([at] * ((1 << bits) + 1 - len(starts)))
    out.write(starts.tobytes())
    return Place(at, bits)


def finder(mapped: mmap, place: Place) -> Callable[[bytes], int]:
    """A function that gives the value of a key, 0 when the table does not have it."""
    shift = _CRC_BITS - place.bits
    size = ((1 << place.bits) + 1) * array("I").itemsize
    starts = memoryview(mapped)[place.starts_at : place.starts_at + size].cast("I")
    read = int.from_bytes

    def find(key: bytes) -> int:
        bucket = crc32(key) >> shift
        start = starts[bucket]
        end = starts[bucket + 1]
        if start == end:
            return 0
        _, found, rest = mapped[start:end].partition(b"\n" + key + b"\t")
        return read(rest[:_VALUE_BYTES], "little") if found else 0

    return find
