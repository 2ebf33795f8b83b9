"""A concern is reported on a telephone: three screens, under a minute, and what is typed outlives the connection."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from belisha.console.access.roles import Role
from belisha.console.concerns.models import Concern, ReportDraft
from cast import a_class, a_pupil, a_school, a_teacher, somebody
from console.conftest import DESKTOP, PHONE, TELEPHONE

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page, Route

    from belisha.console.access.models import School, User

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]

expect.set_options(timeout=15_000)  # a busy machine answers late

WORDS = "Amy said “I don’t want to go home today”. She held her left arm."
# how long people need on a telephone: to find and tap something, and to type one letter
TAP, LETTER = 1.5, 0.3


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def teacher(school: School) -> User:
    user = somebody(school, Role.TEACHER, name="Tina Teacher")
    a_teacher(school, "Tina Teacher", user=user)
    dsl = somebody(school, Role.DSL, name="Dana Lead")
    a_teacher(school, "Dana Lead", user=dsl)
    a_pupil(school, "Amy Hill", in_class=a_class(school))
    return user


class Hand:
    """A person at a telephone, whose taps and letters are counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps, self.letters, self.screens = page, 0, 0, 1

    def tap(self, what: str) -> None:
        self.page.get_by_text(what, exact=True).first.click()
        self.taps += 1

    def answer(self, question: str, answer: str) -> None:
        self.page.get_by_role("group", name=question).get_by_label(answer, exact=True).check()
        self.taps += 1

    def write(self, label: str, text: str) -> None:
        self.page.get_by_label(label).fill(text)
        self.taps, self.letters = self.taps + 1, self.letters + len(text)

    def choose(self, label: str, text: str) -> None:
        self.page.get_by_label(label).select_option(label=text)
        self.taps += 2

    def go(self, button: str, then: str) -> None:
        self.page.get_by_role("button", name=button).click()
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(then)
        self.taps, self.screens = self.taps + 1, self.screens + 1


def keep_picture(page: Page, name: str) -> None:
    """For whoever wants to look: BELISHA_LOOK names a folder."""
    if folder := os.environ.get("BELISHA_LOOK"):
        for size in (DESKTOP, TELEPHONE):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            page.screenshot(path=Path(folder) / f"{name}-{size['width']}.png", full_page=True)
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]


def test_a_concern_is_reported_on_a_telephone_in_three_screens_and_under_a_minute(
    desk: Callable[..., Page], teacher: User, school: School
) -> None:
    page = desk(teacher)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(f"/schools/{school.code}/concerns/report/")
    began, hand = time.monotonic(), Hand(page)
    hand.answer("Is somebody in danger now?", "No")
    hand.write("What happened?", WORDS)
    hand.write("Who is it about?", "Amy Hill")
    hand.choose("What is it about?", "Worry about a child")
    hand.go("Continue", "Who is who")
    expect(page.get_by_label("Amy Hill, 4 Oak")).to_be_checked()
    keep_picture(page, "who")
    hand.answer("Have you told them in person?", "No")
    hand.answer("May a child be abused", "No")
    hand.tap("I talk about this only with those who need to know, and have promised nobody to keep it secret.")
    hand.go("Send the report", "Your report was sent")
    machine = time.monotonic() - began
    keep_picture(page, "sent")
    assert hand.screens <= 3
    assert hand.taps * TAP + hand.letters * LETTER + machine < 60, (hand.taps, hand.letters, machine)
    concern = Concern.objects.get()
    assert (concern.entries.get().text, concern.subjects.get().person.name) == (WORDS, "Amy Hill")
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('belisha-report'))") == []


def test_what_is_typed_without_a_connection_is_on_the_device_locked_and_comes_back(
    desk: Callable[..., Page], teacher: User, school: School
) -> None:
    page = desk(teacher)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(f"/schools/{school.code}/concerns/report/")
    keep_picture(page, "what")
    page.context.set_offline(True)
    page.get_by_label("What happened?").fill(WORDS)
    expect(page.get_by_role("status").filter(has_text="No connection")).to_be_visible()
    kept = page.evaluate("Object.entries(localStorage).filter(([key]) => key.startsWith('belisha-report'))")
    assert len(kept) == 1
    assert "home today" not in kept[0][1], "whoever uses the browser next cannot read it"
    assert not ReportDraft.objects.exists()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("status").filter(has_text="Nothing is lost")).to_be_visible()
    address, telephone = page.url, page.context
    page.close()
    telephone.set_offline(False)
    again, lost = telephone.new_page(), []

    def lose_one(route: Route) -> None:
        if route.request.resource_type == "fetch" and not lost:
            lost.append(route.abort())
        else:
            route.continue_()

    again.route("**/*", lose_one)
    again.goto(address)
    expect(again.get_by_label("What happened?")).to_have_value(WORDS)
    expect(again.get_by_role("status").filter(has_text="Kept.")).to_be_visible()
    assert lost, "it was tried again by itself"
    assert ReportDraft.objects.get().typed["words"] == WORDS
    assert again.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('belisha-report'))") == []


def test_what_is_typed_is_with_the_school_within_seconds(
    desk: Callable[..., Page], teacher: User, school: School
) -> None:
    page = desk(teacher)
    page.goto(f"/schools/{school.code}/concerns/report/")
    page.get_by_label("What happened?").fill(WORDS)
    expect(page.get_by_role("status").filter(has_text="Kept.")).to_be_visible()
    assert ReportDraft.objects.get(user=teacher).typed["words"] == WORDS
    other = page.context.new_page()
    other.goto("/me/reports/")
    other.get_by_role("link", name="Go on with the report").click()
    expect(other.get_by_label("What happened?")).to_have_value(WORDS)
