"""Debian's Chromium as every test starts it: without what it would do on its own over the network."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def no_fault(page: Page) -> None:
    """Nothing that axe knows of keeps anybody from using the page that was asked for last."""
    page.wait_for_load_state()  # a click ends when the new page begins, and axe would look at half of it
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.fixture(autouse=True, scope="session")
def a_click_ends_with_its_page() -> Iterator[None]:
    """Let a click end when the page that it opens has loaded: the browser's own ends when that page begins.

    What a test reads or counts right after a click is then the whole page, on a busy machine too.
    """
    click = Locator.click

    @wraps(click)
    def patient(self: Locator, **how: Any) -> None:
        click(self, **how)
        self.page.wait_for_load_state()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Locator, "click", patient)
        yield
