"""What the policy and the agreements prove together, met and breached."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.roles import Role
from belisha.console.access.settings.actions import change_setting
from belisha.console.agreements.texts.actions import issue
from belisha.console.duties.registry import PROOFS, State
from belisha.console.policies.clauses.house import edition
from belisha.console.policies.clauses.queries import ONLINE_SAFETY
from belisha.console.policies.models import ClauseChoice, Policy, Version
from cast import a_person, a_pupil, a_school

if TYPE_CHECKING:
    from belisha.console.access.models import School

pytestmark = pytest.mark.django_db
SYSTEM = By(None, system="tests")


@pytest.fixture
def school() -> School:
    return a_school()


def in_force(school: School) -> Version:
    policy = Policy.objects.create(
        federation=school.federation, school=school, kind=ONLINE_SAFETY, title="Online safety", owner=Role.DSL.value
    )
    kept = {"state": Version.State.PUBLISHED, "adopted": date(2026, 10, 1), "frozen": []}
    return Version.objects.create(policy=policy, number=1, edition=edition(), begun_at=timezone.now(), **kept)


def stands(duty: str, school: School) -> State:
    return PROOFS[duty].ask(school, timezone.now()).state


def decided(school: School, key: str, value: str) -> None:
    change_setting(SYSTEM, at=school, key=key, value=value)


def test_governance_phone_rules_set_is_met_when_decided_and_said_in_policy_and_agreement(school: School) -> None:
    decided(school, "staff-phones", "silent")
    decided(school, "pupil-devices", "handed-in")
    in_force(school)
    assert stands("governance.phone-rules-set", school) is State.AT_RISK, "no agreement says it yet"
    issue(by=SYSTEM, school=school, kind="staff", reason="", asks_again=True)
    assert stands("governance.phone-rules-set", school) is State.MET
    decided(school, "staff-phones", "off")
    assert stands("governance.phone-rules-set", school) is State.AT_RISK, "what staff signed says otherwise"


def test_governance_phone_rules_set_is_breached_where_nobody_decided_or_the_policy_is_silent(school: School) -> None:
    assert stands("governance.phone-rules-set", school) is State.BREACHED
    decided(school, "staff-phones", "off")
    decided(school, "pupil-devices", "unsaid")
    version = in_force(school)
    assert stands("governance.phone-rules-set", school) is State.BREACHED
    decided(school, "pupil-devices", "leave")
    assert stands("governance.phone-rules-set", school) is State.AT_RISK
    ClauseChoice.objects.create(version=version, clause="staff-phones", off=True, reason="Elsewhere")
    assert stands("governance.phone-rules-set", school) is State.BREACHED


def test_governance_scope_people_is_met_when_everybody_on_the_register_is_spoken_to_and_asked(school: School) -> None:
    a_pupil(school)
    a_person(school, "staff")
    in_force(school)
    for kind in ("staff", "pupil-ks2"):
        issue(by=SYSTEM, school=school, kind=kind, reason="", asks_again=True)
    assert stands("governance.scope-people", school) is State.MET


def test_governance_scope_people_is_breached_by_a_kind_of_person_without_an_agreement(school: School) -> None:
    assert stands("governance.scope-people", school) is State.BREACHED, "no policy is in force"
    in_force(school)
    a_person(school, "volunteer")
    standing = PROOFS["governance.scope-people"].ask(school, timezone.now())
    assert (standing.state, standing.reason) == (State.BREACHED, "No agreement is in force for: Volunteer.")
