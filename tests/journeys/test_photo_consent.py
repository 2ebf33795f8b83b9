"""Journey 6: a parent takes a photo consent back on a telephone, and each place where the child is shown is a task."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.models import User
from belisha.console.agreements.consents.actions.showing import Entry, publish
from belisha.console.agreements.consents.queries.permitting import may_use
from belisha.console.agreements.consents.tests.scene import Family, a_family
from belisha.console.agreements.home.actions.entering import send_links
from belisha.console.agreements.models import Publication, TakeDown
from belisha.console.outbox.models import OutboxMail
from town.browser import no_fault

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, BrowserContext, Page
    from pytest_django.live_server_helper import LiveServer

    from belisha.console.people.models import Person

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

TELEPHONE = {"width": 320, "height": 640}


def well_made(page: Page) -> None:
    no_fault(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def telephone(browser: Browser, server: LiveServer, *, script: bool) -> BrowserContext:
    return browser.new_context(base_url=server.url, viewport=TELEPHONE, locale="en-GB", java_script_enabled=script)


def link_for(mother: Person) -> str:
    """What stands in the mail that she asked for."""
    send_links.call(mother.email, "en-gb")
    body = OutboxMail.objects.latest("pk").body
    return "/family/in/" + body.partition("/family/in/")[2].split()[0]


@pytest.fixture
def family() -> Family:
    family = a_family()
    family.mother.email = "meg@home.example"
    family.mother.save()
    return family


def says_yes(context: BrowserContext, mother: Person) -> None:
    """She asks for a link, comes in and says yes to two things."""
    page = context.new_page()
    page.goto("/family/")
    well_made(page)
    page.get_by_label("Your e-mail address").fill(mother.email)
    page.get_by_role("button", name="Send me a link").click()
    page.get_by_role("heading", name="Look at your mail").wait_for()
    page.goto(link_for(mother))
    page.get_by_role("button", name="Come in").click()
    well_made(page)
    page.get_by_role("link", name="What we may do").click()
    for purpose in ("Picture on our website", "Picture on our social media"):
        page.get_by_role("group", name=purpose).get_by_label("Yes").check()
    well_made(page)
    page.get_by_role("button", name="Save my answers").click()
    page.get_by_text("Your answers are kept").wait_for()
    well_made(page)


def takes_it_back(context: BrowserContext, mother: Person) -> None:
    """By a new link, in one tap."""
    page = context.new_page()
    page.goto(link_for(mother))
    page.get_by_role("button", name="Come in").click()
    page.get_by_role("link", name="Everything about Ada Bell").click()
    page.get_by_role("button", name="Change my answers").click()
    page.get_by_role("button", name="Take it back Picture on our website").click()
    page.get_by_text("You said no: Picture on our website").wait_for()
    page.get_by_role("button", name="Go out").click()
    page.get_by_text("You are out").wait_for()


def takes_down(page: Page, number: int) -> None:
    """From the teacher's first page to the last of the tasks."""
    page.goto("/")
    page.get_by_role("link", name=f"Take down pictures of children: {number}").click()
    well_made(page)
    for _task in range(number):
        page.get_by_role("combobox", name="Still to do").select_option("yes")
        page.get_by_role("button", name="Show").click()
        page.get_by_role("table").get_by_role("link", name="Ada Bell").first.click()
        well_made(page)
        page.get_by_label("It is taken down").check()
        page.get_by_label("What you did, and where you looked").fill("Gone, with its small sizes")
        page.get_by_role("button", name="It is done").click()
        page.get_by_text("It is noted as done").wait_for()
    page.get_by_text("Nothing to do").wait_for()


def test_a_photo_consent_that_is_taken_back_becomes_tasks_that_stay_red_until_done(
    console_browser: Browser, live_server: LiveServer, family: Family, at_console: Callable[[User], Page]
) -> None:
    says_yes(telephone(console_browser, live_server, script=True), family.mother)
    teacher = User.objects.get(pk=family.teacher.pk)
    for what, purpose in (("At the pond", "website"), ("The play", "website"), ("Sports day", "social")):
        entry = Entry(purpose, what, f"/news/{what}", timezone.localdate(), teacher)
        publish(by=By(teacher), school=family.school, entry=entry, children=[family.child])
    takes_it_back(telephone(console_browser, live_server, script=False), family.mother)
    assert not may_use(family.child, "website", timezone.localdate()).allowed
    assert may_use(family.child, "social", timezone.localdate()).allowed
    takes_down(at_console(teacher), 2)
    assert Publication.objects.count() == 3
    assert [task.done_by_id for task in TakeDown.objects.all()] == [teacher.pk, teacher.pk]
