"""A blocked page, from the child who meets it to the Friday on which it closes again: through the real gateway."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from belisha.console.access.acting import By
from belisha.console.access.roles import Role
from belisha.console.filtering.asks.actions.opening import agree, open_for_lesson
from belisha.console.filtering.changes.actions import give_right
from belisha.console.filtering.models import Ask, SiteRule
from belisha.console.flows.asking import from_the_gateway
from belisha.console.flows.publishing import publish
from cast import a_teacher, somebody
from town.browser import no_fault
from town.town import BEN, eventually

from .conftest import beech, write_day

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from belisha.console.access.models import School, User
    from town.town import Person, Town

pytestmark = [pytest.mark.journey, pytest.mark.gateway, pytest.mark.django_db(transaction=True)]

WELCOME = "Welcome to arcade.test"


def is_open(page: Page, town: Town) -> bool:
    page.goto(town.https("arcade.test", "/play"))
    return page.get_by_role("heading", name=WELCOME).is_visible()


def assess(page: Page, change: str, side: str) -> None:
    """Fill in one half of the risk form."""
    page.goto(f"{change}{side}/")
    for box in page.locator("main textarea:not([name=advice])").all():
        box.fill("It suits them, under the teacher's eyes.")
    page.check("[name=likelihood][value='2']")
    page.check("[name=impact][value='2']")
    page.get_by_role("button", name="Keep this half").click()


def test_a_year_4_pupil_asks_and_it_opens_for_year_4_until_friday_and_closes_by_itself(
    own_town: Town,
    school: School,
    device_in: Callable[[Town], Callable[[Person], Page]],
    desk: Callable[[Page, User], Page],
) -> None:
    town = own_town
    teacher, lead = somebody(school, Role.TEACHER, name="Maya Osei"), somebody(school, Role.COMPUTING_LEAD)
    technician = somebody(school, Role.TECHNICIAN)
    a_teacher(school, "Maya Osei", of=beech(school), user=teacher)
    today = timezone.localdate()
    give_right(
        by=By(somebody(school, Role.HEAD)), place=school, user=technician, first=today, last=today, reason="Runs it"
    )
    child = device_in(town)(BEN)
    number = _the_child_asks(child, town)
    from_the_gateway(timezone.now())
    town.hand_over()
    ask = Ask.objects.get()
    assert ask.askers.get().person.name == "Ben Carter", "known by the gateway's record, not by what the form says"
    assert ask.in_class == beech(school)

    _the_teacher_passes_it_on(desk(child, teacher), ask)
    change = _the_lead_begins_a_change(desk(child, lead), ask)
    _the_technician_applies_it(desk(child, technician), change)
    town.hand_over()
    assert eventually(lambda: is_open(child, town), 5)
    ask.refresh_from_db()
    assert ask.state == Ask.State.OPENED
    child.goto(f"{town.settings.portal_url}/asked?number={number}")
    expect(child.get_by_role("heading", name="Yes! The page is open.")).to_be_visible()
    no_fault(child)

    SiteRule.objects.filter(code=f"ask-{ask.pk}").update(until=timezone.now() + timedelta(seconds=4))
    publish(town.home, today)
    town.hand_over()
    assert is_open(child, town)
    assert eventually(lambda: not is_open(child, town), 8), "it closes at its end, though nobody does anything"


def _the_child_asks(child: Page, town: Town) -> str:
    child.goto(town.https("arcade.test", "/play"))
    expect(child.get_by_text("You have not done anything wrong")).to_be_visible()
    child.get_by_role("link", name="Ask for this page").click()
    child.get_by_label("What do you need it for?").fill("Our project on how games are made")
    child.get_by_label("Your name").fill("The head teacher")
    child.get_by_role("button", name="Send").click()
    number = re.search(r"A-[0-9A-Z]{6}", child.content())
    assert number
    return number.group()


def _the_teacher_passes_it_on(desk: Page, ask: Ask) -> None:
    desk.goto("/")
    desk.get_by_role("link", name="Your pupils ask for 1 page").click()
    desk.get_by_role("link", name="arcade.test").click()
    expect(desk.get_by_text("Our project on how games are made")).to_be_visible()
    expect(desk.get_by_text("They wrote as their name")).to_be_visible()
    no_fault(desk)
    desk.get_by_role("button", name="Pass it on").click()
    desk.get_by_label("What does your class need it for?").fill("Computing: how games are made, for Thursday")
    desk.get_by_label("For whom").select_option("year:year-4")
    write_day(desk, "until", 5)
    desk.get_by_role("button", name="Pass it on").click()
    expect(desk.get_by_text("It is with the filter managers now.")).to_be_visible()


def _the_lead_begins_a_change(desk: Page, ask: Ask) -> str:
    desk.goto(f"/schools/oakfield/filter/asks/{ask.pk}/")
    desk.get_by_role("button", name="Open it by a change").click()
    desk.get_by_role("button", name="Put it into my draft").click()
    ask.refresh_from_db()
    change = f"/schools/oakfield/filter/changes/{ask.change_id}/"
    desk.goto(f"{change}submit/")
    desk.get_by_role("button", name="Hand it in").click()
    assess(desk, change, "teaching")
    return change


def _the_technician_applies_it(desk: Page, change: str) -> None:
    assess(desk, change, "technical")
    desk.goto(f"{change}apply/")
    desk.get_by_role("button", name="Apply it now").click()
    expect(desk.get_by_text("Applied. Below stands whether it has reached the gateway.")).to_be_visible()


def test_what_a_teacher_opens_for_a_lesson_is_open_within_two_seconds_and_ends_to_the_second(
    own_town: Town, school: School
) -> None:
    teacher = somebody(school, Role.TEACHER)
    a_teacher(school, of=beech(school), user=teacher)
    agree(
        by=By(somebody(school, Role.HEAD)), school=school, category="games", role="teacher", user=None, reason="Maths",
        last=timezone.localdate(),
    )  # fmt: skip
    assert own_town.get(own_town.http("maze.test"), BEN).status == 403
    until = timezone.now() + timedelta(seconds=66)
    began = time.monotonic()
    opening = open_for_lesson(by=By(teacher), school=school, group=beech(school), category="games", until=until)
    assert eventually(lambda: own_town.get(own_town.http("maze.test"), BEN).status == 200, 5)
    assert time.monotonic() - began < 2
    assert own_town.get(own_town.http("naughty.test"), BEN).status == 403
    opening.until = timezone.now() + timedelta(seconds=3)
    opening.save()
    publish(own_town.home, timezone.localdate())
    assert own_town.get(own_town.http("maze.test"), BEN).status == 200
    assert eventually(lambda: own_town.get(own_town.http("maze.test"), BEN).status == 403, 6)
    assert timezone.now() >= opening.until
