"""Somebody leaves: that night nothing here opens for them, and what lies elsewhere is listed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from belisha.console.access.accounts.actions.services import ServiceFacts, save_service
from belisha.console.access.accounts.queries.services import to_close
from belisha.console.access.acting import By
from belisha.console.access.models import Cover, GenericAccount, Post
from belisha.console.access.roles import Role
from belisha.console.audit.models import Link
from belisha.console.flows.leavers import close_leavers, leavers_with_access
from belisha.console.people.actions.joining import leave
from belisha.console.people.models import Membership
from cast import FIRST_DAY, a_class, a_person, a_school, a_teacher, somebody

if TYPE_CHECKING:
    from django.test import Client

    from belisha.console.access.models import School, User
    from belisha.console.people.models import Person

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
YESTERDAY = TODAY - timedelta(days=1)
SYSTEM = By(None, system="test")


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def user(school: School) -> User:
    return somebody(school, Role.TEACHER, name="Cal Left", password="kettle-orbit-daisy-plum")


@pytest.fixture
def leaver(school: School, user: User) -> Person:
    """A teacher whose last day was yesterday, with a class, a cover, and an account outside."""
    save_service(by=SYSTEM, school=school, facts=ServiceFacts("Staff mail", "The office", kinds=["staff"]))
    person = a_teacher(school, "Cal Left", of=a_class(school), user=user)
    head = Post.objects.get(holder=somebody(school, Role.HEAD))
    Cover.objects.create(post=head, by=user, first=FIRST_DAY, last=TODAY + timedelta(days=30))
    return leave(by=SYSTEM, person=person, on=YESTERDAY)


def test_that_night_every_access_is_closed(school: School, leaver: Person, user: User, client: Client) -> None:
    client.force_login(user)
    assert close_leavers(timezone.now()) == "Closed the access of 1 leaver."
    user.refresh_from_db()
    assert not user.is_active
    assert client.get("/").status_code == 302
    assert not Post.objects.held_on(TODAY).filter(holder=user).exists()
    assert not Cover.objects.filter(by=user, last__gte=TODAY).exists()
    assert not Membership.objects.on(TODAY).filter(person=leaver).exists()
    assert [str(access) for access in to_close(school)] == ["Staff mail: Cal Left"]


def test_the_next_night_finds_nothing_to_do(leaver: Person) -> None:
    close_leavers(timezone.now())
    links = Link.objects.count()
    assert close_leavers(timezone.now()) == ""
    assert Link.objects.count() == links
    assert not leavers_with_access(TODAY, leaver.school).exists()


def test_who_leaves_today_is_here_until_midnight(school: School, user: User) -> None:
    person = a_person(school, "staff", "Cal Left", user=user)
    leave(by=SYSTEM, person=person, on=TODAY)
    assert close_leavers(timezone.now()) == ""
    user.refresh_from_db()
    assert user.is_active
    close_leavers(timezone.now() + timedelta(days=1))
    user.refresh_from_db()
    assert not user.is_active


def test_who_left_without_an_account_still_has_accounts_elsewhere(school: School) -> None:
    save_service(by=SYSTEM, school=school, facts=ServiceFacts("Times tables", "The office", kinds=["pupil"]))
    person = a_person(school, "pupil", "Dee Small")
    leave(by=SYSTEM, person=person, on=YESTERDAY)
    close_leavers(timezone.now())
    assert [access.user for access in to_close(school)] == [person.user]


def test_an_account_that_is_nobodys_own_closes_after_its_last_day(school: School) -> None:
    supply, lasting = somebody(school, name="Supply 1"), somebody(school, name="Supply 2")
    answers = somebody(school)
    GenericAccount.objects.create(user=supply, reason="Supply", ends=YESTERDAY, answers=answers)
    GenericAccount.objects.create(user=lasting, reason="Supply", ends=TODAY, answers=answers)
    assert close_leavers(timezone.now()) == "Closed the access of 1 account that was nobody's own."
    supply.refresh_from_db()
    lasting.refresh_from_db()
    assert not supply.is_active
    assert lasting.is_active
