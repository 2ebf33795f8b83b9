"""What the risk register proves: met by what was decided in its time, breached by what is used without."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from belisha.console.access.models import OutsideService
from belisha.console.access.roles import Role
from belisha.console.compliance.models import Technology
from belisha.console.compliance.risks import duties
from belisha.console.compliance.risks.tests.test_risks import decided_on, on_register
from belisha.console.duties.registry import PROOFS, State
from cast import a_school, somebody

if TYPE_CHECKING:
    from belisha.console.access.models import School

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> School:
    return a_school()


def state_of(school: School, duty: str, days: int = 0) -> State:
    return PROOFS[duty].ask(school, timezone.now() + timedelta(days)).state


def test_services_emerging_tech_assessed_is_met_by_what_leaders_decided(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert state_of(school, "services.emerging-tech-assessed") is State.NOT_KNOWN
    decided_on(school)
    assert state_of(school, "services.emerging-tech-assessed") is State.MET
    monkeypatch.setattr(duties, "ai_open_for_pupils", lambda _school: ("Juniors",))
    assert state_of(school, "services.emerging-tech-assessed") is State.BREACHED
    decided_on(school, kind="ai", name="Chatter")
    assert state_of(school, "services.emerging-tech-assessed") is State.MET


def test_services_emerging_tech_assessed_is_breached_by_what_is_used_and_not_allowed(school: School) -> None:
    lead = somebody(school, Role.COMPUTING_LEAD)
    made = on_register(school, lead, in_use=True)
    assert state_of(school, "services.emerging-tech-assessed") is State.BREACHED
    Technology.objects.filter(pk=made.pk).update(in_use=False, entered_at=timezone.now() - timedelta(40))
    decided_on(school, name="Other")
    assert state_of(school, "services.emerging-tech-assessed") is State.AT_RISK, "somebody waits for a decision"


def test_services_tech_risk_assessments_is_met_in_time(school: School) -> None:
    assert state_of(school, "services.tech-risk-assessments") is State.NOT_KNOWN
    decided_on(school, days=90)
    assert state_of(school, "services.tech-risk-assessments") is State.MET
    assert state_of(school, "services.tech-risk-assessments", days=70) is State.AT_RISK


def test_services_tech_risk_assessments_is_breached_past_its_day_and_by_an_unlisted_service(school: School) -> None:
    made = decided_on(school, days=90, kind="system")
    assert state_of(school, "services.tech-risk-assessments", days=91) is State.BREACHED
    service = OutsideService.objects.create(school=school, name="Times Tables Online", closer="The office")
    assert state_of(school, "services.tech-risk-assessments") is State.BREACHED
    Technology.objects.filter(pk=made.pk).update(service=service)
    assert state_of(school, "services.tech-risk-assessments") is State.MET
    Technology.objects.filter(pk=made.pk).update(decision="waiting", decided_at=None, in_use=True)
    assert state_of(school, "services.tech-risk-assessments") is State.BREACHED


def test_services_personal_data_apps_is_met_with_the_data_officers_word(school: School) -> None:
    decided_on(school, name="Without data")
    assert state_of(school, "services.personal-data-apps") is State.NOT_KNOWN
    decided_on(school, personal=True)
    assert state_of(school, "services.personal-data-apps") is State.MET


def test_services_personal_data_apps_is_breached_without_an_assessment_or_past_its_day(school: School) -> None:
    decided_on(school, personal=True)
    assert state_of(school, "services.personal-data-apps", days=91) is State.BREACHED
    lead = somebody(school, Role.COMPUTING_LEAD)
    on_register(school, lead, name="Used", personal=True, data="Names", in_use=True)
    assert state_of(school, "services.personal-data-apps") is State.BREACHED


def test_services_search_risk_assessed_is_met_where_tools_were_held_against_each_other(school: School) -> None:
    assert state_of(school, "services.search-risk-assessed") is State.NOT_KNOWN
    decided_on(school, kind="search", name="Find One")
    assert state_of(school, "services.search-risk-assessed") is State.AT_RISK
    decided_on(school, kind="search", name="Find Two")
    assert state_of(school, "services.search-risk-assessed") is State.MET


def test_services_search_risk_assessed_is_breached_past_its_day_or_without_a_choice(school: School) -> None:
    made = decided_on(school, kind="search", days=90)
    assert state_of(school, "services.search-risk-assessed", days=91) is State.BREACHED
    Technology.objects.filter(pk=made.pk).update(decision="refused")
    assert state_of(school, "services.search-risk-assessed") is State.BREACHED
