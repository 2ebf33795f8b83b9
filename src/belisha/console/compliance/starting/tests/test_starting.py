"""A new school's steps are asked of live data, and the next one is plain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.roles import Role
from belisha.console.compliance.actions import reassess
from belisha.console.compliance.starting.steps import STEPS, steps_of
from cast import a_school, somebody

if TYPE_CHECKING:
    from django.test import Client

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


def test_only_who_changes_the_school_sets_it_up(school: School, client: Client) -> None:
    client.force_login(somebody(school, Role.TEACHER))
    assert client.get(f"/schools/{school.code}/start/").status_code == 403
