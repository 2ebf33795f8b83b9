"""What makes each duty about posts met, and what breaches it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from belisha.console.access.models import Away, Post
from belisha.console.access.posts import duties  # noqa: F401 - registers the proofs
from belisha.console.access.roles import ROLES, Role
from belisha.console.duties.registry import PROOFS, Basis, Standing, State
from cast import a_school, everywhere, somebody

if TYPE_CHECKING:
    from belisha.console.access.models import School

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def school() -> School:
    return a_school()


def ask(duty: str, school: School) -> Standing:
    return PROOFS[f"governance.{duty}"].ask(school, timezone.now())


def change(role: Role, **changes: object) -> None:
    Post.objects.filter(role=role.value).update(**changes)


def test_governance_dsl_named_is_met(school: School) -> None:
    dsl = somebody(school, Role.DSL)
    standing = ask("dsl-named", school)
    assert standing.state is State.MET
    assert standing.basis is Basis.MEASURED
    assert dsl.name in standing.reason
    assert standing.since is not None


def test_governance_dsl_named_is_breached(school: School) -> None:
    assert ask("dsl-named", school).state is State.BREACHED
    somebody(school, Role.DSL)
    change(Role.DSL, leads=False)
    assert ask("dsl-named", school).state is State.BREACHED
    change(Role.DSL, leads=True, last=timezone.localdate() - DAY)
    assert ask("dsl-named", school).state is State.BREACHED


def test_governance_dsl_named_is_at_risk_while_the_holder_is_away_without_a_stand_in(school: School) -> None:
    dsl, now = somebody(school, Role.DSL), timezone.localdate()
    Away.objects.create(user=dsl, first=now, last=now + DAY)
    assert ask("dsl-named", school).state is State.AT_RISK


def test_governance_deputy_dsl_is_met(school: School) -> None:
    somebody(school, Role.DEPUTY_DSL)
    assert ask("deputy-dsl", school).state is State.MET


def test_governance_deputy_dsl_is_breached(school: School) -> None:
    somebody(a_school("st-brigids"), Role.DEPUTY_DSL)
    assert ask("deputy-dsl", school).state is State.BREACHED


def test_governance_governor_lead_is_met(school: School) -> None:
    somebody(school, Role.SAFEGUARDING_GOVERNOR, kind="governor")
    change(Role.SAFEGUARDING_GOVERNOR, minute="FGB 12 May 2026, item 7")
    assert ask("governor-lead", school).state is State.MET


def test_governance_governor_lead_is_breached(school: School) -> None:
    assert ask("governor-lead", school).state is State.BREACHED
    somebody(school, Role.SAFEGUARDING_GOVERNOR, kind="governor")
    assert ask("governor-lead", school).state is State.BREACHED, "no minute says who named them"


def test_governance_accountable_lead_is_met(school: School) -> None:
    somebody(school, Role.HEAD)
    assert ask("accountable-lead", school).state is State.MET


def test_governance_accountable_lead_is_breached(school: School) -> None:
    somebody(school, Role.HEAD)
    change(Role.HEAD, last=timezone.localdate() - DAY)
    assert ask("accountable-lead", school).state is State.BREACHED


def test_governance_roles_register_is_met(school: School) -> None:
    for role, rule in ROLES.items():
        if rule.must_be_filled:
            somebody(school, role)
    assert ask("roles-register", school).state is State.MET


def test_governance_roles_register_is_breached(school: School) -> None:
    for role, rule in ROLES.items():
        if rule.must_be_filled and role is not Role.DPO:
            somebody(school, role)
    standing = ask("roles-register", school)
    assert standing.state is State.BREACHED
    assert "Data protection officer" in standing.reason


def test_governance_technical_security_lead_is_met(school: School) -> None:
    everywhere(school.federation, Role.NETWORK_MANAGER)
    somebody(school, Role.HEAD)
    assert ask("technical-security-lead", school).state is State.MET


def test_governance_technical_security_lead_is_breached(school: School) -> None:
    assert ask("technical-security-lead", school).state is State.BREACHED
    somebody(school, Role.NETWORK_MANAGER)
    assert ask("technical-security-lead", school).state is State.BREACHED, "no leader is told"


def test_governance_head_answers_for_child_data_is_met(school: School) -> None:
    head = somebody(school, Role.HEAD)
    assert head.name in ask("head-answers-for-child-data", school).reason


def test_governance_head_answers_for_child_data_is_breached(school: School) -> None:
    assert ask("head-answers-for-child-data", school).state is State.BREACHED


def test_governance_technical_support_agreed_is_met(school: School) -> None:
    somebody(school, Role.TECHNICIAN, kind="contractor")
    change(Role.TECHNICIAN, supplier="Beck Valley School IT", last=timezone.localdate() + 200 * DAY)
    standing = ask("technical-support-agreed", school)
    assert (standing.state, standing.basis) == (State.MET, Basis.RECORDED)
    assert "Beck Valley" in standing.reason


def test_governance_technical_support_agreed_is_at_risk_thirty_days_before_the_end(school: School) -> None:
    somebody(school, Role.TECHNICIAN, kind="contractor")
    change(Role.TECHNICIAN, supplier="Beck Valley School IT", last=timezone.localdate() + 20 * DAY)
    assert ask("technical-support-agreed", school).state is State.AT_RISK


def test_governance_technical_support_agreed_is_breached(school: School) -> None:
    assert ask("technical-support-agreed", school).state is State.BREACHED
    somebody(school, Role.TECHNICIAN, kind="contractor")
    change(Role.TECHNICIAN, supplier="Beck Valley School IT", last=timezone.localdate() - DAY)
    assert ask("technical-support-agreed", school).state is State.BREACHED, "the agreement has ended"
    change(Role.TECHNICIAN, supplier="", last=timezone.localdate() + DAY)
    assert ask("technical-support-agreed", school).state is State.BREACHED, "no supplier is named"
