"""A real browser behind the real gateway, on a device that trusts the school's certificate."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

from town.browser import CHROMIUM, FLAGS
from town.town import PASSWORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

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
