"""A change of the filter from a draft to the gateway and back, by two people, in a real browser."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from belisha.console.access.acting import By
from belisha.console.access.models import Post, Session
from belisha.console.access.roles import Role
from belisha.console.filtering.changes.actions import apply_change, give_right, put, submit
from belisha.console.filtering.changes.rules.steps import Step
from belisha.console.filtering.changes.tests.staging import half
from belisha.console.filtering.policy.actions import adopt
from belisha.console.flows.publishing import publish
from belisha.engine.policy.edits import AddRule, Holder, HolderKind
from belisha.engine.policy.model import SiteRule
from belisha.engine.published.preparing import read_checked_policy
from cast import a_class, a_pupil, a_school, somebody
from console.conftest import TELEPHONE
from town.town import BEN, PASSWORDS, eventually

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

    from belisha.console.access.models import School
    from belisha.console.filtering.models import Change
    from town.town import Town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey, pytest.mark.gateway]

SYSTEM = By(None, system="test")
GAMES, STORY = "arcade.test", "story.test"
SECONDS = 2.0  # from pressing to live


class Stage:
    """Oakfield with its gateway, its policy taken over by the console, and those who answer for it."""

    def __init__(self, town: Town, settings: Any) -> None:
        settings.HOME = town.home
        self.town, self.school = town, a_school("oakfield")
        ben = somebody(self.school, kind="pupil", name="Ben Carter", password=PASSWORDS[BEN.name])
        ben.username = BEN.name
        ben.save()
        a_pupil(self.school, "Ben Carter", in_class=a_class(self.school, "4 Beech"), user=ben)
        adopt(by=SYSTEM, federation=self.school.federation, policy=read_checked_policy(town.policy_text))
        self.head, self.dsl = somebody(self.school, Role.HEAD), somebody(self.school, Role.DSL)
        self.lead, self.technician = somebody(self.school, Role.COMPUTING_LEAD), somebody(self.school, Role.TECHNICIAN)
        today = timezone.localdate()
        give_right(
            by=By(self.head),
            place=self.school,
            user=self.technician,
            first=today,
            last=today,
            reason="Runs the machines",
        )
        publish(town.home, today)
        town.hand_over()

    def opening(self, seconds: float = 3600) -> AddRule:
        """Games are open for Year 4 for so long."""
        until = timezone.now() + timedelta(seconds=seconds)
        rule = SiteRule(id="games", address=GAMES, verdict="allow", reason="A topic", owner="Jo Reed", until=until)
        return AddRule(holder=Holder(kind=HolderKind.YEAR, school="oakfield", id="year-4"), rule=rule)

    def draft(self, seconds: float = 3600) -> Change:
        return put(by=By(self.technician), place=self.school, edits=[self.opening(seconds)], title="Games for Year 4")

    def is_open(self, host: str) -> bool:
        """Whether Ben gets the site itself through the gateway."""
        return "Welcome to" in self.town.get(self.town.http(host), BEN).body

    def becomes(self, host: str, *, opened: bool, within: float = SECONDS) -> bool:
        """Whether it is so in time."""
        return bool(eventually(lambda: self.is_open(host) is opened, within))


@pytest.fixture
def stage(own_town: Town, settings: Any) -> Iterator[Stage]:
    return Stage(own_town, settings)


def open_change(page: Page, school: School, change: Change) -> None:
    page.goto(f"/schools/{school.code}/filter/changes/{change.pk}/")


def judge(page: Page, link: str) -> None:
    """Fill in a half of the risk form."""
    page.get_by_role("button", name=link).click()
    for box in page.get_by_role("textbox").all()[:5]:
        box.fill("It is fine: in lessons, with the teacher.")
    page.get_by_role("group", name="How likely").get_by_label("2: unlikely").check()
    page.get_by_role("group", name="How bad").get_by_label("2: a nuisance").check()
    page.get_by_role("button", name="Keep this half").click()
    expect(page.get_by_text("Your half of the risk form is kept.")).to_be_visible()


def test_a_change_takes_two_people_and_reaches_the_gateway_and_is_taken_back(
    desk: Callable[..., Page], stage: Stage, picture: Callable[..., None]
) -> None:
    change = stage.draft()
    # the technician has a second role, of the other side: that makes no second person
    Post.objects.create(
        federation=stage.school.federation,
        school=stage.school,
        role=Role.COMPUTING_LEAD.value,
        holder=stage.technician,
        first=timezone.localdate(),
    )
    technician, lead = desk(stage.technician), desk(stage.lead)
    open_change(technician, stage.school, change)
    technician.get_by_role("button", name="Hand it in").click()
    technician.get_by_label("Why is it wanted?").fill("Our topic is games of the Romans")
    technician.get_by_role("button", name="Hand it in").click()
    judge(technician, "Judge it technically")
    expect(technician.get_by_role("button", name="Judge it for children")).to_be_hidden()
    technician.goto(technician.url + "teaching/")
    expect(technician.get_by_text("You filled in the other half")).to_be_visible()
    assert not stage.is_open(GAMES)

    lead.goto("/")
    lead.get_by_role("link", name="Judge a change of the filter for children and teaching: Games").click()
    picture(lead, "filter-change")
    judge(lead, "Judge it for children and teaching")

    open_change(technician, stage.school, change)
    technician.get_by_role("button", name="Apply it").click()
    picture(technician, "filter-apply")
    technician.get_by_role("button", name="Apply it now").click()
    expect(technician.get_by_text("In force", exact=True)).to_be_visible()
    assert stage.becomes(GAMES, opened=True)

    technician.get_by_role("button", name="Undo it").click()
    technician.get_by_label("Why?").fill("The topic is over")
    technician.get_by_role("button", name="Undo it now").click()
    expect(technician.get_by_role("heading", name="Undo: Games for Year 4")).to_be_visible()
    assert stage.becomes(GAMES, opened=False)
    technician.goto("/schools/oakfield/filter/changes/log/")
    expect(technician.get_by_role("table")).to_contain_text("The topic is over")
    picture(technician, "filter-log")


def test_a_site_is_shut_at_once_from_a_telephone_and_reviewed_by_another(
    desk: Callable[..., Page], stage: Stage, picture: Callable[..., None]
) -> None:
    assert stage.is_open(STORY)
    page = desk(stage.dsl)
    page.set_viewport_size(TELEPHONE)
    page.goto("/schools/oakfield/filter/block/")
    page.get_by_label("Address").fill(f"https://{STORY}/")
    page.get_by_label("Why?").fill("It shows violence")
    picture(page, "filter-block")
    page.get_by_role("button", name="Block it now").click()
    expect(page.get_by_role("heading", name=f"Blocked at once: {STORY}")).to_be_visible()
    assert stage.becomes(STORY, opened=False)
    expect(page.get_by_role("button", name="Look at it afterwards")).to_be_hidden()

    head = desk(stage.head)
    head.goto("/")
    head.get_by_role("link", name="Review what was changed in the filter").click()
    head.get_by_role("button", name="Look at it afterwards").click()
    head.get_by_label("What did you look at").fill("I saw it myself: it stays shut")
    head.get_by_role("button", name="It may stay").click()
    expect(head.get_by_text("Kept: your review is on record.")).to_be_visible()
    assert not stage.is_open(STORY)


def test_what_is_open_until_a_moment_closes_by_itself_at_that_moment(stage: Stage) -> None:
    change = submit(by=By(stage.technician), change=stage.draft(6), title="Games", reason="For six seconds")
    ends = change.what[0].rule.until  # type: ignore[union-attr]
    half(change, Step.EDUCATION, stage.lead)
    half(change, Step.TECHNICAL, stage.technician)
    now = timezone.now()
    Session.objects.create(user=stage.technician, key="k", began=now, last_seen=now, confirmed_at=now)
    apply_change(by=By(stage.technician), change=change)
    assert stage.becomes(GAMES, opened=True)
    assert ends
    time.sleep(max(0.0, (ends - timezone.now()).total_seconds()))
    assert not stage.is_open(GAMES)
