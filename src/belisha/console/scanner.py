"""Asks ClamAV what it thinks of a file, over its socket: the file itself never lies where the scanner could open it."""

from __future__ import annotations

import socket
import struct
from typing import TYPE_CHECKING, Final, NamedTuple

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Scanned", "ScannerError", "engine", "knows_viruses", "scan", "shut_down"]

SECONDS: Final = 30.0
PIECE: Final = 1 << 16
ANSWER: Final = 4096
CLEAN, FOUND = "OK", " FOUND"


class ScannerError(Exception):
    """The scanner does not answer, or could not look at the file: nothing is known of it."""


class Scanned(NamedTuple):
    """What the scanner says: the name of the signature that fitted ("" for none), and who looked."""

    found: str
    engine: str


def scan(content: bytes) -> Scanned:
    """Have a file looked at. Raises ScannerError."""
    who = engine()
    said = _ask(b"zINSTREAM\0", content).partition(": ")[2]
    if said == CLEAN:
        return Scanned("", who)
    if said.endswith(FOUND):
        return Scanned(said.removesuffix(FOUND)[:160], who)
    message = f"the scanner could not look at it: {said[:200] or 'it said nothing'}"
    raise ScannerError(message)


def engine() -> str:
    """Engine and signatures, as the scanner tells: "ClamAV 1.4.6/27800/…". Raises ScannerError."""
    return _ask(b"zVERSION\0")[:120]


def knows_viruses(who: str) -> bool:
    """Whether an engine has more than our own test signature: only then does "nothing found" mean anything."""
    return "/" in who


def shut_down() -> None:
    """Have the scanner end; the supervisor starts it again with the signatures that there are now."""
    _ask(b"zSHUTDOWN\0")


def _ask(command: bytes, content: bytes | None = None) -> str:
    try:
        with _connected() as channel:
            channel.sendall(command)
            if content is not None:
                for piece in _pieces(content):
                    channel.sendall(struct.pack(">I", len(piece)) + piece)
                channel.sendall(struct.pack(">I", 0))
            return _answer(channel)
    except OSError as error:
        message = f"the scanner does not answer at {settings.SCANNER}: {error.strerror or error}"
        raise ScannerError(message) from error


def _connected() -> socket.socket:
    address = str(settings.SCANNER)
    if address.startswith("/"):
        channel = socket.socket(socket.AF_UNIX)
        try:
            channel.settimeout(SECONDS)
            channel.connect(address)
        except OSError:
            channel.close()
            raise
        return channel
    host, _, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=SECONDS)


def _pieces(content: bytes) -> Iterator[bytes]:
    return (content[start : start + PIECE] for start in range(0, len(content), PIECE))


def _answer(channel: socket.socket) -> str:
    held = b""
    while len(held) < ANSWER and not held.endswith(b"\0"):
        piece = channel.recv(ANSWER)
        if not piece:
            break
        held += piece
    return held.rstrip(b"\0").decode("utf-8", "replace").strip()
