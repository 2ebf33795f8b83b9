"""A real browser for the console: at a running server for journeys, and fed by the test client for single pages."""

from __future__ import annotations

import io
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image
from playwright.sync_api import sync_playwright

from console.visitors import sign_in, words_of
from town.browser import CHROMIUM, FLAGS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.http import HttpResponse
    from playwright.sync_api import Browser, Page, Route
    from pytest_django.live_server_helper import LiveServer

    from belisha.console.access.models import User

IMAGES = Path(__file__).parents[2] / "docs" / "images"
GUIDE = IMAGES.with_name("guide")
DESKTOP, TELEPHONE = {"width": 1280, "height": 900}, {"width": 320, "height": 640}
PHONE = {"width": 390, "height": 844}  # as most people hold it; TELEPHONE is the narrowest there is
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
    """One page of the browser that shows answers made beforehand, one after the other: no server, no second database.

    A page of its own for each would begin a process of its own, which takes longer than what is tested in it.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self._made: dict[str, HttpResponse] = {}
        page.route("**/*", self._answer)

    def _answer(self, route: Route) -> None:
        """From here no database can be reached: it belongs to the test."""
        path = urlsplit(route.request.url).path
        if path.startswith("/static/") and (file := finders.find(path.removeprefix("/static/"))):
            route.fulfill(path=file)
        elif response := self._made.get(path):
            route.fulfill(status=response.status_code, headers=dict(response.headers), body=words_of(response))
        else:
            route.fulfill(status=204)

    def show(self, address: str, response: HttpResponse) -> Page:
        """The page as the browser shows it at a desk."""
        self._made = {urlsplit(address).path: response}
        self.page.set_viewport_size(DESKTOP)
        self.page.goto(f"http://console.test{address}")
        return self.page


@pytest.fixture(scope="module")
def tab(chromium: Browser) -> Iterator[Tab]:
    """A page of the browser for a file of tests."""
    context = chromium.new_context(viewport=DESKTOP, locale="en-GB")
    yield Tab(context.new_page())
    context.close()


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
