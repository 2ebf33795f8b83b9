"""One request to the proxy, byte by byte, and what came back: enough HTTP and TLS for a test, and no more."""

from __future__ import annotations

import json
import socket
import ssl
from base64 import b64encode
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import urlsplit

from belisha.console.filtering.proof.rules.probes import Reply, Way

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

    from belisha.console.filtering.proof.rules.probes import Probe

__all__ = ["Gateway", "SignIn", "ask"]

LONGEST: Final = 20_000  # bytes of an answer that are read: the test needs its head, and short texts of our own
AGENT: Final = "Belisha test of the filter"
HTTPS_PORT: Final = 443


class Gateway(NamedTuple):
    """Where the proxy listens, the certificate of its authority (None: not known here), how long to wait in seconds."""

    host: str
    port: int
    authority: Certificate | None = None
    patience: float = 8.0

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


class SignIn(NamedTuple):
    """A name and password for the proxy."""

    name: str
    password: str


class _NoPageError(Exception):
    """The connection ended without an answer; the text is the fault of a Reply."""


def ask(gateway: Gateway, probe: Probe, sign_in: SignIn | None) -> Reply:
    """Make the request of a probe. Never raises for what the network does: that is part of the answer."""
    try:
        channel = socket.create_connection(
            (gateway.host, gateway.port), gateway.patience, source_address=(probe.source, 0) if probe.source else None
        )
    except OSError:
        return Reply(fault="refused")
    with channel:
        channel.settimeout(gateway.patience)
        try:
            return _asked(gateway, channel, probe, sign_in)
        except TimeoutError:
            return Reply(fault="timeout")
        except _NoPageError as error:
            return Reply(fault=str(error))
        except (OSError, ValueError):
            return Reply(fault="closed")


def _asked(gateway: Gateway, channel: socket.socket, probe: Probe, sign_in: SignIn | None) -> Reply:
    if probe.way is Way.RAW:
        return _exchange(channel, _request("GET", probe.target, _host_in(probe.target), sign_in))
    if probe.way is Way.OTHER_NAME:
        opened = _exchange(channel, _request("CONNECT", probe.target, probe.target, sign_in), head_only=True)
        if opened.status != 200:
            return opened
        return _inside(gateway, channel, probe.inside, f"https://{probe.inside}/")
    parts = urlsplit(probe.target)
    if parts.scheme != "https":
        return _exchange(channel, _request("GET", probe.target, parts.netloc, sign_in))
    authority = f"{parts.hostname}:{parts.port or HTTPS_PORT}"
    opened = _exchange(channel, _request("CONNECT", authority, authority, sign_in), head_only=True)
    if opened.status != 200:
        return opened
    return _inside(gateway, channel, parts.hostname or "", probe.target)


def _inside(gateway: Gateway, channel: socket.socket, name: str, target: str) -> Reply:
    """A request inside TLS. Whoever answers is believed: whose certificate it was is part of what is found."""
    try:
        return _spoken(gateway, channel, name, target)
    except TimeoutError:
        raise
    except ssl.SSLError as error:
        raise _NoPageError("not-tls" if error.reason in NOT_TLS else "cut") from error
    except (OSError, _NoPageError) as error:
        message = "cut"  # the gateway opened the tunnel, so it is there; what is blocked shows a page in it
        raise _NoPageError(message) from error


def _spoken(gateway: Gateway, channel: socket.socket, name: str, target: str) -> Reply:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with context.wrap_socket(channel, server_hostname=name) as inside:
        ours = _made_by(gateway.authority, inside.getpeercert(binary_form=True))
        parts = urlsplit(target)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return _exchange(inside, _request("GET", path, parts.netloc, None))._replace(ours=ours)


NOT_TLS: Final = frozenset({"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "PACKET_LENGTH_TOO_LONG", "RECORD_LAYER_FAILURE"})


def _made_by(authority: Certificate | None, shown: bytes | None) -> bool:
    if authority is None or shown is None:
        return False
    from cryptography import x509  # noqa: PLC0415 - takes long to load, and most probes are without TLS
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415

    try:
        x509.load_der_x509_certificate(shown).verify_directly_issued_by(authority)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _host_in(target: str) -> str:
    return target.partition("//")[2].partition("/")[0].rpartition("@")[2]


def _request(method: str, target: str, host: str, sign_in: SignIn | None) -> bytes:
    lines = [f"{method} {target} HTTP/1.1", f"Host: {host}", f"User-Agent: {AGENT}", "Accept: */*"]
    if sign_in:
        given = b64encode(f"{sign_in.name}:{sign_in.password}".encode()).decode()
        lines.append(f"Proxy-Authorization: Basic {given}")
    if method != "CONNECT":
        lines.append("Connection: close")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8", "surrogateescape")


def _exchange(channel: socket.socket, request: bytes, *, head_only: bool = False) -> Reply:
    """Send, and read an answer: its head, and of our own pages the text. Raises _NoPageError where there is none."""
    channel.sendall(request)
    received = b""
    while b"\r\n\r\n" not in received and len(received) < LONGEST:
        chunk = channel.recv(4096)
        if not chunk:
            raise _NoPageError("closed")
        received += chunk
    head, _, body = received.partition(b"\r\n\r\n")
    reply = _read(head)
    if head_only or reply.page or b"application/json" not in head.lower():
        return reply
    while len(body) < LONGEST and (chunk := channel.recv(4096)):
        body += chunk
    return reply._replace(told=_told(body))


def _read(head: bytes) -> Reply:
    first, *lines = head.decode("latin-1").split("\r\n")
    status = first.split(" ", 2)[1:2]
    if not first.startswith("HTTP/1.") or not status or not status[0].isdigit():
        raise _NoPageError("closed")
    fields = dict(line.lower().split(":", 1) for line in lines if ":" in line)
    return Reply(int(status[0]), fields.get("x-squid-error", "").strip().partition(" ")[0].upper())


def _told(body: bytes) -> tuple[tuple[str, str], ...]:
    try:
        said = json.loads(body)
    except ValueError:
        return ()
    if not isinstance(said, dict) or said.get("belisha") != "probe":
        return ()
    return tuple((str(name), str(value)) for name, value in said.items())
