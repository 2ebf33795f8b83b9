"""A device that obeys nobody: it writes its own bytes to the proxy, and what comes of it is read from the record."""

from __future__ import annotations

import contextlib
import socket
import ssl
import time
from base64 import b64encode
from itertools import cycle
from typing import TYPE_CHECKING, NamedTuple

from belisha.activity.lines import Origin, read_lines
from town.town import BEN, PASSWORDS, Person, Town, eventually

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS = 4.0
ADDRESSES = cycle(range(20, 250))


class Answer(NamedTuple):
    """What came back: the status (0: nothing that is HTTP), and everything as text."""

    status: int
    text: str


class Outcome(NamedTuple):
    """An answer, the hosts and paths that saw a request meanwhile, and what was recorded of it."""

    answer: Answer
    reached: list[str]
    recorded: list[dict[str, object]]

    @property
    def verdicts(self) -> set[object]:
        """The verdicts on record, without the deliveries of pages and the openings of tunnels."""
        return {each["verdict"] for each in self.recorded if each["verdict"]}

    @property
    def people(self) -> set[object]:
        """Whom the record names."""
        return {each["person"] for each in self.recorded if each["verdict"]}


def signed(person: Person) -> bytes:
    """The header by which a person signs in, or nothing."""
    if not person.name:
        return b""
    password = PASSWORDS[person.name] if person.password is None else person.password
    return b"Proxy-Authorization: Basic " + b64encode(f"{person.name}:{password}".encode()) + b"\r\n"


def answered(received: bytes) -> Answer:
    text = received.decode("latin-1")
    status = text[9:12] if text.startswith("HTTP/1.") else ""
    return Answer(int(status) if status.isdigit() else 0, text)


def everything(channel: socket.socket) -> bytes:
    received = b""
    with contextlib.suppress(OSError):
        while chunk := channel.recv(65536):
            received += chunk
    return received


def next_answer(channel: socket.socket) -> Answer:
    """One answer on a connection that is kept; its length must be told."""
    received = b""
    while b"\r\n\r\n" not in received:
        received += channel.recv(65536)
    head, _, body = received.partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length: ")[2].split()[0])
    while len(body) < length:
        body += channel.recv(65536)
    return answered(head + b"\r\n\r\n" + body)


class Device:
    """One device of a person, in a town."""

    def __init__(self, town: Town, person: Person = BEN) -> None:
        self.town = town
        self.person = person
        self.address = person.address

    def connect(self) -> socket.socket:
        proxy = ("127.0.0.1", self.town.settings.proxy_port)
        return socket.create_connection(proxy, SECONDS, source_address=(self.address, 0))

    def write(self, content: bytes, patience: float = SECONDS) -> Answer:
        """Send these bytes, and read until the proxy closes or says nothing for so many seconds."""
        with self.connect() as channel:
            channel.settimeout(patience)
            channel.sendall(content)
            return answered(everything(channel))

    def ask(self, target: str | bytes, *headers: bytes, method: bytes = b"GET") -> Answer:
        """Send a request with this target, exactly as it is written, and these header lines."""
        target = target.encode() if isinstance(target, str) else target
        lines = [method + b" " + target + b" HTTP/1.1", *(headers or (b"Host: story.test",)), b"Connection: close"]
        return self.write(b"\r\n".join(lines) + b"\r\n" + signed(self.person) + b"\r\n")

    def tunnel(self, authority: str | bytes) -> tuple[socket.socket, Answer]:
        """A tunnel, and what the proxy said to it; the caller closes it."""
        authority = authority.encode() if isinstance(authority, str) else authority
        channel = self.connect()
        channel.sendall(b"CONNECT " + authority + b" HTTP/1.1\r\nHost: x\r\n" + signed(self.person) + b"\r\n")
        return channel, answered(channel.recv(65536))

    def within(self, authority: str, sni: str | None, *requests: bytes, tls: ssl.TLSVersion | None = None) -> Answer:
        """Send requests, one after another, inside TLS in a tunnel; `sni` None sends no name."""
        channel, opened = self.tunnel(authority)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        if tls:
            context.minimum_version = context.maximum_version = tls
        with channel:
            if opened.status != 200:
                return opened
            try:
                with context.wrap_socket(channel, server_hostname=sni) as inside:
                    for request in requests:
                        inside.sendall(request)
                        time.sleep(0.1 if len(requests) > 1 else 0)
                    return answered(everything(inside))
            except OSError as error:
                return Answer(0, f"{type(error).__name__}: {error}")


def request(host: str, path: str = "/", *headers: bytes) -> bytes:
    """A request as it stands inside a tunnel; the connection ends with it."""
    lines = [f"GET {path} HTTP/1.1".encode(), f"Host: {host}".encode(), *headers, b"Connection: close", b"", b""]
    return b"\r\n".join(lines)


def outcome(device: Device, deed: Callable[[], Answer]) -> Outcome:
    """Do it from an address of its own, wait until it is on record, and say what came of it."""
    if device.person.address == Person().address:  # where the town's own looks at itself come from too
        device.address = f"127.0.0.{next(ADDRESSES)}"
    seen = len(device.town.seen())
    segment = (device.town.home / "journal" / "current.log").resolve()
    written = segment.stat().st_size
    answer = deed()

    def recorded() -> list[dict[str, object]]:
        lines = segment.read_bytes()[written:]
        events = read_lines(lines[: lines.rfind(b"\n") + 1], Origin("", "", 0)).events.to_pylist()
        return [each for each in events if each["address"] == device.address]

    eventually(recorded, 5)
    time.sleep(0.03)  # a tunnel leaves a second line
    reached = [f"{str(each['host']).partition(':')[0]}{each['path']}" for each in device.town.seen()[seen:]]
    return Outcome(answer, reached, recorded())


def result(device: Device, target: str | bytes, *headers: bytes, method: bytes = b"GET") -> Outcome:
    """What came of one request through the proxy."""
    return outcome(device, lambda: device.ask(target, *headers, method=method))


def inside(device: Device, host: str, sni: str | None, *requests: bytes) -> Outcome:
    """What came of requests inside a tunnel to the town's port for TLS."""
    return outcome(device, lambda: device.within(f"{host}:{device.town.tls_port}", sni, *requests))


def said(device: Device, host: str, path: str = "/") -> bytes:
    """A request for a page of a host, as it stands inside a tunnel to the town's port for TLS."""
    return request(f"{host}:{device.town.tls_port}", path)
