"""What answers on our own test pages (`games.probe.belisha.invalid`) where the filter lets somebody through to them.

Squid sends what it lets through for these names here, so that a test of the filter goes the whole way and leaves no
building. The answer says what arrived; `/reply` is a file of a kind, for the test of downloads. Nothing is kept.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs

from belisha.engine.address.probes import DOMAIN
from belisha.engine.decide.file_kinds import CONTENT_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

__all__ = ["answer", "is_ours"]

LONGEST: Final = 500
KNOWN_TYPES: Final = frozenset(name for types in CONTENT_TYPES.values() for name in types)
HARMLESS: Final = b"This is a harmless test file of the school's filter.\n"


def is_ours(environ: WSGIEnvironment) -> bool:
    """Whether a request is for one of our test pages."""
    host: str = environ.get("HTTP_HOST", "")
    return host.partition(":")[0].lower().endswith(f".{DOMAIN}")


def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """The answer of every test page: what reached it, or a harmless file."""
    fields = parse_qs(environ.get("QUERY_STRING", "")[:LONGEST])
    if environ.get("PATH_INFO") == "/reply":
        return _file(fields, start_response)
    told = {
        "belisha": "probe",
        "host": environ.get("HTTP_HOST", "")[:LONGEST],
        "query": environ.get("QUERY_STRING", "")[:LONGEST],
        "youtube_restrict": environ.get("HTTP_YOUTUBE_RESTRICT", "")[:LONGEST],
    }
    return _send(start_response, "application/json", json.dumps(told).encode())


def _file(fields: dict[str, list[str]], start_response: StartResponse) -> Iterable[bytes]:
    """A file of a content type that the filter knows, or of a name: never anything that could be run."""
    kind = fields.get("type", [""])[0]
    name = "".join(letter for letter in fields.get("name", [""])[0] if letter.isalnum() or letter in "._-")
    disposition = [("Content-Disposition", f'attachment; filename="{name}"')] if name else []
    content_type = kind if kind in KNOWN_TYPES else "application/octet-stream"
    return _send(start_response, content_type, HARMLESS, *disposition)


def _send(start_response: StartResponse, content_type: str, body: bytes, *headers: tuple[str, str]) -> Iterable[bytes]:
    common = [
        ("Content-Type", content_type),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
        ("Content-Security-Policy", "default-src 'none'"),
    ]
    start_response(f"{HTTPStatus.OK.value} {HTTPStatus.OK.phrase}", [*common, *headers])
    return [body]
