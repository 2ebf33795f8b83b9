"""Blocked pages in a real browser behind a real Squid: with and without script, by keyboard, and under attack."""

from __future__ import annotations

import shutil

import pytest
from playwright.sync_api import expect, sync_playwright

from town.browser import CHROMIUM, FLAGS, no_fault

ADDRESSES = {
    "infants": "http://infants.test/",
    "juniors": "http://juniors.test/",
    "staff": "http://staff.test/",
    "trouble": "http://trouble.test/",
    "unanswered": "http://127.0.0.1:18199/",
}
pytestmark = [pytest.mark.gateway, pytest.mark.journey, pytest.mark.enable_socket]


@pytest.fixture(scope="module")
def chromium(squid):
    """A browser that goes through our Squid; the loopback addresses too."""
    if not shutil.which(CHROMIUM):
        pytest.skip("chromium is not installed here")
    with sync_playwright() as playwright:
        proxy = {"server": f"http://127.0.0.1:{squid.port}", "bypass": "<-loopback>"}
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS, proxy=proxy)
        yield browser
        browser.close()


@pytest.fixture(params=[1280, 320])
def screen(chromium, request):
    """A page of a wide or a narrow screen."""
    context = chromium.new_context(viewport={"width": request.param, "height": 640})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("address", ADDRESSES.values(), ids=ADDRESSES.keys())
def test_axe_finds_no_fault_and_nothing_has_to_be_scrolled_sideways(screen, address):
    screen.goto(address)
    for details in screen.locator("summary").all():
        details.click()
    no_fault(screen)
    assert screen.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_an_infant_has_the_three_big_buttons_and_can_go_back(screen):
    screen.goto(ADDRESSES["unanswered"])
    screen.goto(ADDRESSES["infants"])
    for name in ("Read this to me", "Go back"):
        expect(screen.get_by_role("button", name=name)).to_be_visible()
    for control in screen.locator(".big").all():
        assert control.bounding_box()["height"] >= 96
    screen.get_by_role("button", name="Go back").click()
    expect(screen.get_by_role("heading", level=1)).to_have_text("This website does not answer")


def test_the_words_are_read_aloud_and_can_be_hushed(screen):
    screen.add_init_script(
        "window.said = [];"
        "speechSynthesis.speak = said => { window.said.push(said.text); };"
        "speechSynthesis.cancel = () => { window.hushed = true; };"
        "Object.defineProperty(speechSynthesis, 'speaking', { get: () => window.said.length > 0 });"
    )
    screen.goto(ADDRESSES["infants"])
    screen.get_by_role("button", name="Read this to me").click()
    screen.get_by_role("button", name="Stop reading").click()
    assert "This page is not for you right now." in screen.evaluate("said[0]")
    assert "It is not your fault." in screen.evaluate("said[0]")
    assert screen.evaluate("window.hushed")


def test_without_script_the_page_still_says_all_and_links_to_somebody_to_tell(chromium):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(ADDRESSES["infants"])
    expect(page.get_by_text("It is not your fault.")).to_be_visible()
    expect(page.get_by_role("link", name="Tell a grown-up")).to_be_visible()
    assert page.locator("button:visible").count() == 0
    context.close()


@pytest.mark.parametrize("kind", ["infants", "juniors", "staff"])
def test_hostile_words_run_nothing_and_our_own_script_runs(screen, kind):
    alarms: list[str] = []
    screen.on("dialog", lambda dialog: (alarms.append(dialog.message), dialog.dismiss()))
    screen.on("console", lambda message: alarms.append(message.text) if "status of" not in message.text else None)
    screen.goto(ADDRESSES["unanswered"])
    screen.goto(f"http://hostile-{kind}.test/?\"'><script>alert(3)</script>")
    expect(screen.locator("#back")).to_be_visible()
    assert screen.locator("img").count() == 0
    assert alarms == []


def test_everything_can_be_reached_by_keyboard_and_shows_where_one_is(chromium):
    context = chromium.new_context()
    page = context.new_page()
    page.goto(ADDRESSES["unanswered"])
    page.goto(ADDRESSES["juniors"])
    seen = []
    for _ in range(5):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.innerText.trim()"))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineWidth") == "4px"
    assert seen == ["Read this to me", "Go back", "Ask for this page", "Tell someone", "0800 1111"]
    context.close()


def test_paper_shows_no_buttons(chromium):
    context = chromium.new_context()
    page = context.new_page()
    page.goto(ADDRESSES["staff"])
    page.emulate_media(media="print")
    expect(page.get_by_text("List ut1/gambling, version 2026-11-20")).to_be_visible()
    assert page.locator("button:visible, .deeds a:visible").count() == 0
    context.close()
