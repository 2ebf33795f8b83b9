"""Accounts of a class, a year or all new people are looked at first and then opened."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.models import GateWaiver, Session, User
from belisha.console.access.roles import Role
from belisha.console.flows.opening import EVERYBODY, choices_of, open_proposed, proposals, waiting
from cast import a_class, a_parent, a_person, a_pupil, a_school, somebody

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from belisha.console.access.models import School

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def school() -> School:
    """A school that opens accounts of pupils without signed agreements."""
    school = a_school()
    GateWaiver.objects.create(school=school, gate="agreement", kind="pupil", reason="Paper", since=timezone.now())
    return school


@pytest.fixture
def manager(school: School) -> User:
    return somebody(school, Role.DATA_MANAGER)


def names(school: School, who: str) -> list[str]:
    return [proposal.username for proposal in proposals(school, who, TODAY)]


def test_a_class_is_proposed_with_names_that_do_not_clash(school: School) -> None:
    group = a_class(school)
    for name in ("Amy Hill", "Anna Hill", "Zoë O'Brien"):
        a_pupil(school, name, in_class=group)
    a_pupil(school, "Not Here")
    assert names(school, f"class:{group.pk}") == ["ahill26", "ahill262", "zobrien26"]


def test_who_has_an_account_or_has_left_is_not_proposed(school: School) -> None:
    a_pupil(school, "Has One", user=somebody(school, kind="pupil"))
    a_pupil(school, "Has Left", left=TODAY - timedelta(days=1))
    a_pupil(school, "Joins Soon", joined=TODAY + timedelta(days=9))
    assert [person.name for person in waiting(school, EVERYBODY, TODAY)] == ["Joins Soon"]


@pytest.mark.parametrize("who", ["class:x", "kind", "rubbish", "class:999999", "person:x", ""])
def test_a_choice_that_there_is_not_is_nobody(school: School, who: str) -> None:
    a_pupil(school)
    assert proposals(school, who, TODAY) == []


def test_every_choice_on_offer_can_be_made(school: School) -> None:
    pupil = a_pupil(school, in_class=a_class(school))
    a_parent(school, of=pupil)
    found = {who: len(names(school, who)) for who, _words in choices_of(school)}
    assert found[EVERYBODY] == 2
    assert found["kind:parent"] == found["kind:pupil"] == found["year:year-4"] == 1


def test_year_groups_that_the_school_lacks_are_not_offered(school: School) -> None:
    a_pupil(school, in_class=a_class(school))
    offered = [who for who, _words in choices_of(school) if who.startswith("year:")]
    assert offered == ["year:year-4"]


def test_what_stands_against_an_account_is_shown(school: School) -> None:
    a_person(school, "staff", "Tess New")
    (proposal,) = proposals(school, "kind:staff", TODAY)
    assert not proposal.can_open
    assert len(proposal.reasons) == 2, "no agreement, no enhanced DBS"


def test_the_youngest_get_words_that_they_can_read(school: School) -> None:
    group = a_class(school, "1 Ash", "year-1")
    child = a_pupil(school, "Dee Small", in_class=group)
    (first,) = open_proposed(
        by=By(None), school=school, who=f"class:{group.pk}", names={child.user_id: "dee"}, today=TODAY
    )
    assert all(len(word) <= 5 for word in first.password.split("-"))
    assert len(first.password.split("-")) == 3


def test_only_those_who_may_open_accounts(school: School) -> None:
    child = a_pupil(school)
    with pytest.raises(NotAllowedError):
        open_proposed(
            by=By(somebody(school, Role.TEACHER)), school=school, who="new", names={child.user_id: "dee"}, today=TODAY
        )


def test_one_that_cannot_be_opened_leaves_all_shut(school: School) -> None:
    good, bad = a_pupil(school, "Good One"), a_pupil(school, "Bad One")
    with pytest.raises(ValidationError, match="Bad One"):
        open_proposed(
            by=By(None), school=school, who="new", names={good.user_id: "good", bad.user_id: "B A D"}, today=TODAY
        )
    assert not User.objects.filter(username="good").exists()


def test_a_preview_asks_as_often_for_three_as_for_thirty(
    school: School, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(3):
        a_pupil(school, f"Amy Name{number}")
    with django_assert_num_queries(5):
        assert len(names(school, "kind:pupil")) == 3
    for number in range(30):
        a_pupil(school, f"Ben Name{number}")
    with django_assert_num_queries(5):
        assert len(names(school, "kind:pupil")) == 33


def test_the_page_opens_what_is_ticked_and_shows_passwords_once(client: Client, school: School, manager: User) -> None:
    amy, ben = a_pupil(school, "Amy Hill"), a_pupil(school, "Ben Lake")
    signed_in(client, manager)
    page = "/schools/oakfield/accounts/open/?who=kind:pupil"
    assert b"ahill26" in client.get(page).content
    typed = {f"open-{amy.user_id}": "on", f"name-{amy.user_id}": "ahill26", f"name-{ben.user_id}": "b"}
    answer = client.post(page, typed, follow=True)
    amy.user.refresh_from_db()
    ben.user.refresh_from_db()
    assert amy.user.is_active
    assert not ben.user.is_active
    words = answer.content.decode()
    assert "ahill26" in words
    assert "Ben Lake" not in words
    assert client.get("/schools/oakfield/first-passwords/slips.pdf").headers["Content-Type"] == "application/pdf"
    client.post("/schools/oakfield/first-passwords/done/")
    assert b"ahill26" not in client.get("/schools/oakfield/first-passwords/").content


def test_what_was_typed_stays_when_a_name_is_taken(client: Client, school: School, manager: User) -> None:
    amy = a_pupil(school, "Amy Hill")
    signed_in(client, manager)
    typed = {f"open-{amy.user_id}": "on", f"name-{amy.user_id}": manager.username}
    answer = client.post("/schools/oakfield/accounts/open/?who=kind:pupil", typed).content.decode()
    assert f'value="{manager.username}"' in answer
    assert "is taken" in answer
    assert "There is a problem" in answer


def test_nobody_ticked_is_said(client: Client, school: School, manager: User) -> None:
    a_pupil(school, "Amy Hill")
    signed_in(client, manager)
    answer = client.post("/schools/oakfield/accounts/open/?who=kind:pupil", {"x": "y"}).content.decode()
    assert "Choose whose account is to be opened." in answer


def signed_in(client: Client, user: User) -> None:
    client.force_login(user)
    Session.objects.filter(user=user).update(needs_factor=False, confirmed_at=timezone.now())
