"""Photos of people: what is accepted, and taking out of the bytes all that is not the picture (place, camera)."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["LARGEST_FILE", "Picture", "read_picture"]

LARGEST_FILE: Final = 1_048_576  # bytes
SMALLEST_SIDE, LARGEST_SIDE = 48, 4000  # pixels
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT: Final = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB"})
_JPEG: Final = b"\xff\xd8"
_FRAMES: Final = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})
_APP0, _APP14, _APP15, _COMMENT, _SCAN, _END = 0xE0, 0xEE, 0xEF, 0xFE, 0xDA, 0xD9


class Picture(NamedTuple):
    """A photo as it is kept: media type, bytes without what was hidden in them, size in pixels."""

    media_type: str
    data: bytes
    width: int
    height: int


def read_picture(data: bytes) -> Picture:
    """A JPEG or PNG photo. Raises ValueError, saying what is wrong with it."""
    if len(data) > LARGEST_FILE:
        message = "The photo is larger than 1 MB: save a smaller copy of it"
        raise ValueError(message)
    try:
        picture = _read_png(data) if data.startswith(_PNG) else _read_jpeg(data)
    except (struct.error, IndexError) as error:
        message = "The photo is damaged: it ends before it should"
        raise ValueError(message) from error
    if not all(SMALLEST_SIDE <= side <= LARGEST_SIDE for side in (picture.width, picture.height)):
        message = (
            f"The photo is {picture.width} by {picture.height} pixels: each side must have "
            f"{SMALLEST_SIDE} to {LARGEST_SIDE}"
        )
        raise ValueError(message)
    return picture


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_PNG)
    kind = b""
    while kind != b"IEND":
        length, kind = struct.unpack_from(">I4s", data, at)
        chunk = data[at : at + 12 + length]
        if len(chunk) != 12 + length:
            message = "short chunk"
            raise IndexError(message)
        yield kind, chunk
        at += 12 + length


def _read_png(data: bytes) -> Picture:
    width, height = struct.unpack_from(">II", data, len(_PNG) + 8)
    kept = b"".join(chunk for kind, chunk in _chunks(data) if kind in _PNG_KEPT)
    return Picture("image/png", _PNG + kept, width, height)


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Markers of a JPEG with their segments; the first scan brings all up to the end of the picture."""
    at = len(_JPEG)
    while True:
        if data[at] != 0xFF:
            message = "The photo is damaged"
            raise ValueError(message)
        while data[at + 1] == 0xFF:  # any number of fill bytes may stand before a marker
            at += 1
        marker = data[at + 1]
        if marker == _SCAN:
            end = data.rfind(b"\xff\xd9", at)
            if end < 0:
                message = "short scan"
                raise IndexError(message)
            yield marker, data[at : end + 2]
            return
        (length,) = struct.unpack_from(">H", data, at + 2)
        yield marker, data[at : at + 2 + length]
        at += 2 + length


def _read_jpeg(data: bytes) -> Picture:
    if not data.startswith(_JPEG):
        message = "The file is neither a JPEG nor a PNG photo"
        raise ValueError(message)
    size: tuple[int, int] | None = None
    kept = bytearray(_JPEG)
    for marker, segment in _segments(data):
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", segment, 5)
            size = (width, height)
        hidden = marker == _COMMENT or (_APP0 < marker <= _APP15 and marker != _APP14)
        if not hidden:
            kept += segment
    if size is None:
        message = "The photo is damaged: it does not say how large it is"
        raise ValueError(message)
    return Picture("image/jpeg", bytes(kept), *size)
