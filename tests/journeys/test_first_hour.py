"""The first hour: from a school that holds nothing to a policy that is adopted and in force, by the set-up steps."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from belisha.console.access.acting import By
from belisha.console.access.calendars.actions import change_calendar
from belisha.console.access.calendars.years import Part, year_of
from belisha.console.access.roles import Role
from belisha.console.agreements.texts.actions import issue
from belisha.console.compliance.starting.steps import steps_of
from belisha.console.filtering.models import Gateway, ProbeRun
from belisha.console.flows.publishing import publish
from belisha.engine.policy import load
from belisha.engine.policy.model import Span
from belisha.engine.published import policy_path, read_pointer
from cast import a_class, a_person, a_pupil, a_school, somebody
from policies_scene import Scene
from town.browser import no_fault

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page
    from pytest_django.fixtures import SettingsWrapper

    from belisha.console.access.models import School, User

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]
MISSING = (Role.DEPUTY_DSL, Role.DATA_MANAGER, Role.DPO, Role.SAFEGUARDING_GOVERNOR)


def done(school: School) -> list[str]:
    return [asked.page for asked, step in steps_of(type(school).objects.get(pk=school.pk)) if step.done]


def test_from_nothing_to_a_policy_in_force(
    at_console: Callable[[User], Page], settings: SettingsWrapper, tmp_path: Path
) -> None:
    settings.HOME = tmp_path
    school = a_school()
    scene = Scene(school)
    assert done(school) == []
    page = at_console(scene.head)
    page.goto("/")
    page.get_by_role("link", name="Go on setting up the school").click()
    expect(page.get_by_text("0 of 12 steps are done.")).to_be_visible()
    no_fault(page)
    _details(page)
    _people_and_year(scene)
    _choice(page)
    _levels(page)
    publish(tmp_path, timezone.localdate())
    policy = load(policy_path(tmp_path, read_pointer(tmp_path).policy).read_bytes())
    assert "oakfield" in policy.schools
    assert "pornography" in policy.federation.locked_categories
    _by_others(school, scene)
    page.goto("/schools/oakfield/duties/")
    page.get_by_role("button", name="Look at them again now").click(no_wait_after=True)
    expect(page.get_by_text("duties were looked at")).to_be_visible(timeout=120_000)
    page.goto("/schools/oakfield/start/")
    expect(page.get_by_text("Everything is set up.")).to_be_visible()
    no_fault(page)


def _details(page: Page) -> None:
    page.get_by_role("button", name="Do this now").click()
    page.locator("[name=address]").fill("1 Mill Lane")
    page.locator("[name=phone]").fill("01632 960001")
    page.locator("[name=email]").fill("office@oakfield.example")
    page.locator("[name=website]").fill("https://oakfield.example")
    page.locator("main form button[type=submit]").last.click()
    page.get_by_role("link", name="Back to the steps of setting up the school").click()
    expect(page.get_by_text("1 of 12 steps are done.")).to_be_visible()


def _people_and_year(scene: Scene) -> None:
    """What other journeys do in the browser: the terms, the import, the appointments."""
    school, today = scene.school, timezone.localdate()
    year = year_of(today)
    terms = (Span(name="The year", first=date(2026, 9, 1), last=date(2027, 7, 21)),)
    change_calendar(By(scene.head), at=school, year=year, part=Part.TERMS, value=terms)
    a_pupil(school, "Amy Small", in_class=a_class(school))
    a_person(school, "staff", "Tess Teacher")
    for role in MISSING:
        somebody(school, role, kind="governor" if role is Role.SAFEGUARDING_GOVERNOR else "staff")
    assert done(school)[:4] == ["school", "calendar", "roster", "posts"]


def _choice(page: Page) -> None:
    """One of the points on which policies differ; who leaves comes back to what is next."""
    page.goto("/schools/oakfield/start/")
    page.get_by_role("button", name="Do this now").click()
    expect(page.get_by_role("heading", name="Choices of our policy")).to_be_visible()
    page.locator("summary", has_text="Change").first.click()
    page.get_by_role("radio", name="Head", exact=True).first.check()
    page.get_by_role("button", name="Save Who leads on online safety").click()
    page.wait_for_load_state()


def _levels(page: Page) -> None:
    page.goto("/schools/oakfield/start/")
    page.get_by_role("button", name="Do this now").click()
    expect(page.get_by_role("heading", name="First levels of the filter")).to_be_visible()
    no_fault(page)
    page.locator("[name=juniors_from]").select_option("year-2")
    page.locator("[name=addresses]").fill("10.20.0.0/16")
    page.get_by_role("button", name="Put these levels in force").click()
    expect(page.get_by_text("The levels are in force")).to_be_visible()
    expect(page.get_by_text("7 of 12 steps are done.")).to_be_visible()


def _by_others(school: School, scene: Scene) -> None:
    """The technician's gateway and its first test, the agreements, the governors' approval."""
    now = timezone.now()
    gateway = Gateway.objects.create(federation=school.federation, name="g1", added_at=now, seen_at=now)
    gateway.schools.add(school)
    ProbeRun.objects.create(school=school, kind="full", why="hand", state="done", asked_at=now, finished_at=now)
    issue(by=By(None, system="test"), school=school, kind="staff", reason="", asks_again=True)
    scene.in_force()
    assert set(done(school)) >= {"filter-gateways", "filter-proof", "agreements", "policies"}
