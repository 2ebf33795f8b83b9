"""A teacher leaves: that night the console and the internet are closed to them, and what lies elsewhere is listed."""

from __future__ import annotations

import shutil
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import expect

from belisha.console.access.accounts.actions.services import ServiceFacts, save_service
from belisha.console.access.acting import By
from belisha.console.access.roles import Role
from belisha.console.flows.due import run_due
from cast import a_class, a_pupil, a_school, a_teacher, somebody

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page

    from belisha.console.access.models import School, User
    from town.town import Town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey, pytest.mark.gateway]

WORD = "kettle-orbit-daisy-plum"


@pytest.fixture
def school() -> School:
    """Oakfield, whose staff have e-mail with a service outside."""
    school = a_school()
    mail = ServiceFacts("Staff e-mail", "The office", kinds=["staff"])
    save_service(by=By(None, system="test"), school=school, facts=mail)
    return school


@pytest.fixture
def teacher(school: School) -> User:
    user = somebody(school, Role.TEACHER, name="Maya Osei", password=WORD)
    a_teacher(school, "Maya Osei", user=user)
    return user


@pytest.fixture
def pupil(school: School) -> User:
    user = somebody(school, kind="pupil", name="Ben Carter", password=WORD)
    a_pupil(school, "Ben Carter", in_class=a_class(school, "4 Beech"), user=user)
    return user


@pytest.fixture
def surf(chromium: Browser, own_town: Town) -> Callable[[User], Page]:
    """A page of a browser behind the gateway, signed in there with somebody's name and password of the console."""

    def sit_down(user: User) -> Page:
        who = {"username": user.username or "", "password": WORD}
        proxy: Any = {"server": f"http://{own_town.where['proxy']}", **who}
        return chromium.new_context(proxy=proxy, ignore_https_errors=True).new_page()

    return sit_down


def belisha_due(town: Town, now: datetime) -> None:
    """What the clock asks for is done, as at this time; the gateway's user may read what comes of it."""
    with time_machine.travel(now):
        outcomes = run_due(now)
    assert [outcome for outcome in outcomes if outcome.error] == []
    if user := town.settings.service_user:
        shutil.chown(town.home / "passwords", user, user)


def next_morning(town: Town) -> None:
    """The gateway remembers for two minutes whose password was right: by morning that is long past."""
    town.stop_gateway()
    town.start_gateway()


def enter_last_day(manager: Page) -> None:
    """Today is the last day of Maya Osei."""
    manager.goto("/schools/oakfield/people/all/staff/")
    manager.get_by_role("link", name="Osei").click()
    manager.get_by_role("link", name="They leave").click()
    manager.get_by_label("Reason").fill("A post at another school")
    manager.get_by_role("button", name="Record the last day").click()
    expect(manager.get_by_text("Leaving", exact=True)).to_be_visible()


def test_a_teacher_who_leaves_is_shut_out_that_night_of_the_console_and_of_the_internet(
    desk: Callable[..., Page],
    surf: Callable[[User], Page],
    own_town: Town,
    settings: Any,
    school: School,
    teacher: User,
    pupil: User,
    picture: Callable[..., None],
) -> None:
    settings.HOME = own_town.home
    # whatever the hour at which tests run, nothing of this night is left to do
    today = timezone.localdate()
    belisha_due(own_town, datetime.combine(today, time(12), timezone.get_default_timezone()))
    online = surf(teacher)
    online.goto(own_town.https("arcade.test"))
    expect(online.get_by_role("heading", name="Welcome to arcade.test")).to_be_visible()
    data_manager = somebody(school, Role.DATA_MANAGER)
    signed_in, manager = desk(teacher), desk(data_manager)
    signed_in.goto("/")
    expect(signed_in.get_by_role("heading", name="What needs me now?")).to_be_visible()

    enter_last_day(manager)
    picture(manager, "person-leaving")
    for page in (signed_in, manager):
        page.goto("about:blank")  # at night nobody is at a screen, and no page asks whether it is locked
    tomorrow = today + timedelta(days=1)
    belisha_due(own_town, datetime.combine(tomorrow, time(0, 35), timezone.get_default_timezone()))

    signed_in.goto("/")
    expect(signed_in.get_by_role("heading", name="Sign in")).to_be_visible()
    next_morning(own_town)
    refused = surf(teacher).goto(own_town.http("story.test"))
    assert refused
    assert refused.status == 407
    others = surf(pupil)
    others.goto(own_town.https("story.test"))
    expect(others.get_by_role("heading", name="Welcome to story.test")).to_be_visible()
    assert_listed_until_ticked(desk(data_manager), picture)


def assert_listed_until_ticked(manager: Page, picture: Callable[..., None]) -> None:
    """What must be closed elsewhere is red until a person says that it is closed."""
    manager.goto("/")
    manager.get_by_role("link", name="Close 1 account of a leaver with an outside service").click()
    expect(manager.get_by_role("table").first).to_contain_text("Maya Osei To be closed")
    picture(manager, "close-outside")
    manager.get_by_role("button", name="It is closed").click()
    expect(manager.get_by_text("Nothing to close")).to_be_visible()
    manager.goto("/")
    expect(manager.get_by_role("link", name="with an outside service")).to_be_hidden()
