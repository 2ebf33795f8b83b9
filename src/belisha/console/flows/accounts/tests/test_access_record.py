"""The record of access: who can reach what, what does not fit, compared each night and signed each term."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from belisha.console.access.accounts.actions.reviews import sign_review
from belisha.console.access.accounts.actions.services import ServiceFacts, give_service, save_service
from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.models import AccessReview, Comparison, Cover, GenericAccount, Post, Stray
from belisha.console.access.roles import Role
from belisha.console.flows.accounts.needs import open_accounts, strays
from belisha.console.flows.accounts.needs import sign_review as review_needed
from belisha.console.flows.accounts.nightly import ask_for_passwords, compare_access, platform_members
from belisha.console.flows.accounts.register import compare, found_strays, review_state
from cast import FIRST_DAY, a_parent, a_person, a_pupil, a_school, a_teacher, somebody

from .classes import signed_in

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from belisha.console.access.models import School, User

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = timezone.localdate()
SYSTEM = By(None, system="test")
RECORD = "/schools/oakfield/access-record/"


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def head(school: School) -> User:
    """A head who is on the register like everybody else."""
    head = somebody(school, Role.HEAD, name="Hetty Head")
    a_person(school, "staff", "Hetty Head", user=head)
    return head


def kinds(school: School) -> set[str]:
    return {found.kind for found in found_strays(school, NOW)}


@pytest.mark.usefixtures("head")
def test_a_school_in_order_has_no_strays(school: School) -> None:
    a_pupil(school, user=somebody(school, kind="pupil"))
    a_parent(school)  # parents have an account if they wish
    assert found_strays(school, NOW) == set()


def test_an_account_of_nobody_on_the_roll_is_a_stray(school: School) -> None:
    somebody(school)
    assert kinds(school) == {Stray.Kind.NOT_ON_ROLL}


def test_somebody_who_begins_tomorrow_may_have_their_account_today(school: School) -> None:
    a_teacher(school, user=somebody(school), joined=TODAY + timedelta(days=1))
    assert kinds(school) == set()


def test_somebody_on_the_roll_without_account_is_a_stray(school: School) -> None:
    a_pupil(school)
    assert kinds(school) == {Stray.Kind.NO_ACCOUNT}


def test_an_account_that_nobody_used_for_a_term_is_a_stray_but_not_a_pupils(school: School) -> None:
    user, child = somebody(school), somebody(school, kind="pupil")
    a_teacher(school, user=user)
    a_pupil(school, user=child)
    for each in (user, child):
        each.opened_at = NOW - timedelta(days=400)
        each.save()
    assert kinds(school) == {Stray.Kind.UNUSED}
    user.last_login = NOW - timedelta(days=3)
    user.save()
    assert kinds(school) == set()


def test_a_post_of_somebody_who_left_is_a_stray_and_so_is_a_cover(school: School, head: User) -> None:
    leaver, stand_in = somebody(school, Role.TEACHER), somebody(school)
    for user in (leaver, stand_in):
        user.closed_at = NOW
        user.save()
        a_teacher(school, user=user, left=TODAY - timedelta(days=1))
    post = Post.objects.get(holder=head)
    Cover.objects.create(post=post, by=stand_in, first=FIRST_DAY, last=TODAY)
    found = found_strays(school, NOW)
    assert {(each.user, each.kind) for each in found} == {
        (leaver.pk, Stray.Kind.POST_OF_LEAVER),
        (stand_in.pk, Stray.Kind.POST_OF_LEAVER),
    }


def test_an_account_that_is_nobodys_own_past_its_end_is_a_stray(school: School, head: User) -> None:
    supply = somebody(school)
    GenericAccount.objects.create(user=supply, reason="Supply", ends=TODAY, answers=head)
    assert kinds(school) == set()
    GenericAccount.objects.update(ends=TODAY - timedelta(days=1))
    assert kinds(school) == {Stray.Kind.GENERIC_ENDED}


def test_a_stray_is_red_since_the_night_it_was_first_seen_until_it_is_gone(school: School) -> None:
    user = somebody(school)
    compare(by=SYSTEM, school=school, now=NOW)
    compare(by=SYSTEM, school=school, now=NOW + timedelta(days=1))
    stray = Stray.objects.get()
    assert (stray.since, stray.gone_at) == (NOW, None)
    a_teacher(school, user=user)
    compare(by=SYSTEM, school=school, now=NOW + timedelta(days=2))
    stray.refresh_from_db()
    assert stray.gone_at == NOW + timedelta(days=2)
    assert [comparison.strays for comparison in Comparison.objects.order_by("at")] == [1, 1, 0]


def test_the_night_does_its_work(school: School, head: User) -> None:
    save_service(by=SYSTEM, school=school, facts=ServiceFacts("Platform", "The office", staff_platform=True))
    assert platform_members(NOW) == "1 members of learning platforms changed."
    assert ask_for_passwords(NOW) == ""
    head.set_password("kettle-orbit-daisy-plum")
    head.save()
    assert ask_for_passwords(NOW + timedelta(days=200)) == "Asked 1 person for a new password."
    assert compare_access(NOW) == "Compared 1 accounts; 0 do not fit."


def test_a_leader_signs_the_review_and_nobody_else_does(school: School, head: User) -> None:
    state = review_state(school, NOW)
    assert state.signed is None
    facts = {"school": school, "accounts": state.accounts, "strays": state.strays, "now": NOW}
    with pytest.raises(NotAllowedError):
        sign_review(by=By(somebody(school, Role.DATA_MANAGER)), **facts)
    with pytest.raises(PermissionError):
        sign_review(by=SYSTEM, **facts)
    sign_review(by=By(head), **facts)
    assert review_state(school, NOW).signed == AccessReview.objects.get()
    later = review_state(school, NOW + timedelta(days=200))
    assert later.signed is None
    assert later.last


def test_the_page_signs_with_what_the_record_said(client: Client, school: School, head: User) -> None:
    somebody(school)
    compare(by=SYSTEM, school=school, now=NOW)
    signed_in(client, head)
    assert client.post(f"{RECORD}review/", {"note": "x"}).status_code == 200, "the box must be ticked"
    client.post(f"{RECORD}review/", {"right": "on", "note": "The office sees to Amy."})
    review = AccessReview.objects.get()
    assert (review.accounts, review.strays, review.note) == (2, 1, "The office sees to Amy.")


def test_the_record_shows_everything_that_somebody_reaches(client: Client, school: School, head: User) -> None:
    user = somebody(school, Role.TEACHER, name="Tess Teacher")
    user.opened_by = head
    user.save()
    a_teacher(school, "Tess Teacher", user=user)
    Cover.objects.create(post=Post.objects.get(holder=head), by=user, first=FIRST_DAY, last=TODAY)
    service = save_service(by=SYSTEM, school=school, facts=ServiceFacts("Times tables", "The office"))
    give_service(by=SYSTEM, service=service, user=user)
    Stray.objects.create(school=school, user=user, kind=Stray.Kind.UNUSED, since=NOW)
    signed_in(client, head)
    page = client.get(f"{RECORD}?q=Tess").content.decode()
    for words in ("Tess Teacher", "Hetty Head", "Teacher (since 1 Sep 2026)", "standing in until", "Times tables"):
        assert words in page
    assert "Account has not been used for a term" in page


def test_the_record_is_filtered_and_taken_away(client: Client, school: School, head: User) -> None:
    stray = somebody(school, name="=Stray")
    compare(by=SYSTEM, school=school, now=NOW)
    signed_in(client, head)
    page = client.get(f"{RECORD}?stray=any").content.decode()
    assert "=Stray" in page
    assert client.get(f"{RECORD}?role=head&stray=any").content.decode().count("=Stray") == 0
    csv = client.get(f"{RECORD}?stray=not-on-roll&format=csv").content.decode()
    assert "'=Stray" in csv
    assert str(stray.username) in csv
    assert "Hetty Head" not in csv


@pytest.mark.parametrize("address", [RECORD, "/schools/oakfield/accounts/", "/schools/oakfield/accounts/advice/"])
def test_lists_ask_as_often_for_three_as_for_thirty(
    client: Client, school: School, head: User, django_assert_max_num_queries: DjangoAssertNumQueries, address: str
) -> None:
    def more(count: int) -> None:
        for _ in range(count):
            user = somebody(school, Role.TEACHER)
            a_teacher(school, user=user)
            service = save_service(by=SYSTEM, school=school, facts=ServiceFacts(f"S{user.pk}", "The office"))
            give_service(by=SYSTEM, service=service, user=user)
            Stray.objects.create(school=school, user=user, kind=Stray.Kind.UNUSED, since=NOW)

    signed_in(client, head)
    more(3)
    client.get(address)
    with django_assert_max_num_queries(24) as few:
        client.get(address)
    more(27)
    with django_assert_max_num_queries(len(few)):
        client.get(address)


def test_what_needs_somebody_is_said(school: School, head: User) -> None:
    assert [need.text for need in review_needed(head, school)] == ["Sign this term's review of who can reach what"]
    a_pupil(school)
    compare(by=SYSTEM, school=school, now=NOW)
    assert [need.text for need in open_accounts(head, school)] == ["Open an account for 1 person"]
    assert [need.text for need in strays(head, school)] == ["See to 1 thing that does not fit in the record of access"]
