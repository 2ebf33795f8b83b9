"""A console of the test's own: real files over real HTTP, which does as it is told, well or badly."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from belisha.engine.policy import dump
from belisha.engine.published.signed import Piece, Told, public_bytes, seal
from belisha.engine.snapshot import build
from belisha.gateway.following.client import Client
from belisha.gateway.following.link import Link, write_link
from belisha.gateway.following.pulling import Puller
from in_force import games, small_policy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Answer = Callable[["Console", BaseHTTPRequestHandler], bool]


class Console:
    """What is in force, and how it answers. `spoil`: answers in place of the usual one when it returns True."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.key = Ed25519PrivateKey.generate()
        self.signs_with = self.key
        self.serial = 0
        self.gateway = "7"
        self.files: dict[str, bytes] = {}
        self.told: Told | None = None
        self.pointer = b""
        self.asked: list[str] = []
        self.reports: list[dict[str, object]] = []
        self.spoil: Answer | None = None
        self.publish("Here", "arcade.test")

    def publish(self, name: str, *hosts: str, passwords: bytes = b"ava:hash\n", serial: int = 0) -> None:
        """Put something in force; without hosts the index stays."""
        self.serial = serial or self.serial + 1
        lists = self._index(hosts) if hosts or not self.told else self.told.lists
        self.told = Told(
            gateway=self.gateway,
            serial=self.serial,
            at="2026-11-20T10:00:00+00:00",
            whole=hashlib.sha256(name.encode()).hexdigest(),
            policy=self._piece("policy", dump(small_policy(name))),
            lists=lists,
            passwords=self._piece("passwords", passwords),
        )
        self.pointer = seal(self.told, self.signs_with)

    def _piece(self, kind: str, content: bytes) -> Piece:
        digest = hashlib.sha256(content).hexdigest()
        self.files[f"/gateways/{kind}/{digest}"] = content
        return Piece(sha256=digest, size=len(content), name=digest)

    def _index(self, hosts: tuple[str, ...]) -> Piece:
        report = build([games(*hosts)], self.folder)
        content = report.path.read_bytes()
        self.files[f"/gateways/lists/{report.digest}"] = content
        return Piece(sha256=hashlib.sha256(content).hexdigest(), size=len(content), name=report.digest)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    console: Console

    def do_GET(self) -> None:
        console = self.console
        console.asked.append(f"{self.path} {self.headers.get('Range', '')}".strip())
        if console.spoil and console.spoil(console, self):
            return
        if self.path == "/gateways/pointer":
            self._pointer()
            return
        content = console.files.get(self.path)
        if content is None:
            self.answer(404, b'{"error": "there is no such file"}')
            return
        begin = int(self.headers["Range"].removeprefix("bytes=").rstrip("-")) if self.headers.get("Range") else 0
        self.answer(206 if begin else 200, content[begin:])

    def _pointer(self) -> None:
        version = hashlib.sha256(self.console.pointer).hexdigest()
        if self.headers.get("If-None-Match") == version:
            self.answer(304, b"")
        else:
            self.answer(200, self.console.pointer, version)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.console.reports.append(json.loads(body))
        self.answer(200, b"{}")

    def answer(self, status: int, content: bytes, version: str = "", *, claims: int | None = None) -> None:
        """Send an answer; `claims`: a length that it has not."""
        self.send_response(status)
        if version:
            self.send_header("ETag", version)
        self.send_header("Content-Length", str(len(content) if claims is None else claims))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the library
        pass


def drip(handler: _Handler, seconds: float) -> None:
    """Begin an answer and go on so slowly that it never ends in time."""
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        try:
            handler.wfile.write(b"x")
            handler.wfile.flush()
        except OSError:
            return
        time.sleep(0.05)


@pytest.fixture
def console(tmp_path: Path, socket_enabled: None) -> Iterator[Console]:
    made = Console(tmp_path / "console")
    handler = type("Handler", (_Handler,), {"console": made})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    made.url = f"http://127.0.0.1:{server.server_port}"  # type: ignore[attr-defined]
    yield made
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def home(tmp_path: Path, console: Console) -> Path:
    """A gateway's data folder, joined."""
    place = tmp_path / "gateway"
    (place / "published").mkdir(parents=True)
    link = Link(
        url=console.url,  # type: ignore[attr-defined]
        gateway=console.gateway,
        name="Server room",
        token="belgw_of-the-test",
        key=public_bytes(console.key),
    )
    write_link(place, link)
    return place


@pytest.fixture
def puller(home: Path) -> Iterator[Puller]:
    from belisha.gateway.following.link import read_link

    link = read_link(home)
    client = Client(link.url, token=link.token, patience=1.0)
    made = Puller(home, link, client)
    yield made
    client.close()
