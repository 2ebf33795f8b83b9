"""A teacher meets a page that should be blocked and reports it by the bookmark, on pages that allow no scripts."""

from __future__ import annotations

import threading
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from playwright.sync_api import expect

from belisha.console.access.roles import Role
from belisha.console.filtering.models import PageReport
from cast import a_school, somebody
from policies import an_adopted_policy
from town.browser import no_fault
from town.town import eventually

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page
    from pytest_django.fixtures import SettingsWrapper
    from pytest_django.live_server_helper import LiveServer

    from belisha.console.access.models import User

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
POLICIES = {
    "plain": "",
    "strict": "default-src 'none'; script-src 'none'; form-action 'none'",
    "trusted": "require-trusted-types-for 'script'; script-src 'strict-dynamic' 'nonce-x'",
    "sandboxed": "sandbox; default-src 'none'",
}


class _Elsewhere(BaseHTTPRequestHandler):
    """Pages that differ in what they allow, by the first part of their path."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        if policy := POLICIES.get(self.path.split("/")[1]):
            self.send_header("Content-Security-Policy", policy)
        self.end_headers()
        self.wfile.write(b"<title>Rude</title><p>Something rude</p>")

    def log_message(self, *_args: object) -> None:
        """Nobody reads it."""


@pytest.fixture
def elsewhere(socket_enabled: None) -> Iterator[str]:
    """The address of another website."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Elsewhere)
    thread = threading.Thread(target=partial(server.serve_forever, poll_interval=0.05), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def teacher(live_server: LiveServer, settings: SettingsWrapper) -> User:
    settings.CONSOLE = replace(settings.CONSOLE, public_url=live_server.url)
    school = a_school()
    an_adopted_policy(school)
    return somebody(school, Role.TEACHER)


def choose_bookmark(page: Page, script: str) -> None:
    """Choose a bookmark while at a page, as its bar does: the browser asks for it, not the page."""
    session = page.context.new_cdp_session(page)
    session.send("Page.navigate", {"url": script, "transitionType": "auto_bookmark"})


@pytest.mark.parametrize("kind", ["plain", "strict", "trusted"])
def test_the_bookmark_reports_a_page_whatever_the_page_allows(
    at_console: Callable[[User], Page], teacher: User, elsewhere: str, kind: str
) -> None:
    page = at_console(teacher)
    page.goto("/me/report-page/bookmark/")
    script = page.get_by_role("link", name="Report this page").get_attribute("href")
    assert script == page.get_by_label("Address of the bookmark").input_value()
    page.goto(f"{elsewhere}/{kind}/page?x=1")
    choose_bookmark(page, script)
    page.wait_for_url("**/me/report-page/**")
    assert page.get_by_label("Address").input_value() == f"{elsewhere}/{kind}/page?x=1"
    no_fault(page)


def test_where_a_bookmark_can_do_nothing_the_form_takes_the_address_by_hand(
    at_console: Callable[[User], Page], teacher: User, elsewhere: str
) -> None:
    page = at_console(teacher)
    page.goto("/me/report-page/bookmark/")
    script = page.get_by_role("link", name="Report this page").get_attribute("href")
    assert script
    page.goto(f"{elsewhere}/sandboxed/page")
    choose_bookmark(page, script)
    assert not eventually(lambda: "report-page" in page.url, 1), "a page in a sandbox runs nothing, not even this"
    page.goto("/me/report-page/")
    expect(page.get_by_text("Copy what stands at the top of the window")).to_be_visible()
    page.get_by_label("Address").fill("https://rude.example/page")
    page.get_by_label("What is wrong").fill("It is rude")
    page.get_by_role("button", name="Report").click()
    assert eventually(lambda: PageReport.objects.filter(host="rude.example").exists(), 5)
