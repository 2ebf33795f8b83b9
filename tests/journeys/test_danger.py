"""A child searches for a way to hurt themselves: from the search behind the gateway to the lesson that is learnt."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.utils import timezone
from playwright.sync_api import expect

from belisha.console.access.roles import Role
from belisha.console.concerns.models import Concern, Task
from belisha.console.concerns.referrals.actions.directory import add_contact
from belisha.console.flows.alerts import bring_danger_in
from belisha.console.monitoring.models import Alert, AlertContext
from cast import SECRET, a_person, somebody
from concerns_scene import SYSTEM
from town.browser import no_fault
from town.town import BEN, eventually

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from belisha.console.access.models import School, User
    from town.town import Person, Town

pytestmark = [pytest.mark.journey, pytest.mark.gateway, pytest.mark.django_db(transaction=True)]

WORD = "kettle-orbit-daisy-plum"
SEARCHED = "how to hurt myself"
SECONDS = 60  # within which the safeguarding lead is to know


def test_a_search_for_a_way_to_hurt_oneself_becomes_a_concern_that_is_seen_to_its_end(
    own_town: Town,
    school: School,
    device_in: Callable[[Town], Callable[[Person], Page]],
    desk: Callable[[Page, User], Page],
) -> None:
    town = own_town
    lead = somebody(school, Role.DSL, name="Grace Okoro", password=WORD)
    a_person(school, "staff", "Grace Okoro", user=lead)
    somebody(school, Role.COMPUTING_LEAD, name="Tom Reed")
    add_contact(by=SYSTEM, school=school, agency="social-care", name="Wold Front Door", phone="01632 960201")
    child = device_in(town)(BEN)
    child.goto(town.https("story.test", "/lions"))
    searched = time.monotonic()
    child.goto(town.https("www.google.com", f"/search?q={SEARCHED.replace(' ', '+')}"))
    assert eventually(lambda: bring_danger_in(timezone.now()) and AlertContext.objects.exists(), SECONDS)
    assert time.monotonic() - searched < SECONDS

    page = desk(child, lead)
    page.set_default_timeout(15_000)
    _signs_in_with_a_code(page, lead)
    _finds_the_alert_and_opens_the_hour(page)
    concern = _makes_it_a_concern(page)
    _takes_it(page, concern)
    _writes_down_what_was_established(page, concern)
    _passes_it_on(page, concern)
    _debriefs(page, concern)
    _closes(page, concern)


def _signs_in_with_a_code(page: Page, lead: User) -> None:
    page.context.clear_cookies()
    page.goto("/account/login/")
    page.get_by_label("User name").fill(lead.username or "")
    page.get_by_label("Password", exact=True).fill(WORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Code").fill(format_hotp_value(hotp_value(SECRET, int(time.time()) // 30)))
    page.get_by_role("button", name="Go on").click()


def _finds_the_alert_and_opens_the_hour(page: Page) -> None:
    first = page.locator(".bel-need a").first
    assert first.inner_text() == "Look now: 1 alert of danger", "nothing stands above a child in danger"
    first.click()
    no_fault(page)
    page.get_by_role("link", name="Ben Carter").click()
    expect(page.get_by_text(SEARCHED).first).to_be_visible()
    no_fault(page)
    page.get_by_role("button", name="I look after it").click()
    page.get_by_role("link", name="What they did in the hour before and after").click()
    expect(page.get_by_text("story.test"), "nothing is shown before a purpose is chosen").not_to_be_visible()
    page.get_by_label("What do you look for?").select_option(label="A child may be in danger")
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_text("story.test").first).to_be_visible()
    no_fault(page)


def _makes_it_a_concern(page: Page) -> Concern:
    page.get_by_role("link", name="Ben Carter").click()
    page.get_by_role("button", name="Make it a concern").click()
    no_fault(page)
    page.get_by_role("button", name="Make it a concern").click()
    concern = Concern.objects.get()
    assert Alert.objects.get().concern == concern.reference
    assert concern.child_protection
    for frozen in (SEARCHED, "story.test", "Suicide and self-harm"):
        expect(page.get_by_text(frozen).first).to_be_visible()
    assert "T00:" not in page.locator("main").inner_text()
    no_fault(page)
    return concern


def _at(page: Page, concern: Concern, part: str = "") -> None:
    page.goto(f"/schools/oakfield/concerns/{concern.reference}/{part}")


def _keep(page: Page, button: str = "Save") -> None:
    no_fault(page)
    page.get_by_role("button", name=button, exact=True).click()
    assert page.locator(".govuk-error-summary").count() == 0, page.locator("main").inner_text()


def _takes_it(page: Page, concern: Concern) -> None:
    """It is hers already, for she looks after the alert. Its level is set, each step of the playbook answered."""
    assert concern.acknowledged_by is not None
    _at(page, concern, "level/")
    page.get_by_label("4 Protection").check()
    page.get_by_label("Why this level").fill("He says that he means it.")
    _keep(page)
    for step in concern.steps.filter(required=True).order_by("pk"):
        page.get_by_role("link", name=step.text).click()
        page.get_by_label("What was done, by whom and when; or why not").fill("At once, by Grace Okoro.")
        _keep(page)


def _writes_down_what_was_established(page: Page, concern: Concern) -> None:
    """The parents were told, what everybody says, what was given, and by which policy."""
    _at(page, concern, "parents/")
    page.get_by_label("They were told", exact=True).check()
    page.get_by_label("Who told them").fill("Grace Okoro")
    page.get_by_label("What was said and what came of it").fill("His mother comes at once.")
    _keep(page)
    for kind, answer in (
        ("child-voice", "They were heard"),
        ("parents-voice", "They were heard"),
        ("support", "It was given"),
        ("policy", "Child protection and safeguarding policy"),
    ):
        _at(page, concern, f"find/{kind}/")
        page.get_by_label(answer).check()
        page.locator("main textarea").fill("In their own words.")
        _keep(page)


def _passes_it_on(page: Page, concern: Concern) -> None:
    """Questions are answered; children's social care has it by its time, under a reference of theirs."""
    _at(page, concern, "referrals/")
    while page.get_by_role("link", name="Answer").count():
        page.get_by_role("link", name="Answer").first.click()
        page.get_by_label("No", exact=True).check()
        page.get_by_label("Why", exact=True).fill("He searched for words; nobody sent him anything.")
        _keep(page, "Answer")
    no_fault(page)
    page.locator("summary", has_text="Children's social care").click()
    page.get_by_role("button", name="Put it on the list Children's social care").click()
    expect(page.get_by_text("To be made by")).to_be_visible()
    no_fault(page)
    page.get_by_role("button", name="I have passed it on").click()
    page.get_by_label("By telephone").check()
    page.get_by_label("Whom you spoke to").fill("Ms Field")
    page.get_by_label("Their reference").fill("CSC-4711")
    _keep(page)
    expect(page.get_by_text("CSC-4711")).to_be_visible()


def _debriefs(page: Page, concern: Concern) -> None:
    _at(page, concern, "debrief/")
    page.get_by_label("What went well, what did not, what we learnt").fill("We were there within minutes.")
    page.get_by_label("A lesson: what is changed").fill("Year 4 learns whom to tell, in the first week of term.")
    page.get_by_label("Who sees to it").select_option(label="Tom Reed")
    _keep(page)
    lesson = Task.objects.get(source=Task.Source.LESSON)
    assert lesson.owner.name == "Tom Reed"
    assert lesson.due > timezone.localdate() + timedelta(days=1)


def _closes(page: Page, concern: Concern) -> None:
    _at(page, concern, "close/")
    assert "cannot be closed" not in page.locator("main").inner_text(), page.locator("main").inner_text()
    page.locator("main input[type=radio]").first.check()
    page.locator("main textarea").fill("He is safe, and help goes on.")
    _keep(page, "Close it")
    concern.refresh_from_db()
    assert concern.state == Concern.State.CLOSED
    no_fault(page)
