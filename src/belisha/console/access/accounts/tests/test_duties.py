"""What accounts prove by themselves: each duty met, and breached."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from belisha.console.access.accounts.actions.advice import advice_opened
from belisha.console.access.accounts.duties import (
    advice_on_safety,
    password_rotation,
    private_passwords,
    strong_passwords,
)
from belisha.console.access.accounts.needs import close_outside, read_advice
from belisha.console.access.accounts.queries.terms import term_at
from belisha.console.access.acting import By
from belisha.console.access.models import OutsideService, ServiceAccess
from belisha.console.access.settings.actions import change_setting
from belisha.console.duties.registry import PROOFS, State
from cast import a_school, somebody

from .making import events

if TYPE_CHECKING:
    from django.test import Client

    from belisha.console.access.models import School, User

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def user(school: School) -> User:
    user = somebody(school, password="kettle-orbit-daisy-plum")
    user.password_set_at = NOW - timedelta(days=1)
    user.save()
    return user


def test_accounts_private_passwords_is_met(school: School, user: User) -> None:
    assert private_passwords(school, NOW).state is State.MET


def test_accounts_private_passwords_is_at_risk(school: School, user: User) -> None:
    user.must_change_password, user.last_login = True, NOW
    user.save()
    assert private_passwords(school, NOW).state is State.AT_RISK


def test_accounts_private_passwords_is_breached(school: School, user: User) -> None:
    user.must_change_password, user.password_set_at = True, NOW - timedelta(days=15)
    user.save()
    standing = private_passwords(school, NOW)
    assert standing.state is State.BREACHED
    assert standing.reason.startswith("1 first password has")


def test_accounts_strong_passwords_is_met(school: School, user: User) -> None:
    somebody(school)  # who signs in elsewhere has no password here
    assert strong_passwords(school, NOW).state is State.MET


def test_accounts_strong_passwords_is_breached(school: School, user: User) -> None:
    user.password_set_at = None
    user.save()
    assert strong_passwords(school, NOW).state is State.BREACHED


def test_accounts_password_rotation_is_met(school: School, user: User) -> None:
    assert password_rotation(school, NOW).state is State.MET


def test_accounts_password_rotation_is_not_adopted_where_the_policy_is_silent(school: School, user: User) -> None:
    change_setting(By(None, system="test"), at=school, key="password-months-staff", value=0)
    assert password_rotation(school, NOW + timedelta(days=900)).state is State.NOT_ADOPTED


def test_accounts_password_rotation_is_breached(school: School, user: User) -> None:
    assert password_rotation(school, NOW + timedelta(days=200)).state is State.BREACHED


def test_accounts_advice_on_safety_is_met(school: School, user: User) -> None:
    advice_opened(by=By(user), term=term_at(school, NOW.date()).first, now=NOW)
    assert advice_on_safety(school, NOW).state is State.MET


def test_accounts_advice_on_safety_is_breached(school: School, user: User) -> None:
    began = NOW.replace(year=2026, month=9, day=1)
    assert advice_on_safety(school, began + timedelta(days=20)).state is State.AT_RISK
    assert advice_on_safety(school, began + timedelta(days=40)).state is State.BREACHED


@pytest.mark.parametrize("duty", ["separate-device-login", "no-pupil-on-staff-login"])
def test_what_needs_an_agent_on_computers_is_proven_by_nothing(duty: str) -> None:
    assert f"accounts.{duty}" not in PROOFS


def test_the_advice_is_asked_for_each_term_and_noted_once(school: School, user: User, client: Client) -> None:
    client.force_login(user)
    assert [need.text for need in read_advice(user, school)] == ["Read how to keep your account safe"]
    assert client.get("/account/advice/").status_code == 200
    client.post("/account/advice/")
    client.post("/account/advice/")
    assert list(read_advice(user, school)) == []
    assert events().count("accounts.advice-opened") == 1


def test_a_school_is_told_what_to_close_outside(school: School, user: User) -> None:
    assert list(close_outside(user, school)) == []
    service = OutsideService.objects.create(school=school, name="Mail", closer="The office")
    ServiceAccess.objects.create(service=service, user=user, since=NOW.date(), must_close_since=NOW)
    assert [need.text for need in close_outside(user, school)] == [
        "Close 1 account of a leaver with an outside service"
    ]
