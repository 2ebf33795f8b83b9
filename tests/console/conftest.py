"""A real browser for the console: at a running server for journeys, and fed by the test client for single pages."""

from __future__ import annotations

import io
import os
import shutil
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
import pytest_socket
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image
from playwright.sync_api import sync_playwright

from console.known import Known
from console.visitors import sign_in, words_of
from town.browser import (
    CHROMIUM,
    FLAGS,
    a_click_ends_with_its_page,  # noqa: F401 - taken up by being here
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.http import HttpResponse
    from playwright.sync_api import Browser, Page
    from pytest_django.live_server_helper import LiveServer

    from belisha.console.access.models import User

IMAGES = Path(__file__).parents[2] / "docs" / "images"
GUIDE = IMAGES.with_name("guide")
DESKTOP, TELEPHONE = {"width": 1280, "height": 900}, {"width": 320, "height": 640}
PHONE = {"width": 390, "height": 844}  # as most people hold it; TELEPHONE is the narrowest there is
AXE, AXE_PATH = Axe().axe_script.encode(), "/axe.js"
FOR_LONG = {"Cache-Control": "max-age=86400, immutable"}
COLOURS = 128  # of a picture: a page has few, and the file is a third as large


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for a file of tests: others begin their own, and there can be one at a time.

    Its loop runs in the thread of the tests, which Django takes for asynchronous code.
    """
    if not shutil.which(CHROMIUM):
        pytest.skip("chromium is not installed: ./check installs it")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def desk(socket_enabled: None, chromium: Browser, live_server: LiveServer) -> Iterator[Callable[..., Page]]:
    """Sit somebody down at a browser of their own, signed in (None: not), at the running console."""
    contexts = []

    def sit_down(user: User | None = None) -> Page:
        context = chromium.new_context(base_url=live_server.url, viewport=DESKTOP, locale="en-GB")
        contexts.append(context)
        if user:
            key = sign_in(Client(), user).cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": key, "url": live_server.url}])
        return context.new_page()

    yield sit_down
    for context in contexts:
        context.close()


class Tab:
    """One page of the browser that shows answers made beforehand, one after the other: no second database.

    A page of its own for each would begin a process of its own, which takes longer than what is tested in it. Styles
    and scripts come by a little server, for what is handed to a browser in another way it reads anew for each page.
    """

    def __init__(self, page: Page, shelf: Shelf) -> None:
        self.page = page
        self.shelf = shelf

    def show(self, address: str, response: HttpResponse) -> Page:
        """The page as the browser shows it at a desk."""
        self.shelf.put(address, response)
        self.page.set_viewport_size(DESKTOP)
        self.page.goto(self.shelf.url + address)
        return self.page


class Shelf(ThreadingHTTPServer):
    """Gives out one page that was made beforehand, the files that it is shown with, and axe."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Giving)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.page = ("", 0, {}, b"")

    def put(self, address: str, response: HttpResponse) -> None:
        """Lay a page there in the place of the one before."""
        headers = {name: value for name, value in response.headers.items() if name != "Content-Length"}
        self.page = (urlsplit(address).path, response.status_code, headers, words_of(response).encode())

    def handle_error(self, request: object, client_address: object) -> None:
        """The browser breaks off what it needs no longer."""


class Giving(BaseHTTPRequestHandler):
    """Answers the browser; no database can be reached from here: it belongs to the test."""

    protocol_version = "HTTP/1.1"
    server: Shelf

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        address, status, headers, body = self.server.page
        if path == AXE_PATH:
            status, headers, body = 200, FOR_LONG | {"Content-Type": "text/javascript"}, AXE
        elif path.startswith("/static/") and (file := finders.find(path.removeprefix("/static/"))):
            kind = guess_type(path)[0] or "application/octet-stream"
            status, headers, body = 200, FOR_LONG | {"Content-Type": kind}, Path(file).read_bytes()
        elif path != address:
            status, headers, body = 204, {}, b""
        self.send_response_only(status)
        for name, value in (headers | {"Content-Length": str(len(body))}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="session")
def known(tmp_path_factory: pytest.TempPathFactory) -> Known:
    """What axe has read already in this run, whichever worker had it read that."""
    own = tmp_path_factory.getbasetemp()
    return Known((own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "read-by-axe")


@pytest.fixture(scope="module")
def shelf() -> Iterator[Shelf]:
    """Where the browser's page of a file of tests comes from."""
    pytest_socket.enable_socket()
    shelf = Shelf()
    Thread(target=shelf.serve_forever, daemon=True).start()
    yield shelf
    shelf.shutdown()
    shelf.server_close()


@pytest.fixture(scope="module")
def one_tab(chromium: Browser, shelf: Shelf) -> Iterator[Tab]:
    """A page of the browser for a file of tests."""
    context = chromium.new_context(viewport=DESKTOP, locale="en-GB", service_workers="block")
    yield Tab(context.new_page(), shelf)
    context.close()


@pytest.fixture
def tab(socket_enabled: None, one_tab: Tab) -> Tab:
    """The page of the browser; the browser's server may be reached meanwhile."""
    return one_tab


@pytest.fixture
def picture() -> Callable[..., None]:
    """Take a picture of a page for docs/images/console-<name>.png, where BELISHA_PICTURES is set and a page shows it.

    Not `whole`: only what fits on the screen. `size`: of another screen than the one that the page is on.
    """
    pages = GUIDE.glob("*.md") if os.environ.get("BELISHA_PICTURES") else ()
    shown = "".join(each.read_text() for each in pages)

    def take(page: Page, name: str, *, whole: bool = True, size: Any = None) -> None:
        if f"console-{name}.png" not in shown:
            return
        screen = page.viewport_size
        page.set_viewport_size(size or screen)
        taken = Image.open(io.BytesIO(page.screenshot(full_page=whole, animations="disabled")))
        taken.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(
            IMAGES / f"console-{name}.png", optimize=True
        )
        page.set_viewport_size(screen)

    return take
