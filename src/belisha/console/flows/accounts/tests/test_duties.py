"""What accounts and the register prove together: each duty met, and breached."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from belisha.console.access.accounts.actions.services import ServiceFacts, save_service
from belisha.console.access.accounts.tests.making import decide
from belisha.console.access.acting import By
from belisha.console.access.models import AccessReview, Card, Comparison, GateWaiver, GenericAccount, ServiceAccess
from belisha.console.access.roles import Role
from belisha.console.duties.registry import State
from belisha.console.flows.accounts.duties import (
    access_record,
    current_staff_platform,
    leavers,
    unique_pupil,
    unique_staff,
    youngest_exception,
)
from belisha.console.flows.accounts.nightly import compare_access, platform_members
from belisha.console.flows.leavers import close_leavers
from cast import a_person, a_pupil, a_school, a_teacher, somebody

if TYPE_CHECKING:
    from belisha.console.access.models import School, User

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = timezone.localdate()
SYSTEM = By(None, system="test")


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def head(school: School) -> User:
    head = somebody(school, Role.HEAD, name="Hetty Head")
    a_person(school, "staff", "Hetty Head", user=head)
    return head


@pytest.mark.usefixtures("head")
def test_accounts_unique_staff_is_met(school: School) -> None:
    assert unique_staff(school, NOW).state is State.MET


def test_accounts_unique_staff_is_breached(school: School, head: User) -> None:
    teacher = a_teacher(school, "Tess New")
    assert unique_staff(school, NOW).state is State.AT_RISK, "an agreement and a check are missing"
    for gate in ("agreement", "dbs"):
        GateWaiver.objects.create(school=school, gate=gate, kind="staff", reason="Paper", since=NOW)
    assert unique_staff(school, NOW).state is State.BREACHED
    teacher.delete()
    supply = somebody(school)
    generic = GenericAccount.objects.create(user=supply, reason="Supply", ends=TODAY, answers=head)
    assert unique_staff(school, NOW).state is State.MET
    generic.ends = TODAY - timedelta(days=1)
    generic.save()
    assert unique_staff(school, NOW).state is State.BREACHED


def test_accounts_unique_pupil_is_met(school: School) -> None:
    assert unique_pupil(school, NOW).state is State.NOT_KNOWN, "without pupils nothing is green"
    a_pupil(school, user=somebody(school, kind="pupil"))
    assert unique_pupil(school, NOW).state is State.MET


def test_accounts_unique_pupil_is_breached(school: School) -> None:
    a_pupil(school)
    GateWaiver.objects.create(school=school, gate="agreement", kind="pupil", reason="Paper", since=NOW)
    standing = unique_pupil(school, NOW)
    assert standing.state is State.BREACHED
    assert standing.reason == "1 person on the roll has no account of their own."


def test_accounts_youngest_exception_is_met(school: School) -> None:
    assert youngest_exception(school, NOW).state is State.NOT_KNOWN, "there are no pupils"
    a_pupil(school, user=somebody(school, kind="pupil"), year="year-3")
    assert youngest_exception(school, NOW).state is State.MET
    decide(school, "young-sign-in-until", "reception")
    assert youngest_exception(school, NOW).state is State.AT_RISK
    decide(school, "addresses-inside", "10.0.0.0/8")
    child = a_pupil(school, user=somebody(school, kind="pupil"), year="reception")
    Card.objects.create(user=child.user, digest="x", made_at=NOW)
    assert youngest_exception(school, NOW).state is State.MET


def test_accounts_youngest_exception_is_breached(school: School) -> None:
    child = a_pupil(school, user=somebody(school, kind="pupil"), year="year-3")
    Card.objects.create(user=child.user, digest="x", made_at=NOW)
    assert youngest_exception(school, NOW).state is State.BREACHED


@pytest.mark.usefixtures("head")
def test_accounts_leavers_is_met(school: School) -> None:
    assert leavers(school, NOW).state is State.NOT_KNOWN, "nobody has left"
    a_teacher(school, user=somebody(school), left=TODAY - timedelta(days=1))
    close_leavers(NOW)
    assert leavers(school, NOW).state is State.MET


def test_accounts_leavers_is_breached(school: School) -> None:
    save_service(by=SYSTEM, school=school, facts=ServiceFacts("Staff mail", "The office", kinds=["staff"]))
    a_teacher(school, user=somebody(school), left=TODAY - timedelta(days=1))
    assert "still has an open account" in leavers(school, NOW).reason
    close_leavers(NOW)
    standing = leavers(school, NOW)
    assert standing.state is State.BREACHED
    assert "outside service" in standing.reason
    ServiceAccess.objects.update(closed_at=NOW)
    assert leavers(school, NOW).state is State.MET


def test_accounts_access_record_is_met(school: School, head: User) -> None:
    compare_access(NOW)
    assert access_record(school, NOW).state is State.AT_RISK or TODAY.month > 10, "still to be signed"
    AccessReview.objects.create(school=school, by=head, at=NOW, accounts=1, strays=0)
    assert access_record(school, NOW).state is State.MET


def test_accounts_access_record_is_breached(school: School, head: User) -> None:
    assert access_record(school, NOW).state is State.BREACHED, "never compared"
    AccessReview.objects.create(school=school, by=head, at=NOW, accounts=1, strays=0)
    compare_access(NOW)
    assert access_record(school, NOW + timedelta(hours=27)).state is State.BREACHED, "a night was missed"
    somebody(school)
    compare_access(NOW)
    assert "does not fit" in access_record(school, NOW).reason


def test_accounts_access_record_is_breached_when_the_review_is_late(school: School) -> None:
    late = NOW.replace(year=2026, month=11, day=20)
    Comparison.objects.create(school=school, at=late, accounts=0, strays=0)
    assert access_record(school, late).state is State.BREACHED
    early = NOW.replace(year=2026, month=9, day=20)
    Comparison.objects.all().delete()
    Comparison.objects.create(school=school, at=early, accounts=0, strays=0)
    assert access_record(school, early).state is State.AT_RISK


@pytest.mark.usefixtures("head")
def test_accounts_current_staff_platform_is_met(school: School) -> None:
    assert current_staff_platform(school, NOW).state is State.NOT_KNOWN
    save_service(by=SYSTEM, school=school, facts=ServiceFacts("Platform", "The office", staff_platform=True))
    platform_members(NOW)
    assert current_staff_platform(school, NOW).state is State.AT_RISK, "the night has not run"
    compare_access(NOW)
    assert current_staff_platform(school, NOW).state is State.MET


def test_accounts_current_staff_platform_is_breached(school: School) -> None:
    service = save_service(by=SYSTEM, school=school, facts=ServiceFacts("Platform", "The office", staff_platform=True))
    ServiceAccess.objects.create(service=service, user=somebody(school, kind="parent"), since=TODAY)
    compare_access(NOW)
    assert current_staff_platform(school, NOW).state is State.BREACHED
