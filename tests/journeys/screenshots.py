"""Takes the pictures of docs/images anew, from a real gateway: `python tests/journeys/screenshots.py`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from town.browser import CHROMIUM, FLAGS
from town.town import AVA, BEN, MAYA, PASSWORDS, Person, Town

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Playwright

IMAGES = Path(__file__).parents[2] / "docs" / "images"
TRUSTING = [*FLAGS, "--ignore-certificate-errors"]
WIDTH, HEIGHT = 960, 900


def scenes(town: Town) -> Iterator[tuple[str, Person | None, str]]:
    """The name of each picture, who sits at the device (None: it does not use the proxy), and the address."""
    yield "blocked-infants", AVA, town.https("arcade.test")
    yield "blocked-juniors", BEN, town.https("arcade.test", "/play")
    yield "blocked-staff", MAYA, town.http("bets.test", "/today")
    portal = town.settings.portal_url
    yield "portal", None, f"{portal}/"
    yield "tell", None, f"{portal}/tell?{urlencode({'page': 'juniors', 'address': 'https://arcade.test/play'})}"


def take(playwright: Playwright, town: Town, name: str, person: Person | None, address: str) -> None:
    """One picture of the top of the page, as PNG."""
    who = {"username": person.name, "password": PASSWORDS[person.name]} if person else {}
    proxy = {"server": f"http://{town.where['proxy']}", **who} if person else None
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=TRUSTING, proxy=proxy)
    page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
    page.goto("about:blank")
    page.goto(address)
    page.screenshot(path=IMAGES / f"{name}.png")
    browser.close()


def main() -> None:
    """Build the town, take every picture, and end the town."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    town = Town()
    try:
        town.start()
        with sync_playwright() as playwright:
            for name, person, address in scenes(town):
                take(playwright, town, name, person, address)
    finally:
        town.end()


if __name__ == "__main__":
    main()
