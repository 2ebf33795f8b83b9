"""A real browser for the console: at a running server for journeys, and fed by the test client for single pages."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import sync_playwright

from console.visitors import sign_in, words_of
from town.browser import CHROMIUM, FLAGS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.http import HttpResponse
    from django.test import Client
    from playwright.sync_api import Browser, Page, Route
    from pytest_django.live_server_helper import LiveServer

    from belisha.console.access.models import User

IMAGES = Path(__file__).parents[2] / "docs" / "images"
DESKTOP, TELEPHONE = {"width": 1280, "height": 900}, {"width": 320, "height": 640}


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
def desk(
    socket_enabled: None, chromium: Browser, live_server: LiveServer, client: Client
) -> Iterator[Callable[..., Page]]:
    """Sit somebody down at a browser of their own, signed in (None: not), at the running console."""
    contexts = []

    def sit_down(user: User | None = None) -> Page:
        context = chromium.new_context(base_url=live_server.url, viewport=DESKTOP, locale="en-GB")
        contexts.append(context)
        if user:
            key = sign_in(client, user).cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": key, "url": live_server.url}])
        return context.new_page()

    yield sit_down
    for context in contexts:
        context.close()


@pytest.fixture
def shown(chromium: Browser, client: Client) -> Iterator[Callable[[str], Page]]:
    """A page as the browser shows it for whoever is signed in to the test client: no server, no second database."""
    context = chromium.new_context(viewport=DESKTOP, locale="en-GB")
    page = context.new_page()

    made: dict[str, HttpResponse] = {}

    def answer(route: Route) -> None:
        """From here no database can be reached: it belongs to the test. Hence pages are made beforehand."""
        path = urlsplit(route.request.url).path
        if path.startswith("/static/") and (file := finders.find(path.removeprefix("/static/"))):
            route.fulfill(path=file)
        elif response := made.get(path):
            route.fulfill(status=response.status_code, headers=dict(response.headers), body=words_of(response))
        else:
            route.fulfill(status=204)

    def show(address: str) -> Page:
        made[urlsplit(address).path] = client.get(address)
        page.goto(f"http://console.test{address}")
        return page

    page.route("**/*", answer)
    yield show
    context.close()


@pytest.fixture
def picture() -> Callable[[Page, str], None]:
    """Take a picture of a page for docs/images/console-<name>.png, where BELISHA_PICTURES is set."""

    def take(page: Page, name: str) -> None:
        if os.environ.get("BELISHA_PICTURES"):
            page.screenshot(path=IMAGES / f"console-{name}.png", full_page=True)

    return take
