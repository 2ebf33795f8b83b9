"""Journey 7 of docs: the yearly review, from a draft to a policy that everybody reads and is asked to sign for anew."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.roles import Role
from belisha.console.agreements.models import Agreement
from belisha.console.agreements.signing.queries.standing import standing_of
from belisha.console.agreements.texts.actions import issue
from belisha.console.policies.models import Round, Version
from cast import a_class, a_person, a_pupil, a_school, a_teacher, somebody
from console.visitors import sign_in
from town.browser import no_fault

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page
    from pytest_django.live_server_helper import LiveServer

    from belisha.console.access.models import School, User

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]
OWN = "Our school stands by the sea, and so our children learn of tides on screens as well."


class Cast:
    """Everybody who has a part in the year."""

    def __init__(self, school: School) -> None:
        self.school = school
        self.lead = somebody(school, Role.DSL, name="Dee Lead")
        self.head = somebody(school, Role.HEAD, name="Hal Head")
        self.chair = somebody(school, Role.CHAIR, name="Cho Chair", kind="governor")
        self.technician = somebody(school, Role.NETWORK_MANAGER, name="Ned Network")
        group = a_class(school)
        teacher = somebody(school, Role.TEACHER, name="Tess Teacher")
        self.teacher = a_teacher(school, teacher.name, of=group, user=teacher)
        pupil = somebody(school, kind="pupil", name="Pip Small")
        self.pupil = a_pupil(school, pupil.name, in_class=group, user=pupil)
        a_person(school, "staff", self.lead.name, user=self.lead)


def day_in(page: Page, label: str, days: int) -> None:
    """Fill the three boxes of a date."""
    day = timezone.localdate() + timedelta(days=days)
    boxes = page.get_by_role("group", name=label)
    for name, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        boxes.get_by_label(name).fill(str(value))


@pytest.fixture
def desks(console_browser: Browser, live_server: LiveServer) -> Callable[[User], Page]:
    """Sit people down, each at a browser of their own: several are signed in at once."""

    def sit_down(user: User) -> Page:
        context = console_browser.new_context(base_url=live_server.url, locale="en-GB")
        key = sign_in(Client(), user).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": key, "url": live_server.url}])
        return context.new_page()

    return sit_down


def test_a_year_of_the_policy(desks: Callable[[User], Page]) -> None:
    school = a_school()
    cast = Cast(school)
    issue(by=By(None, system="test"), school=school, kind="staff", reason="", asks_again=True)
    first = Agreement.objects.get(kind="staff")

    lead = desks(cast.lead)
    _written(lead)
    version = Version.objects.get()
    round_ = _asked(lead, version)
    _answered(desks, cast, round_)
    _closed(lead, school, version, round_)

    _passed_on(desks(cast.technician), lead, version)
    _approved(desks(cast.chair), version)
    for user in (cast.head, cast.chair):
        page = desks(user)
        page.goto(f"/schools/oakfield/policies/{version.pk}/")
        page.get_by_role("button", name="Sign", exact=True).click()
        no_fault(page)
        page.get_by_role("button", name="I sign").click()
        page.get_by_text("You have signed.").wait_for()
    page.get_by_text("The policy is in force from today").wait_for()

    _published(lead, school)
    first.refresh_from_db()
    assert first.ended_at is not None, "a new agreement takes its place"
    lines = standing_of(cast.teacher, timezone.localdate())
    assert [line.is_done for line in lines] == [False], "the teacher is asked to sign anew"


def _written(lead: Page) -> None:
    """A draft with a paragraph of the school's own, and one left out with a reason."""
    lead.goto("/schools/oakfield/policies/")
    lead.get_by_role("button", name="Begin a version").click()
    lead.get_by_role("button", name="Begin").click()
    lead.get_by_role("link", name="What this policy is for").click()
    lead.get_by_role("button", name="Add a paragraph of our own").click()
    lead.get_by_label("What the paragraph says").fill(OWN)
    lead.get_by_role("button", name="Save").click()
    lead.get_by_text(OWN).wait_for()
    lead.get_by_role("link", name="Change kinds of risk").click()
    lead.get_by_label("Nothing: leave it out").check()
    lead.get_by_role("button", name="Save").click()
    lead.get_by_text("Say why: governors read it before they approve.").first.wait_for()
    lead.get_by_label("Why it is left out").fill("It stands in our curriculum.")
    lead.get_by_role("button", name="Save").click()
    lead.get_by_text("left out", exact=True).wait_for()
    no_fault(lead)


def _asked(lead: Page, version: Version) -> Round:
    lead.goto(f"/schools/oakfield/policies/{version.pk}/consult/")
    day_in(lead, "Last day", 14)
    lead.get_by_role("button", name="Open the consultation").click()
    lead.get_by_text("The consultation is open").wait_for()
    no_fault(lead)
    return Round.objects.get()


