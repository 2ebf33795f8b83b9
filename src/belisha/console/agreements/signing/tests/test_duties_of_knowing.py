"""Duties of other domains that signatures prove, met and breached by real people and rows."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from agreements_scene import issued
from belisha.console.agreements.signing.tests.test_duties import LATER, a_visit, signs, without
from belisha.console.duties.registry import PROOFS, Standing, State
from cast import a_parent, a_person, a_pupil, a_school, a_teacher, somebody

if TYPE_CHECKING:
    from belisha.console.access.models import School
    from belisha.console.people.models import Person

pytestmark = pytest.mark.django_db
KNOWING = ("incident-guidance", "policy-read")


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def teacher(school: School) -> Person:
    return a_teacher(school, user=somebody(school))


def standing(school: School, duty: str, later: timedelta = timedelta()) -> Standing:
    return PROOFS[duty].ask(school, timezone.now() + later)


def state(school: School, duty: str, later: timedelta = timedelta()) -> State:
    return standing(school, duty, later).state


def test_social_expectations_all_is_met_when_everybody_signed(school: School, teacher: Person) -> None:
    child = a_pupil(school, user=somebody(school, kind="pupil"))
    parent = a_parent(school, of=child)
    for kind in ("staff", "parent", "pupil-ks2"):
        issued(school, kind)
    assert state(school, "social.expectations-all") is State.AT_RISK, "they have days of grace"
    signs(teacher, "staff")
    signs(child, "pupil-ks2")
    signs(parent, "parent", child)
    found = standing(school, "social.expectations-all")
    assert (found.state, "all 3" in found.reason) == (State.MET, True)


def test_social_expectations_all_is_breached_by_late_signatures_and_a_lost_clause(
    school: School, teacher: Person
) -> None:
    assert state(school, "social.expectations-all") is State.BREACHED, "nothing is issued"
    issued(school, "parent")
    agreement = issued(school, "staff")
    assert state(school, "social.expectations-all", LATER) is State.BREACHED
    signs(teacher, "staff")
    assert state(school, "social.expectations-all", LATER) is State.MET
    without(agreement, "social-media")
    assert "social media" in standing(school, "social.expectations-all", LATER).reason


def test_concerns_staff_know_procedure_is_met_when_all_answered(school: School, teacher: Person) -> None:
    for kind in KNOWING:
        issued(school, kind)
    assert state(school, "concerns.staff-know-procedure") is State.AT_RISK
    for kind in KNOWING:
        signs(teacher, kind)
    assert state(school, "concerns.staff-know-procedure") is State.MET


def test_concerns_staff_know_procedure_is_breached_when_late(school: School, teacher: Person) -> None:
    signs(teacher, "policy-read")
    assert "What I do when" in standing(school, "concerns.staff-know-procedure").reason, "it is not issued"
    issued(school, "incident-guidance")
    assert state(school, "concerns.staff-know-procedure", LATER) is State.BREACHED


def test_data_breach_known_is_met_when_all_signed(school: School, teacher: Person) -> None:
    signs(teacher, "incident-guidance")
    assert state(school, "data.breach-known") is State.MET


@pytest.mark.usefixtures("teacher")
def test_data_breach_known_is_breached_when_late_or_without_its_clause(school: School) -> None:
    agreement = issued(school, "incident-guidance")
    assert state(school, "data.breach-known", LATER) is State.BREACHED
    without(agreement, "breach")
    assert "lost data" in standing(school, "data.breach-known").reason


def test_devices_visitor_photos_is_met_by_visits_after_the_signature(school: School) -> None:
    issued(school, "parent")
    visitor = a_person(school, "visitor")
    signs(visitor, "visitor")
    assert state(school, "devices.visitor-photos") is State.NOT_KNOWN, "nobody has come"
    a_visit(visitor)
    assert state(school, "devices.visitor-photos") is State.MET


def test_devices_visitor_photos_is_breached_by_a_visit_before_it(school: School) -> None:
    issued(school, "parent")
    agreement = issued(school, "visitor")
    a_visit(a_person(school, "visitor"))
    assert state(school, "devices.visitor-photos") is State.BREACHED
    without(agreement, "phones")
    assert "pictures" in standing(school, "devices.visitor-photos").reason


def test_curriculum_before_access_is_met_when_who_is_online_went_through_the_rules(school: School) -> None:
    issued(school, "pupil-ks2")
    assert state(school, "curriculum.before-access") is State.NOT_KNOWN, "there are no pupils"
    child = a_pupil(school, user=somebody(school, kind="pupil"))
    assert state(school, "curriculum.before-access") is State.AT_RISK, "who has just come has days of grace"
    signs(child, "pupil-ks2")
    assert state(school, "curriculum.before-access", LATER) is State.MET


def test_curriculum_before_access_is_breached_by_who_is_online_without(school: School) -> None:
    assert state(school, "curriculum.before-access") is State.BREACHED, "there is nothing to go through"
    issued(school, "pupil-ks2")
    a_pupil(school, user=somebody(school, kind="pupil"))
    assert state(school, "curriculum.before-access", LATER) is State.BREACHED


def test_people_induction_pack_is_met_when_starters_read_the_policy(school: School) -> None:
    issued(school, "policy-read")
    assert state(school, "people.induction-pack") is State.NOT_KNOWN, "nobody is new"
    starter = a_teacher(school, user=somebody(school), joined=timezone.localdate())
    assert state(school, "people.induction-pack") is State.AT_RISK
    signs(starter, "policy-read")
    assert state(school, "people.induction-pack", LATER) is State.MET


def test_people_induction_pack_is_breached_after_two_weeks(school: School) -> None:
    assert state(school, "people.induction-pack") is State.BREACHED, "it is not issued"
    issued(school, "policy-read")
    a_teacher(school, user=somebody(school), joined=timezone.localdate())
    assert state(school, "people.induction-pack", LATER) is State.BREACHED
