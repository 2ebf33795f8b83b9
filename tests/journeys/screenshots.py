"""Takes the pictures of docs/images anew, of a real gateway and of reports: `python tests/journeys/screenshots.py`.

With the word `reports`, only those of reports, which need no gateway.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from town.browser import CHROMIUM, FLAGS
from town.town import AVA, BEN, MAYA, PASSWORDS, Person, Town
from town.weeks import QUIET, STORY, WEEK, build_weeks

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


def reports(home: Path) -> Iterator[tuple[str, list[str]]]:
    """The name of each picture of a report, and the options that it is made with."""
    seats = build_weeks(home)
    yield "report-person", ["--person", seats[STORY].person.sign_in]
    yield "report-quiet", ["--person", seats[QUIET].person.sign_in]
    yield "report-class", ["--class", "maple"]
    yield "report-device", ["--device", seats[STORY].device]
    yield "report-school", ["--school", "oakfield"]
    yield "report-federation", ["--federation"]


def take_reports(playwright: Playwright) -> None:
    """Each report as a browser shows it, the person's on a narrow screen too, and two of them on paper."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    with tempfile.TemporaryDirectory() as place:
        home, page_file = Path(place) / "home", Path(place) / "report.html"
        for name, options in reports(home):
            command = [sys.executable, "-m", "belisha.cli", "report", "week", "--week", WEEK, *options, "--pdf"]
            command += ["--home", str(home), "--html", str(page_file), "--for", "weekly review"]
            subprocess.run(command, check=True, capture_output=True)
            widths = {"": 1100, "-narrow": 320} if name == "report-person" else {"": 1100}
            for ending, width in widths.items():
                page = browser.new_page(viewport={"width": width, "height": 1400})
                page.goto(page_file.as_uri())
                page.screenshot(path=IMAGES / f"{name}{ending}.png")
                page.close()
            if name in {"report-person", "report-quiet"}:
                first_sheet(page_file.with_suffix(".pdf"), IMAGES / f"{name}-paper")
    browser.close()


def first_sheet(pdf: Path, picture: Path) -> None:
    """The first page on paper, as PNG."""
    subprocess.run(["pdftoppm", "-r", "90", "-png", "-singlefile", str(pdf), str(picture)], check=True)


def main() -> None:
    """Take the pictures of reports; then build the town, take every other picture, and end the town."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        take_reports(playwright)
    if sys.argv[1:] == ["reports"]:
        return
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
