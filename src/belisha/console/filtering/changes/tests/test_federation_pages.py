"""A change for all schools, from its draft to its undoing, on the federation's own pages."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.roles import Role
from belisha.console.filtering.changes.actions import give_right
from belisha.console.filtering.changes.needs import changes_waiting
from belisha.console.filtering.changes.rules.risk import QUESTIONS
from belisha.console.filtering.changes.rules.steps import Step
from belisha.console.filtering.changes.tests.staging import a_stage as a_school_stage
from belisha.console.filtering.changes.tests.staging import confirmed, drafted, fresh
from belisha.console.filtering.models import Change, SiteRule
from cast import a_school, everywhere, just_confirmed, somebody

if TYPE_CHECKING:
    from django.test import Client

    from belisha.console.access.models import School, User
    from belisha.console.filtering.changes.tests.staging import Stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Stage:
    """A federation of two schools: nobody of one school decides for both."""
    stage = a_school_stage()
    a_school("st-brigids")
    return stage


@pytest.fixture
def network_manager(stage: Stage) -> User:
    """Somebody with the role for all schools, and filter manager of all of them today."""
    user = everywhere(stage.school.federation, Role.NETWORK_MANAGER)
    today = timezone.localdate()
    give_right(
        by=By(None, system="test"),
        place=stage.school.federation,
        user=user,
        first=today,
        last=today + timedelta(days=9),
        reason="Runs all machines",
    )
    return user


def post(client: Client, user: User, name: str, *rest: object, **given: str) -> Any:
    client.force_login(fresh(user))
    just_confirmed(client)
    confirmed(user)
    return client.post(reverse(f"federation-{name}", args=rest), given)


def judged(client: Client, user: User, side: Step, number: int) -> Any:
    answers = {question.id: "It is fine." for question in QUESTIONS[side]}
    page = {Step.EDUCATION: "filter-change-education", Step.TECHNICAL: "filter-change-technical"}[side]
    return post(client, user, page, number, **answers, likelihood="2", impact="2", advice="")


def a_rule_for_all(client: Client, user: User) -> Change:
    given = {
        "address": "castles.example",
        "verdict": "block",
        "holder": "federation::",
        "reason": "It sells what it should not",
        "owner": str(user.pk),
    }
    answer = post(client, user, "filter-rule-add", **given)
    change = Change.objects.get(school__isnull=True)
    assert answer["Location"] == reverse("federation-filter-change", args=[change.pk])
    return change


def test_a_change_for_all_schools_goes_its_whole_way_on_the_federations_pages(
    client: Client, stage: Stage, network_manager: User
) -> None:
    lead = everywhere(stage.school.federation, Role.COMPUTING_LEAD)
    other = everywhere(stage.school.federation, Role.TECHNICIAN)
    change = a_rule_for_all(client, network_manager)
    assert post(client, network_manager, "filter-change-submit", change.pk, title="Shut it", reason="It sells").url
    assert judged(client, lead, Step.EDUCATION, change.pk).status_code == 302
    assert judged(client, other, Step.TECHNICAL, change.pk).status_code == 302
    answer = post(client, network_manager, "filter-change-apply", change.pk)
    assert answer["Location"] == reverse("federation-filter-change", args=[change.pk])
    rule = SiteRule.objects.get(address="castles.example")
    assert (rule.school, rule.ended_at) == (None, None)
    assert post(client, network_manager, "filter-change-undo", change.pk, reason="A mistake").status_code == 302
    rule.refresh_from_db()
    assert rule.ended_at is not None
    log = client.get(reverse("federation-filter-log")).content.decode()
    assert "Undo: Shut it" in log


def test_a_school_sees_what_its_federation_changes_and_cannot_apply_it(
    client: Client, stage: Stage, network_manager: User
) -> None:
    change = a_rule_for_all(client, network_manager)
    client.force_login(stage.technician)
    assert client.get(reverse("filter-change", args=[stage.school.code, change.pk])).status_code == 200
    assert client.get(reverse("federation-filter-changes")).status_code == 403
    assert post(client, stage.technician, "filter-change-apply", change.pk).status_code == 403


def test_the_federations_pages_hold_no_change_of_one_school(
    client: Client, stage: Stage, network_manager: User
) -> None:
    own = drafted(stage)
    client.force_login(network_manager)
    assert own.title not in client.get(reverse("federation-filter-changes")).content.decode()
    assert client.get(reverse("federation-filter-change", args=[own.pk])).status_code == 404


def test_what_needs_somebody_of_the_federation_leads_to_its_pages(
    client: Client, stage: Stage, network_manager: User
) -> None:
    lead = everywhere(stage.school.federation, Role.COMPUTING_LEAD)
    change = a_rule_for_all(client, network_manager)
    post(client, network_manager, "filter-change-submit", change.pk, title="Shut it", reason="It sells")
    (need,) = changes_waiting(lead, stage.school)
    assert need.link == reverse("federation-filter-change", args=[change.pk])


def test_only_those_with_a_role_for_all_schools_become_filter_managers_of_all(client: Client, stage: Stage) -> None:
    head, able = everywhere(stage.school.federation, Role.HEAD), everywhere(stage.school.federation, Role.TECHNICIAN)
    client.force_login(head)
    just_confirmed(client)
    page = client.get(reverse("federation-filter-manager-give")).content.decode()
    assert able.name in page
    assert stage.technician.name not in page
    today = timezone.localdate()
    days = {
        f"{name}_{part}": str(getattr(today, part)) for name in ("first", "last") for part in ("day", "month", "year")
    }
    given = {"reason": "Runs it", **days}
    page_of_giving = reverse("federation-filter-manager-give")
    assert client.post(page_of_giving, given | {"user": str(stage.technician.pk)}).status_code == 200
    assert client.post(page_of_giving, given | {"user": str(able.pk)}).status_code == 302


def test_a_site_is_shut_at_every_school_at_once(client: Client, stage: Stage, network_manager: User) -> None:
    answer = post(client, network_manager, "filter-block", addresses="bad.example", reason="It shows violence")
    change = Change.objects.get(way=Change.Way.EMERGENCY)
    assert answer["Location"] == reverse("federation-filter-change", args=[change.pk])
    assert SiteRule.objects.get(address="bad.example").school is None


def test_somebody_of_one_school_learns_nothing_of_the_federations_drafts(client: Client, school: School) -> None:
    a_school("st-brigids")
    client.force_login(somebody(school, Role.COMPUTING_LEAD))
    for name in ("filter-changes", "filter-log", "filter-managers", "filter-block"):
        assert client.get(reverse(f"federation-{name}")).status_code == 403


@pytest.fixture
def school() -> School:
    return a_school()
