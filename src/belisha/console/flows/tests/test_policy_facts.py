"""What the clauses of the policy say of other apps."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.roles import Role
from belisha.console.concerns.models import Contact
from belisha.console.filtering.models import ManagerRight
from belisha.console.filtering.policy.actions import adopt
from belisha.console.policies.clauses.queries import parameters_of
from belisha.engine.published.preparing import read_checked_policy
from belisha.sample.text import sample_policy
from cast import a_school, somebody

if TYPE_CHECKING:
    from belisha.console.access.models import School
    from belisha.console.policies.clauses.registry import Answer

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> School:
    return a_school()


def answers(school: School) -> dict[str, Answer]:
    return {each.name: each.answer for each in parameters_of(school)}


def test_what_is_not_there_yet_is_vacant_with_the_way_to_enter_it(school: School) -> None:
    found = answers(school)
    for name in ("filter-levels", "filter-managers", "lado", "social-care", "education-safeguarding"):
        assert found[name].vacant
        assert found[name].link.startswith("/schools/oakfield/")


def test_the_filters_levels_its_managers_and_bodies_outside_are_those_of_today(school: School) -> None:
    policy = read_checked_policy(sample_policy())
    adopt(by=By(None, system="tests"), federation=school.federation, policy=policy)
    today, now = timezone.localdate(), timezone.now()
    manager, gone = somebody(school, Role.TECHNICIAN, name="Fay Ward"), somebody(school, name="Long Gone")
    for user, days in ((manager, 30), (gone, -1)):
        ManagerRight.objects.create(
            federation=school.federation,
            school=school,
            user=user,
            first=today - timedelta(days=9),
            last=today + timedelta(days=days),
            reason="Runs it",
            given_at=now,
        )
    Contact.objects.create(school=school, agency="lado", name="Duty desk", phone="01632 960999", checked_at=now)
    found = answers(school)
    years = [year.name for year in policy.schools[school.code].years.values()]
    assert all(year in found["filter-levels"].text for year in years)
    assert not found["filter-levels"].vacant
    assert found["filter-managers"].text == "Fay Ward"
    assert found["lado"].text == "Duty desk, 01632 960999"
