"""Reports of two schools' weeks, opened in a real browser on a wide screen and on a narrow one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect, sync_playwright

from town.browser import CHROMIUM, FLAGS, no_fault
from town.weeks import QUIET, STORY, WEEK, build_weeks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from town.weeks import Seat

pytestmark = pytest.mark.journey

KINDS = {
    "person": ("--person", "story"),
    "quiet": ("--person", "quiet"),
    "class": ("--class", "maple"),
    "device": ("--device", "oak-laptop-09"),
    "room": ("--room", "it-suite", "--school", "oakfield"),
    "school": ("--school", "oakfield"),
    "names": ("--class", "maple", "--names"),
    "federation": ("--federation",),
}


@pytest.fixture(scope="module")
def weeks(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Seat]]:
    home = tmp_path_factory.mktemp("weeks") / "home"
    return home, build_weeks(home)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.skip("chromium is not installed: ./check installs it")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


def report(weeks: tuple[Path, list[Seat]], length: str, *options: str) -> Path:
    """The page of a report, made by the command."""
    home, seats = weeks
    people = {"story": seats[STORY].person.sign_in, "quiet": seats[QUIET].person.sign_in}
    chosen = [people.get(option, option) for option in options]
    page = home.parent / "report.html"
    sheet = page.with_suffix(".csv")
    command = [sys.executable, "-m", "belisha.cli", "report", length, *chosen, "--home", str(home), "--for", "a test"]
    subprocess.run([*command, "--html", str(page), "--csv", str(sheet)], check=True, capture_output=True, timeout=60)
    return page


def opened(chromium: Browser, path: Path, width: int) -> Page:
    page = chromium.new_page(viewport={"width": width, "height": 900})
    page.goto(path.as_uri())
    return page


@pytest.mark.parametrize("kind", KINDS)
def test_a_report_reads_well_at_any_width(weeks: tuple[Path, list[Seat]], chromium: Browser, kind: str) -> None:
    path = report(weeks, "week", "--week", WEEK, *KINDS[kind])
    for width in (1280, 320):
        page = opened(chromium, path, width)
        no_fault(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, "nothing sticks out"
        expect(page.get_by_role("heading", name="Worth looking at first")).to_be_visible()
        page.close()


@pytest.mark.parametrize(("length", "option"), [("day", "--day=2026-11-17"), ("term", "--term=Autumn term")])
def test_days_and_terms_read_well_too(
    weeks: tuple[Path, list[Seat]], chromium: Browser, length: str, option: str
) -> None:
    page = opened(chromium, report(weeks, length, option, "--school", "oakfield"), 320)
    no_fault(page)
    expect(page.get_by_role("img").first).to_be_visible()


def test_what_is_worth_looking_at_leads_to_where_it_is(weeks: tuple[Path, list[Seat]], chromium: Browser) -> None:
    page = opened(chromium, report(weeks, "week", "--week", WEEK, *KINDS["person"]), 1280)
    first = page.locator(".first")
    assert "asking for help" in first.inner_text()
    assert "blocked tries" in first.inner_text()
    first.get_by_role("link").first.click()
    assert page.url.endswith("#welfare")
    expect(page.get_by_role("cell", name="“how to talk to childline”")).to_be_visible()
    new = page.get_by_role("region", name="New to the school")
    assert "crazygames-hub.example" in new.inner_text()


def test_a_quiet_week_says_that_nothing_stands_out(weeks: tuple[Path, list[Seat]], chromium: Browser) -> None:
    page = opened(chromium, report(weeks, "week", "--week", WEEK, *KINDS["quiet"]), 1280)
    expect(page.get_by_text("Nothing stands out in this week.")).to_be_visible()
    expect(page.get_by_text("Welfare themes: No welfare theme was found.")).to_be_visible()


def test_the_other_rows_are_behind_one_click_and_need_no_script(
    weeks: tuple[Path, list[Seat]], chromium: Browser
) -> None:
    path = report(weeks, "week", "--week", WEEK, *KINDS["school"])
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto(path.as_uri())
    rest = page.get_by_role("region", name="Visited, continued")
    expect(rest).not_to_be_visible()
    page.get_by_text("The other 8").first.click()
    expect(rest).to_be_visible()


def test_no_pupil_is_named_unless_names_were_asked_for(weeks: tuple[Path, list[Seat]]) -> None:
    names = {seat.person.name for seat in weeks[1]}
    for kind in ("class", "device", "room", "school", "federation"):
        text = report(weeks, "week", "--week", WEEK, *KINDS[kind]).read_text()
        assert not [name for name in names if name in text], kind
    assert weeks[1][STORY].person.name in report(weeks, "week", "--week", WEEK, *KINDS["names"]).read_text()
