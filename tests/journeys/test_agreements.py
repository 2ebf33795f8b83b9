"""A signature opens the internet and its end closes it, through the real gateway: a new teacher, and a visitor."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import pytest_socket
from django.core.exceptions import ValidationError
from django.utils import timezone
from playwright.sync_api import expect

from agreements_scene import all_right, issued
from belisha.console.access.accounts.actions.opening import Opening, open_accounts
from belisha.console.access.acting import By
from belisha.console.access.models import GateWaiver
from belisha.console.access.roles import Role
from belisha.console.agreements.models import Signature
from belisha.console.agreements.signing.actions.signatures import sign, withdraw
from belisha.console.filtering.policy.actions import adopt
from belisha.console.flows import signing_opens
from belisha.console.flows.publishing import publish
from belisha.console.people.visits.actions import end_visits
from belisha.engine.published.preparing import read_checked_policy
from cast import a_person, a_school, a_teacher, somebody
from town.browser import no_fault
from town.town import Person as Sitter
from town.town import Town, eventually

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page
    from pytest_django.fixtures import SettingsWrapper
    from pytest_django.live_server_helper import LiveServer

    from belisha.console.access.models import School, User

pytestmark = [pytest.mark.journey, pytest.mark.gateway, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def one_town(needs_squid: None) -> Iterator[Town]:
    """One gateway for both journeys."""
    pytest_socket.enable_socket()
    town = Town()
    town.start()
    yield town
    town.end()


@pytest.fixture
def town(one_town: Town, socket_enabled: None, settings: SettingsWrapper) -> Town:
    settings.HOME = one_town.home
    return one_town


@pytest.fixture
def school(town: Town, monkeypatch: pytest.MonkeyPatch) -> School:
    # the clock on the wall may say that a lesson is on
    monkeypatch.setattr(signing_opens, "in_lesson", lambda _school, _now: False)
    school = a_school("oakfield")
    adopt(by=By(None, system="test"), federation=school.federation, policy=read_checked_policy(town.policy_text))
    return school


@pytest.fixture
def tablet(console_browser: Browser, live_server: LiveServer) -> Page:
    """A device on which nobody is signed in."""
    return console_browser.new_context(base_url=live_server.url, locale="en-GB").new_page()


def minute_passes(town: Town) -> None:
    """What the clock does within each minute."""
    signing_opens.settle_lately(timezone.now())
    publish(town.home, timezone.localdate())
    town.hand_over()


def gets(town: Town, who: Sitter, host: str = "story.test") -> int:
    return town.get(town.http(host), who).status


def answer_all(page: Page, right: dict[str, str]) -> None:
    for name, value in right.items():
        page.check(f"[name=check-{name}][value='{value}']")


def test_a_new_teacher_signs_by_a_link_then_has_an_account_and_loses_the_internet_with_the_signature(
    town: Town, school: School, tablet: Page, at_console: Callable[[User], Page]
) -> None:
    agreement, policy = issued(school, "staff"), issued(school, "policy-read")
    GateWaiver.objects.create(school=school, gate="dbs", kind="staff", reason="Seen", since=timezone.now())
    teacher = a_teacher(school, "Tess Lane")
    manager = By(somebody(school, Role.DATA_MANAGER))
    with pytest.raises(ValidationError, match="agreement is not signed"):
        open_accounts(by=manager, school=school, openings=[Opening(teacher.user, "t.lane")])

    link = _the_office_makes_a_link(at_console(somebody(school, Role.OFFICE)), school, teacher.pk)
    _the_teacher_signs(tablet, link, all_right(policy))
    assert set(Signature.objects.values_list("agreement", "way")) == {(agreement.pk, "link"), (policy.pk, "link")}

    (account,) = open_accounts(by=manager, school=school, openings=[Opening(teacher.user, "t.lane")])
    teacher.user.refresh_from_db()
    teacher.user.must_change_password = False  # as if they had chosen one of their own
    teacher.user.save()
    me = Sitter("t.lane", password=account.password)
    minute_passes(town)
    assert eventually(lambda: gets(town, me) == 200, 10)

    mine = Signature.objects.get(agreement=agreement)
    withdraw(by=By(teacher.user), signature=mine, reason="I think about it")
    minute_passes(town)
    assert eventually(lambda: gets(town, me) == 403, 10)
    sign(by=By(teacher.user), person=teacher, agreement=agreement, form="plain", way="own")
    minute_passes(town)
    assert eventually(lambda: gets(town, me) == 200, 10)


def _the_office_makes_a_link(page: Page, school: School, number: int) -> str:
    page.goto(f"/schools/{school.code}/agreements/people/{number}/")
    page.get_by_role("button", name="Let them sign by a link").click()
    page.get_by_role("button", name="Make a link").click()
    found = re.search(r"/sign/[0-9a-f]{32}/", page.content())
    assert found
    no_fault(page)
    return found.group()


def _the_teacher_signs(page: Page, link: str, right: dict[str, str]) -> None:
    page.goto(link)
    no_fault(page)
    page.get_by_role("button", name="Read and sign").first.click()
    page.get_by_label("I have read this").check()
    page.get_by_role("button", name="Sign as Tess Lane").click()
    page.get_by_role("button", name="Read and sign").click()
    page.get_by_label("I have read this").check()
    answer_all(page, right | {"who-first": "2"})
    page.get_by_role("button", name="Sign as Tess Lane").click()
    expect(page.get_by_text("Concerns about a child go to").first, "a wrong answer is met with help").to_be_visible()
    answer_all(page, right)
    page.get_by_role("button", name="Sign as Tess Lane").click()
    expect(page.get_by_text("Everything is signed. Thank you.")).to_be_visible()


def test_a_visitor_reads_signs_and_gets_a_code_that_dies_at_the_end_of_the_day(
    town: Town, school: School, tablet: Page, at_console: Callable[[User], Page]
) -> None:
    issued(school, "visitor")
    a_person(school, "staff", "Jo Winter", job="Teacher")
    desk = at_console(somebody(school, Role.OFFICE))
    desk.goto(f"/schools/{school.code}/agreements/desk/")
    desk.get_by_role("button", name="Open signing at the desk").click()
    link = re.search(r"/desk/[0-9a-f]{32}/", desk.content())
    assert link
    no_fault(desk)
    _the_visitor_signs(tablet, link.group())

    guest = _the_office_makes_the_badge(desk, school)
    minute_passes(town)
    assert eventually(lambda: gets(town, guest) == 200, 10)
    assert gets(town, guest, "naughty.test") == 403

    end_visits(timezone.now() + timedelta(days=1))
    minute_passes(town)
    assert eventually(lambda: gets(town, guest) != 200, 30), "the code is dead"


def _the_visitor_signs(page: Page, link: str) -> None:
    page.goto(link)
    no_fault(page)
    page.get_by_label("Your name").fill("Ada Writer")
    page.get_by_label("Where you come from").fill("County Library")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("My phone stays silent")).to_be_visible()
    page.get_by_label("I have read this").check()
    page.get_by_role("button", name="Sign as Ada Writer").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()


def _the_office_makes_the_badge(page: Page, school: School) -> Sitter:
    page.goto(f"/schools/{school.code}/agreements/desk/")
    page.get_by_role("link", name="Make a badge").click()
    assert page.get_by_label("Name").input_value() == "Ada Writer"
    page.get_by_label("Whose guest they are").select_option(label="Jo Winter")
    page.get_by_label("Known to us from earlier visits").check()
    page.get_by_label("Until when today").fill("23:59")
    page.get_by_label("Give them a guest code").check()
    page.get_by_role("button", name="Sign in and make a badge").click()
    name = re.search(r"guest-\d{5}", page.content())
    assert name
    password = page.locator(".govuk-summary-list__row", has_text="Password").locator("dd").first.inner_text()
    return Sitter(name.group(), password=password.strip())
