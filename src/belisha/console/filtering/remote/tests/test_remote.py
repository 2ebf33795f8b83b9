"""Remote access: asked for, approved by another, closed when it is over."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.models import Decision
from belisha.console.access.roles import Role
from belisha.console.duties.registry import PROOFS, Proof, Standing, State
from belisha.console.filtering.models import RemoteGrant
from belisha.console.filtering.remote import actions
from cast import a_pupil, a_school, somebody
from console.visitors import sign_in

if TYPE_CHECKING:
    from django.test import Client

    from belisha.console.access.models import School

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> School:
    return a_school()


def standing_of(school: School, duty: str, now: datetime | None = None) -> Standing:
    return PROOFS[duty].ask(school, now or timezone.now())


def a_grant(school: School, last: date | None = None, **said: Any) -> RemoteGrant:
    today = timezone.localdate()
    usual: dict[str, Any] = {
        "agency": "County welfare service",
        "person": "Ash Field",
        "need": "Attendance of children whom they visit",
        "scope": "Attendance marks, nothing else",
        "sees": "none",
        "system": "Remote desktop of the county",
        "second_factor": True,
        "first": today - timedelta(days=30),
        "last": last or today + timedelta(days=30),
    }
    return actions.ask(by=By(somebody(school, Role.NETWORK_MANAGER)), school=school, **usual | said)


def test_remote_access_is_approved_by_a_leader_who_did_not_ask(school: School) -> None:
    grant = a_grant(school)
    with pytest.raises(NotAllowedError):
        actions.approve(by=By(somebody(school, Role.TECHNICIAN)), grant=grant)
    actions.approve(by=By(somebody(school, Role.HEAD)), grant=grant)
    with pytest.raises(ValidationError):
        actions.refuse(by=By(somebody(school, Role.HEAD)), grant=grant, reason="No")


def test_network_remote_agencies_is_met_while_each_has_an_approver_and_an_end(school: School) -> None:
    actions.approve(by=By(somebody(school, Role.HEAD)), grant=a_grant(school))
    assert standing_of(school, "network.remote-agencies").state is State.MET


def test_network_remote_agencies_is_breached_when_one_is_over_and_not_closed(school: School) -> None:
    grant = a_grant(school, timezone.localdate() - timedelta(days=1))
    actions.approve(by=By(somebody(school, Role.HEAD)), grant=grant)
    assert standing_of(school, "network.remote-agencies").state is State.BREACHED
    actions.close(by=By(somebody(school, Role.TECHNICIAN)), grant=grant, words="Account is gone, looked at it.")
    assert standing_of(school, "network.remote-agencies").state is State.MET


def approve_systems(school: School, names: str) -> None:
    Decision.objects.create(
        federation=school.federation, school=school, key="remote-access-systems", value=names, since=timezone.now()
    )


def test_network_remote_approved_systems_is_met_while_all_come_through_them(school: School) -> None:
    assert standing_of(school, "network.remote-approved-systems").state is State.NOT_KNOWN, "nobody entered any"
    approve_systems(school, "Supplier's tool, remote desktop of the county")
    actions.approve(by=By(somebody(school, Role.HEAD)), grant=a_grant(school))
    assert standing_of(school, "network.remote-approved-systems").state is State.MET


def test_network_remote_approved_systems_is_breached_by_a_system_that_nobody_approved(school: School) -> None:
    grant = a_grant(school)
    assert standing_of(school, "network.remote-approved-systems").state is State.MET, "it is not approved yet"
    actions.approve(by=By(somebody(school, Role.HEAD)), grant=grant)
    assert "no system is approved" in standing_of(school, "network.remote-approved-systems").reason
    approve_systems(school, "Supplier's tool")
    assert standing_of(school, "network.remote-approved-systems").state is State.BREACHED
    with pytest.raises(ValidationError, match="not approved"):
        a_grant(school)


def test_network_safe_infrastructure_is_met_when_no_check_is_red(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in PROOFS if name.startswith(("filtering.", "network."))]:
        if name != "network.safe-infrastructure":
            monkeypatch.delitem(PROOFS, name)
    assert standing_of(school, "network.safe-infrastructure").state is State.NOT_KNOWN, "nothing is looked at"
    monkeypatch.setitem(PROOFS, "network.a", Proof("network.a", lambda _school, _now: Standing(State.MET, "Well.")))
    assert standing_of(school, "network.safe-infrastructure").state is State.MET
    monkeypatch.setitem(PROOFS, "network.b", Proof("network.b", lambda _school, _now: Standing(State.NOT_KNOWN, "?")))
    assert standing_of(school, "network.safe-infrastructure").state is State.AT_RISK, "one of them is not known"


def test_network_safe_infrastructure_is_breached_by_one_red_check(school: School) -> None:
    standing = standing_of(school, "network.safe-infrastructure", datetime(2026, 11, 20, 10, tzinfo=UTC))
    assert standing.state is State.BREACHED


def open_to(school: School, **said: Any) -> RemoteGrant:
    grant = a_grant(school, **said)
    actions.approve(by=By(somebody(school, Role.HEAD)), grant=grant)
    return grant


def test_network_remote_user_access_is_met_while_staff_come_by_approved_systems_until_a_day(school: School) -> None:
    open_to(school)
    assert standing_of(school, "network.remote-user-access").state is State.NOT_KNOWN, "that is an agency's"
    approve_systems(school, "Remote desktop of the county")
    open_to(school, whose="staff", agency="Teachers", person="Six teachers", sees="more")
    assert standing_of(school, "network.remote-user-access").state is State.MET
    assert standing_of(school, "network.remote-agencies").state is State.MET


def test_network_remote_user_access_is_breached_by_a_system_that_nobody_approved_and_by_one_that_is_over(
    school: School,
) -> None:
    grant = open_to(school, whose="staff", agency="Teachers", person="Six teachers", sees="more")
    assert standing_of(school, "network.remote-user-access").state is State.BREACHED
    approve_systems(school, "Remote desktop of the county")
    assert standing_of(school, "network.remote-user-access").state is State.MET
    RemoteGrant.objects.filter(pk=grant.pk).update(last=timezone.localdate() - timedelta(days=1))
    assert standing_of(school, "network.remote-user-access").state is State.BREACHED


def test_network_remote_scope_welfare_is_met_while_an_officer_sees_named_children_alone(school: School) -> None:
    assert standing_of(school, "network.remote-scope-welfare").state is State.NOT_KNOWN
    with pytest.raises(ValidationError, match="Name the children"):
        a_grant(school, sees="named")
    with pytest.raises(ValidationError, match="only the children concerned"):
        a_grant(school, sees="more")
    open_to(school, sees="named", children=[a_pupil(school, "Ben Carter")])
    assert standing_of(school, "network.remote-scope-welfare").state is State.MET
    RemoteGrant.objects.update(sees="")
    assert standing_of(school, "network.remote-scope-welfare").state is State.NOT_KNOWN, "nobody has said"


def test_network_remote_scope_welfare_is_breached_by_a_child_who_left_and_by_more_than_are_named(
    school: School,
) -> None:
    child = a_pupil(school, "Ben Carter")
    grant = open_to(school, sees="named", children=[child])
    type(child).objects.filter(pk=child.pk).update(left=timezone.localdate() - timedelta(days=1))
    assert standing_of(school, "network.remote-scope-welfare").state is State.BREACHED
    grant.children.clear()
    assert standing_of(school, "network.remote-scope-welfare").state is State.BREACHED


def test_children_are_named_by_name_or_upn_and_each_line_is_exactly_one(school: School, client: Client) -> None:
    child = a_pupil(school, "Ben Carter", upn="A801200001001")
    a_pupil(school, "Ann Twin", upn="A801200001002")
    a_pupil(school, "Ann Twin", upn="A801200001003")
    desk = sign_in(client, somebody(school, Role.NETWORK_MANAGER))
    today = timezone.localdate()
    said = {
        "whose": "outside", "agency": "County", "person": "Ash Field", "need": "Visits", "scope": "Marks",
        "sees": "named", "children": "ben carter\nAnn Twin", "system": "County desktop", "second_factor": "on",
        "first_day": today.day, "first_month": today.month, "first_year": today.year,
        "last_day": today.day, "last_month": today.month, "last_year": today.year,
    }  # fmt: skip
    page = desk.post(reverse("remote-access-ask", args=[school.code]), said)
    assert "Not exactly one pupil of this school: Ann Twin" in page.content.decode()
    done = desk.post(reverse("remote-access-ask", args=[school.code]), said | {"children": "A801200001001"})
    assert done.status_code == 302, done.content.decode()
    assert list(RemoteGrant.objects.get().children.all()) == [child]