def _answered(desks: Callable[[User], Page], cast: Cast, round_: Round) -> None:
    """The teacher by account and for the class, a child with pictures, a parent without an account."""
    teacher = desks(cast.teacher.user)
    teacher.goto("/")
    teacher.get_by_role("link", name="Say what you think of the new online safety policy").click()
    teacher.get_by_role("group", name="It helps to keep children safe online.").get_by_label("Yes").check()
    teacher.get_by_role("button", name="Send").click()
    teacher.get_by_text("You can change your answer until the last day").wait_for()
    teacher.goto("/schools/oakfield/policies/classes/")
    teacher.get_by_role("link", name="4 Oak").click()
    no_fault(teacher)
    for answer, number in (("yes", "17"), ("unsure", "6"), ("no", "4")):
        teacher.locator(f"#id_fair-{answer}").fill(number)
    teacher.get_by_role("button", name="Save").click()
    teacher.get_by_text("27 children").wait_for()

    pupil = desks(cast.pupil.user)
    pupil.goto(f"/me/policies/answer/?round={round_.pk}")
    pupil.set_viewport_size({"width": 320, "height": 640})
    no_fault(pupil)
    pupil.get_by_role("group", name="A grown-up listens when I ask for help.").get_by_label("Not sure").check()
    pupil.get_by_role("button", name="Send").click()
    pupil.get_by_text("Thank you.").first.wait_for()

    parent = pupil.context.browser.new_context(base_url=pupil.url.partition("/me/")[0]).new_page()
    parent.goto(f"/consult/oakfield/{round_.token}/")
    no_fault(parent)
    parent.get_by_label("What should we change, add or leave out?").fill("Say more about games with chat.")
    parent.get_by_role("button", name="Send").click()
    parent.get_by_role("heading", name="Thank you").wait_for()


def _closed(lead: Page, school: School, version: Version, round_: Round) -> None:
    lead.goto(f"/schools/{school.code}/policies/rounds/{round_.pk}/")
    lead.get_by_text("28 answers").wait_for()
    lead.get_by_text("Say more about games with chat.").wait_for()
    lead.get_by_role("button", name="Write what came of it").click()
    lead.get_by_label("Parents and carers").check()
    lead.get_by_label("You said").fill("Say more about games with chat.")
    lead.get_by_label("We did").fill("Families get a page about them in spring.")
    lead.get_by_role("button", name="Save").click()
    lead.get_by_role("button", name="Close the consultation").click()
    lead.get_by_role("button", name="Close it").click()
    lead.get_by_text("The consultation is closed").wait_for()
    lead.goto(f"/schools/{school.code}/policies/{version.pk}/wellbeing/")
    lead.get_by_label("What it means for wellbeing").fill("Children are heard sooner.")
    lead.get_by_role("button", name="Save").click()


def _passed_on(technician: Page, lead: Page, version: Version) -> None:
    technician.goto(f"/schools/oakfield/policies/{version.pk}/technical/")
    technician.get_by_label("Comment").fill("It can be done with what we have.")
    technician.get_by_role("button", name="Save").click()
    technician.get_by_text("The comment stands with the version.").wait_for()
    lead.goto(f"/schools/oakfield/policies/{version.pk}/pass-on/")
    lead.get_by_label("What leaders say to governors").fill("We recommend it.")
    lead.get_by_role("button", name="Save").click()
    lead.get_by_text("The version is with the governors").wait_for()


def _approved(chair: Page, version: Version) -> None:
    chair.goto(f"/schools/oakfield/policies/{version.pk}/")
    chair.get_by_role("button", name="Enter the governors' vote").click()
    chair.get_by_text("It stands in our curriculum.").wait_for()
    no_fault(chair)
    day_in(chair, "Day of the meeting", 0)
    chair.get_by_label("Reference of the minute").fill("FGB autumn, item 7")
    chair.get_by_label("Votes for").fill("9")
    chair.get_by_role("button", name="Enter the approval").click()
    chair.get_by_text("The approval is on record.").wait_for()


def _published(page: Page, school: School) -> None:
    """Anybody reads it, without a session and without scripts."""
    root = page.url.partition("/schools/")[0]
    reader = page.context.browser.new_context(java_script_enabled=False, base_url=root).new_page()
    reader.goto(f"/policy/{school.code}/")
    text = reader.locator("main").inner_text()
    for words in (
        OWN,
        "Hal Head signed electronically",
        "Cho Chair",
        "FGB autumn, item 7",
        "a page about them in spring",
    ):
        assert words in text
    assert "It stands in our curriculum." not in text
    assert "Next review" in text
