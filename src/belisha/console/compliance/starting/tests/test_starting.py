"""A new school's steps are asked of live data, and the next one is plain."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.calendars.actions import change_calendar
from belisha.console.access.calendars.years import Part, Year
from belisha.console.access.roles import Role
from belisha.console.audit.models import Link
from belisha.console.compliance.actions import reassess
from belisha.console.compliance.starting.levels import begin_levels
from belisha.console.compliance.starting.steps import STEPS, steps_of
from belisha.console.filtering.policy.queries.places import places_of
from belisha.engine.policy.model import Span
from cast import a_school, somebody

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

    from belisha.console.access.models import School

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> School:
    return a_school()


def done(school: School) -> dict[str, bool]:
    return {asked.page: step.done for asked, step in steps_of(school)}


def test_a_school_that_was_just_made_has_everything_before_it(school: School) -> None:
    assert not any(done(school).values())
    assert len(done(school)) == len(STEPS)


def test_a_step_is_done_when_what_it_asks_for_is_there_and_not_before(school: School) -> None:
    school.address, school.phone = "1 Mill Lane", "01632 960001"
    school.email, school.website = "office@oakfield.example", "https://oakfield.example"
    school.save()
    assert done(school)["school"]
    reassess(By(None, system="tests"), school=school, now=timezone.now())
    assert done(school)["duties"]
    school.website = ""
    school.save()
    assert not done(school)["school"]


def test_the_page_leads_to_the_next_step(school: School, client: Client) -> None:
    client.force_login(somebody(school, Role.HEAD))
    page = client.get(f"/schools/{school.code}/start/").content.decode()
    assert "Do this now" in page
    assert "Missing: address" in page


def test_levels_are_proposed_put_in_force_once_and_decide(
    school: School, client: Client, settings: SettingsWrapper, tmp_path: Path
) -> None:
    settings.HOME = tmp_path
    head = somebody(school, Role.HEAD)
    client.force_login(head)
    link = f"/schools/{school.code}/start/levels/"
    assert link in client.get(f"/schools/{school.code}/start/").content.decode()
    given = {"juniors_from": "year-5", "addresses": "10.20.0.0/16"}
    assert "Enter the terms" in client.post(link, given).content.decode()
    terms = (Span(name="The year", first=date(2026, 9, 1), last=date(2027, 7, 21)),)
    change_calendar(By(head), at=school, year=Year(2026), part=Part.TERMS, value=terms)
    assert "ask your technician" in client.post(link, given | {"addresses": "10.0.0.1"}).content.decode()
    client.post(link, given)
    policy = places_of(school)
    years = policy.schools[school.code].years
    assert (years["year-4"].profile, years["year-5"].profile) == ("infants", "juniors")
    assert "pornography" in policy.federation.locked_categories
    steps = done(school)
    assert (steps["filter"], steps["filter-networks"]) == (True, True)
    assert client.get(link).status_code == 302
    assert Link.objects.filter(event="starting.levels-accepted").count() == 1


def test_a_school_that_joins_later_has_the_levels_at_once_and_its_head_enters_the_networks(
    school: School, client: Client, settings: SettingsWrapper, tmp_path: Path
) -> None:
    settings.HOME = tmp_path
    head = somebody(school, Role.HEAD)
    terms = (Span(name="The year", first=date(2026, 9, 1), last=date(2027, 7, 21)),)
    change_calendar(By(head), at=school, year=Year(2026), part=Part.TERMS, value=terms)
    begin_levels(by=By(head), school=school, juniors_from="year-3")
    later = a_school("st-brigids", school.federation)
    steps = {asked.page: step for asked, step in steps_of(later)}
    assert steps["filter"].done
    assert steps["filter"].words.startswith("Levels in force here: Guests, Infants, Juniors, Staff")
    assert not steps["filter-networks"].done
    client.force_login(somebody(later, Role.HEAD))
    page = client.get("/schools/st-brigids/start/").content.decode()
    assert "technician adds" not in page
    at = re.search(r'href="(/schools/st-brigids/filter/[^"]*networks[^"]*)"', page)
    assert at
    given = {"name": "Classrooms", "range": "10.30.0.0/16", "sign_in": "required"}
    answer = client.post(f"{at[1]}add/", given)
    assert answer.status_code == 302, answer.content.decode()


def test_whoever_does_not_set_up_the_school_puts_no_levels_in_force(school: School) -> None:
    with pytest.raises(NotAllowedError):
        begin_levels(by=By(somebody(school, Role.TEACHER)), school=school, juniors_from="year-3")


def test_only_who_changes_the_school_sets_it_up(school: School, client: Client) -> None:
    client.force_login(somebody(school, Role.TEACHER))
    assert client.get(f"/schools/{school.code}/start/").status_code == 403
