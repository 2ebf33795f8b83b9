"""Files as people and attackers bring them, made here: nothing is taken from anywhere."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

__all__ = ["a_bomb", "a_jpeg", "a_pdf", "a_png", "a_zip", "upload"]


def _picture(form: str, size: tuple[int, int]) -> bytes:
    sink = io.BytesIO()
    picture = Image.new("RGB", size, (240, 240, 250))
    for x in range(0, size[0], 7):
        picture.putpixel((x, x % size[1]), (20, 20, 60))
    picture.save(sink, form)
    return sink.getvalue()


def a_png(width: int = 320, height: int = 480) -> bytes:
    return _picture("PNG", (width, height))


def a_jpeg(width: int = 320, height: int = 480) -> bytes:
    return _picture("JPEG", (width, height))


def a_bomb() -> bytes:
    """A PNG of a few hundred bytes that says it is 60,000 points wide and high."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", 60000, 60000, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def a_pdf(extra: bytes = b"") -> bytes:
    return b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog " + extra + b">>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


def a_zip(files: dict[str, bytes]) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return sink.getvalue()


def upload(content: bytes, name: str = "screen.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)
