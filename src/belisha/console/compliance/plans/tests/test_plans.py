"""What is planned about a duty that is not kept, and who bears the risk meanwhile."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.roles import Role
from belisha.console.compliance.models import Plan
from belisha.console.compliance.plans.actions import bear, end_plan, plan
from cast import a_school, somebody

if TYPE_CHECKING:
    from django.test import Client

    from belisha.console.access.models import School, User

pytestmark = pytest.mark.django_db
DUTY = "accounts.leavers"


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def head(school: School) -> User:
    return somebody(school, Role.HEAD)


@pytest.fixture
def technician(school: School) -> User:
    return somebody(school, Role.TECHNICIAN)


def planned(head: User, school: School, owner: User, days: int = 7) -> Plan:
    due = timezone.localdate() + timedelta(days)
    return plan(by=By(head), school=school, duty=DUTY, words="Close both accounts.", owner=owner, due=due)


def test_whoever_does_it_sees_it_and_says_what_came_of_it(
    school: School, head: User, technician: User, client: Client
) -> None:
    made = planned(head, school, technician)
    client.force_login(technician)
    assert "Close both accounts." in client.get(f"/schools/{school.code}/duties/mine/").content.decode()
    client.post(f"/schools/{school.code}/duties/plans/{made.pk}/end/", {"outcome": "Both are closed."})
    made.refresh_from_db()
    assert made.outcome == "Both are closed."
    assert "Both are closed." in client.get(f"/schools/{school.code}/duties/{DUTY}/").content.decode()


def test_nobody_plans_for_a_stranger_or_for_yesterday(school: School, head: User, technician: User) -> None:
    stranger = somebody(a_school("mill-lane"), Role.TECHNICIAN)
    with pytest.raises(ValidationError, match="sees the duties"):
        planned(head, school, stranger)
    with pytest.raises(ValidationError, match="still to come"):
        planned(head, school, technician, days=-1)


def test_only_those_who_lead_something_plan(school: School, technician: User) -> None:
    with pytest.raises(NotAllowedError):
        planned(somebody(school, Role.GOVERNOR), school, technician)


def test_a_plan_ends_once(school: School, head: User, technician: User) -> None:
    made = planned(head, school, technician)
    end_plan(by=By(head), plan=made, outcome="Done.")
    with pytest.raises(ValidationError, match="ended this already"):
        end_plan(by=By(technician), plan=made, outcome="Done.")


def test_the_head_bears_a_risk_for_a_year_at_most(school: School, head: User) -> None:
    today = timezone.localdate()
    with pytest.raises(ValidationError, match="A year at most"):
        bear(by=By(head), school=school, duty=DUTY, words="Later.", until=today + timedelta(400))
    made = bear(by=By(head), school=school, duty=DUTY, words="Until the new server.", until=today + timedelta(90))
    assert (made.kind, made.owner) == (Plan.Kind.RISK, head)


def test_a_lead_bears_no_risk_for_the_school(school: School) -> None:
    with pytest.raises(NotAllowedError):
        bear(by=By(somebody(school, Role.DSL)), school=school, duty=DUTY, words="Fine.", until=timezone.localdate())


def test_what_is_late_stands_in_the_week(school: School, head: User, technician: User, client: Client) -> None:
    made = planned(head, school, technician)
    Plan.objects.filter(pk=made.pk).update(due=timezone.localdate() - timedelta(3))
    client.force_login(head)
    page = client.get(f"/schools/{school.code}/duties/week/").content.decode()
    assert "Close both accounts." in page
    assert "Late" in page
    client.force_login(technician)
    assert "1 plan for a duty is late" in client.get("/").content.decode()
