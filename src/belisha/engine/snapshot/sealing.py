"""Locked entries as they may stand in a file: digests under a secret of their own, so that nobody can list them.

Sealing costs as much as a look-up, so a byte map says which names need none. It gives nothing away that the file does
not: whoever may open the file can seal a guess and look.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Final
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Collection

_CRC_BITS: Final = 32
_ROOM: Final = 64  # bytes of the map for each name in it: of other names, one or two in a hundred are sealed in vain


def seal(key: bytes, secret: bytes) -> bytes:
    """The sealed form of a key; "!" keeps it apart from names."""
    return b"!" + blake2b(key, digest_size=16, key=secret).hexdigest().encode()


def byte_map(names: Collection[bytes]) -> bytes:
    """A byte for each value that the first bits of a name's CRC-32 may have: 1 where one of these names has it."""
    bits = (len(names) * _ROOM).bit_length()
    marks = bytearray(1 << bits)
    for name in names:
        marks[crc32(name) >> _CRC_BITS - bits] = 1
    return bytes(marks)


def map_shift(size: int) -> int:
    """By how much to shift a CRC-32 for its place in a byte map of this size."""
    return _CRC_BITS - (size - 1).bit_length()
