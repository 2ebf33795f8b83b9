"""Files are fetched from publishers within limits, by one scheme, and every fault is one plain sentence."""

import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from belisha.cli.downloads import Downloader
from belisha.engine.lists import FetchError

pytestmark = pytest.mark.enable_socket
HTTP = frozenset({"http"})


class Publisher(BaseHTTPRequestHandler):
    """A publisher's server with every fault that one has."""

    def do_GET(self) -> None:
        """Answer by path."""
        {
            "/list": self.give_list,
            "/moved": lambda: self.move("/list"),
            "/file": lambda: self.move("file:///etc/passwd"),
            "/ftp": lambda: self.move("ftp://127.0.0.1/list"),
            "/short": lambda: self.give(b"half", length=4000),
            "/endless": self.give_endless,
        }.get(self.path, lambda: self.send_error(404))()

    def give_list(self) -> None:
        if self.headers.get("If-None-Match") == '"one"':
            self.send_response(304)
            self.end_headers()
        else:
            self.give(b"one.example\n", etag='"one"')

    def give(self, content: bytes, length: int = 0, etag: str = "") -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(length or len(content)))
        if etag:
            self.send_header("ETag", etag)
        self.end_headers()
        self.wfile.write(content)

    def give_endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        try:
            for _ in range(200):
                self.wfile.write(b"x" * 100_000)
                time.sleep(0.01)
        except OSError:
            return

    def move(self, to: str) -> None:
        self.send_response(302)
        self.send_header("Location", to)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def publisher() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Publisher)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("path", ["/list", "/moved"])
def test_a_file_is_fetched_with_its_tag(publisher: str, tmp_path: Path, path: str) -> None:
    assert Downloader(schemes=HTTP)(publisher + path, "", tmp_path / "got") == '"one"'
    assert (tmp_path / "got").read_bytes() == b"one.example\n"


def test_what_is_known_is_not_fetched_again(publisher: str, tmp_path: Path) -> None:
    assert Downloader(schemes=HTTP)(f"{publisher}/list", '"one"', tmp_path / "got") is None


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/nothing", "answered 404"),
        ("/short", "before the file was whole"),
        ("/file", "answered 302"),
        ("/ftp", "only http addresses"),
    ],
)
def test_every_fault_is_a_sentence_and_not_taken_for_no_internet(
    publisher: str, tmp_path: Path, path: str, says: str
) -> None:
    with pytest.raises(FetchError, match=says) as raised:
        Downloader(schemes=HTTP)(publisher + path, "", tmp_path / "got")
    assert not raised.value.offline


def test_a_file_that_is_too_large_is_not_read_to_its_end(publisher: str, tmp_path: Path) -> None:
    with pytest.raises(FetchError, match="larger than"):
        Downloader(schemes=HTTP, most=300_000)(f"{publisher}/endless", "", tmp_path / "got")
    assert (tmp_path / "got").stat().st_size <= 300_000


def test_a_file_that_comes_too_slowly_is_given_up(publisher: str, tmp_path: Path) -> None:
    with pytest.raises(FetchError, match="too slowly"):
        Downloader(schemes=HTTP, longest=0.05)(f"{publisher}/endless", "", tmp_path / "got")


def test_plain_http_is_refused_before_anything_is_sent(publisher: str, tmp_path: Path) -> None:
    with pytest.raises(FetchError, match="only https"):
        Downloader()(f"{publisher}/list", "", tmp_path / "got")
    assert not (tmp_path / "got").exists()


def test_a_server_that_is_not_there_is_taken_for_no_internet(tmp_path: Path) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{unused.getsockname()[1]}/list"
        with pytest.raises(FetchError, match="could not be reached") as raised:
            Downloader(schemes=HTTP, patience=2)(address, "", tmp_path / "got")
    assert raised.value.offline
