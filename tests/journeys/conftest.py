"""A real browser behind the real gateway, on a device that trusts the school's certificate."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from playwright.sync_api import sync_playwright

from belisha.console.access.acting import By
from belisha.console.filtering.policy.actions import adopt
from belisha.console.flows.publishing import publish
from belisha.engine.published.preparing import read_checked_policy
from cast import a_class, a_pupil, a_school
from console.visitors import sign_in
from town.browser import (
    CHROMIUM,
    FLAGS,
    a_click_ends_with_its_page,  # noqa: F401 - taken up by being here
)
from town.town import PASSWORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client
    from playwright.sync_api import Browser, Page
    from pytest_django.fixtures import SettingsWrapper
    from pytest_django.live_server_helper import LiveServer

    from belisha.console.access.models import School, User
    from belisha.console.people.models import Group
    from town.town import Person, Town


def trust(home: Path, certificates: list[Path]) -> None:
    """Make the store of trusted certificates that Chromium reads below its user's home."""
    store = home / ".pki" / "nssdb"
    store.mkdir(parents=True)
    database = ["certutil", "-d", f"sql:{store}"]
    subprocess.run([*database, "-N", "--empty-password"], check=True)
    for number, certificate in enumerate(certificates):
        command = [*database, "-A", "-t", "C,,", "-n", f"ca-{number}", "-i", str(certificate)]
        subprocess.run(command, check=True)


@pytest.fixture
def device_in(socket_enabled: None) -> Iterator[Callable[[Town], Callable[[Person], Page]]]:
    """Devices of a given town: sit somebody down, get a page of a browser that is signed in to the proxy as them."""
    if not shutil.which(CHROMIUM):
        pytest.skip("chromium is not installed: ./check installs it")
    home = Path(tempfile.mkdtemp(prefix="belisha-device-"))
    browsers: list[Browser] = []
    with sync_playwright() as playwright:

        def devices(town: Town) -> Callable[[Person], Page]:
            trust(home, [town.settings.authority_file, town.folder / "internet-ca.pem"])

            def sit_down(person: Person) -> Page:
                browser = playwright.chromium.launch(
                    executable_path=CHROMIUM,
                    args=FLAGS,
                    env={**os.environ, "HOME": str(home)},
                    proxy={
                        "server": f"http://{town.where['proxy']}",
                        "username": person.name,
                        "password": PASSWORDS[person.name],
                    },
                )
                browsers.append(browser)
                return browser.new_context(viewport={"width": 1024, "height": 768}).new_page()

            return sit_down

        yield devices
        for browser in browsers:
            browser.close()
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def device(town: Town, device_in: Callable[[Town], Callable[[Person], Page]]) -> Callable[[Person], Page]:
    """A device of the shared town."""
    return device_in(town)


@pytest.fixture
def console_browser(socket_enabled: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    """A browser that sits at no gateway, for the console's own pages."""
    if not shutil.which(CHROMIUM):
        pytest.skip("chromium is not installed: ./check installs it")
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # its loop runs in the thread of the tests
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def at_console(console_browser: Browser, live_server: LiveServer, client: Client) -> Callable[[User], Page]:
    """Sit somebody down at the console, signed in."""

    def sit_down(user: User) -> Page:
        context = console_browser.new_context(base_url=live_server.url, locale="en-GB")
        key = sign_in(client, user).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": key, "url": live_server.url}])
        return context.new_page()

    return sit_down


@pytest.fixture
def school(own_town: Town, settings: SettingsWrapper, monkeypatch: pytest.MonkeyPatch) -> Iterator[School]:
    """The town's school in a console that holds its policy: Ben in Year 4, his teacher, both sides of a change."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the browser's loop runs in the thread of the tests
    settings.HOME = own_town.home
    school = a_school("oakfield")
    _may_sign_in(a_pupil(school, "Ben Carter", in_class=beech(school)).user, "ben.4")
    adopt(by=By(None, system="test"), federation=school.federation, policy=read_checked_policy(own_town.policy_text))
    publish(own_town.home, timezone.localdate())
    own_town.hand_over()
    return school


def beech(school: School) -> Group:
    """The class of the town's juniors."""
    return a_class(school, "4 Beech")


def _may_sign_in(user: User, name: str) -> None:
    user.username, user.opened_at = name, timezone.now()
    user.set_password(PASSWORDS[name])
    user.save()


@pytest.fixture
def desk(live_server: LiveServer, client: Client) -> Iterator[Callable[[Page, User], Page]]:
    """Sit somebody down at the console, in another browser of the same kind as one behind the gateway."""
    browsers = []

    def sit_down(beside: Page, user: User) -> Page:
        assert beside.context.browser is not None
        if not browsers:
            browsers.append(beside.context.browser.browser_type.launch(executable_path=CHROMIUM, args=FLAGS))
        context = browsers[0].new_context(base_url=live_server.url, locale="en-GB")
        key = sign_in(client, user).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": key, "url": live_server.url}])
        return context.new_page()

    yield sit_down
    for browser in browsers:
        browser.close()


def write_day(page: Page, name: str, days: int) -> None:
    """Fill in a day so many days from now."""
    day = timezone.localdate() + timedelta(days=days)
    for part, value in (("day", day.day), ("month", day.month), ("year", day.year)):
        page.fill(f"[name={name}_{part}]", str(value))
