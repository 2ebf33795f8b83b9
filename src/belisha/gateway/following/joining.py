"""Joining a console: a code that is good once says which console, and is exchanged for a token and its key.

A code is what the console's page shows: sixteen letters and figures, and behind a dot the fingerprint of the school's
own certificate authority where that one vouches for the console.
"""

from __future__ import annotations

import hashlib
import hmac
import ssl
import tempfile
from base64 import b32encode
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from belisha.engine.published.signed import public_key
from belisha.gateway.following.client import Client, ConsoleError, trusting
from belisha.gateway.following.link import Link, write_link

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["JoinError", "fingerprint", "join"]


class JoinError(Exception):
    """The gateway did not join; the text says why, and what to do."""


class _Welcome(msgspec.Struct, frozen=True):
    """What the console answers to a code that is good."""

    gateway: str
    name: str
    token: str
    key: str
    schools: tuple[str, ...] = ()


class Joining(NamedTuple):
    """What one asks of the other: where, with which code, and who this machine is."""

    url: str
    code: str
    machine: str
    version: str


def fingerprint(certificate: bytes) -> str:
    """The beginning of a certificate's SHA-256 (130 bits of it), as a code holds it."""
    return b32encode(hashlib.sha256(certificate).digest()).decode()[:26]


def join(home: Path, asked: Joining, authority: Path | None = None, say: Callable[[str], None] = print) -> Link:
    """Exchange a code and keep what comes of it. `authority`: a certificate file that vouches for the console.

    Raises JoinError, OSError when the disk refuses.
    """
    home.mkdir(parents=True, exist_ok=True)
    code, _, print_of_authority = asked.code.strip().upper().partition(".")
    try:
        trusted = authority.read_bytes() if authority else b""
        if print_of_authority and not trusted:
            trusted = _authority(asked.url, print_of_authority)
            say("The console's certificate authority is the one that the code names.")
        welcome = _exchange(asked, code, trusted)
        public_key(welcome.key)
    except (ConsoleError, ValueError, msgspec.MsgspecError) as error:
        raise JoinError(str(error)) from error
    link = Link(
        url=asked.url.rstrip("/"),
        gateway=welcome.gateway,
        name=welcome.name,
        token=welcome.token,
        key=welcome.key,
        schools=welcome.schools,
        authority=bool(trusted),
        joined=datetime.now(UTC).isoformat(timespec="seconds"),
    )
    write_link(home, link, trusted)
    return link


def _authority(url: str, wanted: str) -> bytes:
    """The certificate of the console's authority, asked of whoever answers, and believed for its fingerprint alone."""
    unchecked = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    unchecked.check_hostname = False
    unchecked.verify_mode = ssl.CERT_NONE  # nothing secret is sent, and what comes is held against the code
    client = Client(url, unchecked)
    try:
        pem = client.get("/gateways/authority.pem").content
    finally:
        client.close()
    found = fingerprint(x509.load_pem_x509_certificate(pem).public_bytes(Encoding.DER))
    if not hmac.compare_digest(found, wanted):
        message = (
            f"Whoever answers at {url} is not the console that gave this code: the fingerprint of its certificate "
            "authority is another one. Nothing was sent. Check the address, and who is on the way."
        )
        raise JoinError(message)
    return pem


def _exchange(asked: Joining, code: str, trusted: bytes) -> _Welcome:
    with tempfile.NamedTemporaryFile(suffix=".pem") as kept:
        kept.write(trusted)
        kept.flush()
        client = Client(asked.url, trusting(Path(kept.name) if trusted else None))
        try:
            told = {"code": code, "machine": asked.machine, "version": asked.version}
            return msgspec.json.decode(client.post("/gateways/join", told).content, type=_Welcome)
        finally:
            client.close()
