"""A morning at school in a real browser, and the record and the report that come of it."""

from __future__ import annotations

import csv
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from town.browser import no_fault
from town.town import AVA, BEN, MAYA, eventually

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from town.town import Person, Town

pytestmark = [pytest.mark.journey, pytest.mark.gateway]


def test_a_year_4_pupil_meets_a_blocked_page_and_asks_for_it(town: Town, device: Callable[[Person], Page]) -> None:
    page = device(BEN)
    page.goto(town.https("story.test"))
    expect(page.get_by_role("heading", name="Welcome to story.test")).to_be_visible()
    page.goto(town.https("arcade.test", "/play"))
    no_fault(page)
    expect(page.get_by_text("Childline").first).to_be_visible()
    page.get_by_role("link", name="Ask for this page").click()
    no_fault(page)
    assert "arcade.test" in page.content()
    page.get_by_label("What do you need it for?").fill("For our project on how games are made")
    page.get_by_label("Your name").fill("Ben, Year 4")
    page.get_by_role("button", name="Send").click()
    spool = town.home / "spool" / "asks.jsonl"
    assert eventually(lambda: spool.exists() and "how games are made" in spool.read_text())


def test_an_infant_sees_a_picture_and_is_told_that_it_is_not_their_fault(
    town: Town, device: Callable[[Person], Page]
) -> None:
    page = device(AVA)
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(town.https("arcade.test"))
    expect(page.get_by_text("not your fault").first).to_be_visible()
    expect(page.locator("svg").first).to_be_visible()
    no_fault(page)


def test_staff_are_told_everything_about_why(town: Town, device: Callable[[Person], Page]) -> None:
    page = device(MAYA)
    page.goto(town.http("naughty.test"))
    expect(page.get_by_text("Pornography").first).to_be_visible()
    expect(page.get_by_text("town/pornography").first).to_be_visible()
    no_fault(page)


def test_the_record_and_the_report_contain_exactly_what_was_done(
    own_town: Town, device_in: Callable[[Town], Callable[[Person], Page]]
) -> None:
    town = own_town
    page = device_in(town)(BEN)
    for path in ("/lions", "/tigers"):
        page.goto(town.https("story.test", path))
    page.goto(town.https("www.google.com", "/search?q=how+do+lions+sleep"))
    page.goto(town.http("arcade.test", "/play"))
    page.context.browser.close()  # type: ignore[union-attr]
    asked = [
        (str(each["host"]).partition(":")[0], each["path"]) for each in town.seen() if each["path"] != "/favicon.ico"
    ]
    assert [host for host, _ in asked] == ["story.test", "story.test", "www.google.com"]
    counted = [
        (event["host"], event["path"], event["verdict"], event["person"], event["search_term"])
        for event in town.events()
        if event["method"] == "GET" and event["path"] != "/favicon.ico"
    ]
    assert counted == [
        ("story.test", "/lions", "allow", "p4", ""),
        ("story.test", "/tigers", "allow", "p4", ""),
        ("www.google.com", "/search", "allow", "p4", "how do lions sleep"),
        ("arcade.test", "/play", "block", "p4", ""),
    ]
    folder = town.folder / "report"
    folder.mkdir()
    command = [sys.executable, "-m", "belisha.cli", "report", "week", "--person", "p4", "--home", str(town.home)]
    command += ["--html", str(folder / "week.html"), "--csv", str(folder / "week.csv"), "--for", "a test"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    for word in ("story.test", "arcade.test", "how do lions sleep"):
        assert word in printed
        assert word in (folder / "week.html").read_text()
    rows = list(csv.DictReader((folder / "week.csv").read_text().splitlines()))
    by_table = {name: [row for row in rows if row["Table"] == name] for name in ("Visited", "Blocked", "Searched")}
    assert {row["Site"]: (row["Visits"], row["Pages"]) for row in by_table["Visited"]} == {
        "story.test": ("1", "2"),
        "google.com": ("1", "1"),
    }
    assert [(row["Site"], row["Category"], row["Tries"]) for row in by_table["Blocked"]] == [
        ("arcade.test", "games", "1")
    ]
    assert [(row["Term"], row["Answer"], row["Times"]) for row in by_table["Searched"]] == [
        ("how do lions sleep", "allowed", "1")
    ]
