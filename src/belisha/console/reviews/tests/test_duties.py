"""Each duty that a review proves: met by a signed one, breached without one, in time or by its answer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from belisha.console.duties.registry import PROOFS, State
from belisha.console.reviews.rules import kind_of, kinds
from belisha.console.reviews.tests.test_reviews import a_signed_review
from cast import a_school

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.console.access.models import School

pytestmark = pytest.mark.django_db

BY_REVIEW = {duty: kind.id for kind in kinds() for duty in kind.duties}


@pytest.fixture
def school() -> School:
    return a_school()


def state_of(school: School, duty: str, now: datetime | None = None) -> State:
    return PROOFS[duty].ask(school, now or timezone.now()).state


def met(school: School, duty: str) -> None:
    a_signed_review(school, BY_REVIEW[duty])
    assert state_of(school, duty) is State.MET


def breached(school: School, duty: str) -> None:
    assert state_of(school, duty) is State.BREACHED, "none was ever signed"
    a_signed_review(school, BY_REVIEW[duty])
    assert state_of(school, duty, timezone.now() + timedelta(days=400)) is State.BREACHED, "it is too old"


def breached_by_answer(school: School, duty: str) -> None:
    wanting = kind_of(BY_REVIEW[duty]).must[0]
    a_signed_review(school, BY_REVIEW[duty], **{wanting: "no"})
    assert state_of(school, duty) is State.BREACHED


def test_filtering_internet_strategy_is_met_by_a_signed_review(school: School) -> None:
    met(school, "filtering.internet-strategy")


def test_filtering_internet_strategy_is_breached_without_one_in_time(school: School) -> None:
    breached(school, "filtering.internet-strategy")


def test_governance_community_needs_is_met_by_a_signed_review(school: School) -> None:
    met(school, "governance.community-needs")


def test_governance_community_needs_is_breached_without_one_in_time(school: School) -> None:
    breached(school, "governance.community-needs")


def test_filtering_provider_review_is_met_by_a_signed_review(school: School) -> None:
    met(school, "filtering.provider-review")


def test_filtering_provider_review_is_breached_without_one_in_time(school: School) -> None:
    breached(school, "filtering.provider-review")


def test_filtering_access_levels_reviewed_is_met_by_a_signed_review(school: School) -> None:
    met(school, "filtering.access-levels-reviewed")


def test_filtering_access_levels_reviewed_is_breached_without_one_in_time(school: School) -> None:
    breached(school, "filtering.access-levels-reviewed")


def test_network_security_review_is_met_by_a_signed_review(school: School) -> None:
    met(school, "network.security-review")


def test_network_security_review_is_breached_without_one_in_time(school: School) -> None:
    breached(school, "network.security-review")


def test_network_wireless_security_is_met_by_a_signed_review(school: School) -> None:
    met(school, "network.wireless-security")


def test_network_wireless_security_is_breached_by_a_no(school: School) -> None:
    breached_by_answer(school, "network.wireless-security")


def test_network_attack_protection_is_met_by_a_signed_review(school: School) -> None:
    met(school, "network.attack-protection")


def test_network_attack_protection_is_breached_by_a_no(school: School) -> None:
    breached_by_answer(school, "network.attack-protection")


def test_governance_technical_liaison_is_met_by_a_signed_review(school: School) -> None:
    met(school, "governance.technical-liaison")


def test_governance_technical_liaison_is_breached_without_one_in_time(school: School) -> None:
    breached(school, "governance.technical-liaison")


def test_governance_safeguarding_governor_liaison_is_met_by_a_signed_review(school: School) -> None:
    met(school, "governance.safeguarding-governor-liaison")


def test_governance_safeguarding_governor_liaison_is_breached_without_one_in_time(school: School) -> None:
    breached(school, "governance.safeguarding-governor-liaison")


def test_governance_data_lead_liaison_is_met_by_a_signed_review(school: School) -> None:
    met(school, "governance.data-lead-liaison")


def test_governance_data_lead_liaison_is_breached_without_one_in_time(school: School) -> None:
    breached(school, "governance.data-lead-liaison")


def test_governance_external_committee_contact_is_met_by_a_signed_review(school: School) -> None:
    met(school, "governance.external-committee-contact")


def test_governance_external_committee_contact_is_breached_without_one_in_time(school: School) -> None:
    breached(school, "governance.external-committee-contact")


def test_governance_dsl_time_resources_is_met_by_a_signed_review(school: School) -> None:
    met(school, "governance.dsl-time-resources")


def test_governance_dsl_time_resources_is_breached_by_a_no(school: School) -> None:
    breached_by_answer(school, "governance.dsl-time-resources")


def test_governance_vision_owned_is_met_by_a_signed_review(school: School) -> None:
    met(school, "governance.vision-owned")


def test_governance_vision_owned_is_breached_without_one_in_time(school: School) -> None:
    breached(school, "governance.vision-owned")


def test_governance_risk_methods_review_is_met_by_a_signed_review(school: School) -> None:
    met(school, "governance.risk-methods-review")


def test_governance_risk_methods_review_is_breached_without_one_in_time(school: School) -> None:
    breached(school, "governance.risk-methods-review")


def test_governance_phones_accepted_safely_is_met_by_a_signed_review(school: School) -> None:
    met(school, "governance.phones-accepted-safely")


def test_governance_phones_accepted_safely_is_breached_without_one_in_time(school: School) -> None:
    breached(school, "governance.phones-accepted-safely")


def test_governance_technology_use_audit_is_met_by_a_signed_review(school: School) -> None:
    met(school, "governance.technology-use-audit")


def test_governance_technology_use_audit_is_breached_without_one_in_time(school: School) -> None:
    breached(school, "governance.technology-use-audit")


def test_governance_practice_audit_is_met_by_a_signed_review(school: School) -> None:
    met(school, "governance.practice-audit")


def test_governance_practice_audit_is_breached_without_one_in_time(school: School) -> None:
    breached(school, "governance.practice-audit")


def test_governance_safeguarding_guidance_staffroom_is_met_by_a_signed_review(school: School) -> None:
    met(school, "governance.safeguarding-guidance-staffroom")


def test_governance_safeguarding_guidance_staffroom_is_breached_by_a_no(school: School) -> None:
    breached_by_answer(school, "governance.safeguarding-guidance-staffroom")


def test_governance_supplier_technicians_current_is_met_by_a_signed_review(school: School) -> None:
    met(school, "governance.supplier-technicians-current")


def test_governance_supplier_technicians_current_is_breached_by_a_no(school: School) -> None:
    breached_by_answer(school, "governance.supplier-technicians-current")


def test_governance_filter_managers_supervised_is_met_by_a_signed_review(school: School) -> None:
    met(school, "governance.filter-managers-supervised")


def test_governance_filter_managers_supervised_is_breached_by_a_no(school: School) -> None:
    breached_by_answer(school, "governance.filter-managers-supervised")


def test_filtering_educational_broadband_is_met_by_a_signed_review(school: School) -> None:
    met(school, "filtering.educational-broadband")


def test_filtering_educational_broadband_is_breached_by_a_no(school: School) -> None:
    breached_by_answer(school, "filtering.educational-broadband")


def test_monitoring_lawful_is_met_by_a_signed_review(school: School) -> None:
    met(school, "monitoring.lawful")


def test_monitoring_lawful_is_breached_without_one_in_time(school: School) -> None:
    breached(school, "monitoring.lawful")


def test_monitoring_lawful_is_breached_by_a_no(school: School) -> None:
    breached_by_answer(school, "monitoring.lawful")


def test_monitoring_provider_log_is_met_by_a_signed_review(school: School) -> None:
    met(school, "monitoring.provider-log")


def test_monitoring_provider_log_is_breached_without_one_in_time(school: School) -> None:
    breached(school, "monitoring.provider-log")


def test_monitoring_provider_log_is_breached_by_a_no(school: School) -> None:
    breached_by_answer(school, "monitoring.provider-log")


def test_monitoring_staff_discretion_is_met_by_a_signed_review(school: School) -> None:
    met(school, "monitoring.staff-discretion")


def test_monitoring_staff_discretion_is_breached_without_one_in_time(school: School) -> None:
    breached(school, "monitoring.staff-discretion")


def test_monitoring_staff_discretion_is_breached_by_a_no(school: School) -> None:
    breached_by_answer(school, "monitoring.staff-discretion")


def test_network_separate_networks_is_met_by_a_signed_review(school: School) -> None:
    met(school, "network.separate-networks")


def test_network_separate_networks_is_breached_by_a_no(school: School) -> None:
    breached_by_answer(school, "network.separate-networks")


def test_network_attack_response_is_met_by_a_signed_review(school: School) -> None:
    met(school, "network.attack-response")


def test_network_attack_response_is_breached_by_a_no(school: School) -> None:
    breached_by_answer(school, "network.attack-response")


def test_filtering_not_alone_is_met_by_a_signed_review(school: School) -> None:
    met(school, "filtering.not-alone")


def test_filtering_not_alone_is_breached_by_a_no(school: School) -> None:
    breached_by_answer(school, "filtering.not-alone")


def test_filtering_social_exceptions_is_met_by_a_signed_review(school: School) -> None:
    met(school, "filtering.social-exceptions")


def test_filtering_social_exceptions_is_breached_by_a_no(school: School) -> None:
    breached_by_answer(school, "filtering.social-exceptions")
