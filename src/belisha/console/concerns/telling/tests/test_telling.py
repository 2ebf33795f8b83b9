"""A child tells somebody, and somebody answers."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.roles import Role
from belisha.console.audit.models import Body, Link
from belisha.console.concerns.models import Concern, Entry, Reader, Telling, TellingPractice
from belisha.console.concerns.queries.visible import visible
from belisha.console.concerns.record.actions.joining import merge
from belisha.console.concerns.rules.categories import category_of
from belisha.console.concerns.telling.actions import answer, bring_worry, pass_on, reply, tell
from belisha.console.concerns.telling.queries import by_code, messages_of, to_be_read, trusted
from belisha.console.concerns.telling.rules import CODE, code_of, new_code, picture_for, pictures
from belisha.console.outbox.models import OutboxMail
from cast import a_class, a_pupil, a_school, a_teacher, somebody
from console.visitors import sign_in

if TYPE_CHECKING:
    from django.test import Client

    from belisha.console.access.models import School, User
    from belisha.console.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def dsl(school: School) -> User:
    return somebody(school, Role.DSL, name="Esther Rook")


@pytest.fixture
def teacher(school: School) -> User:
    user = somebody(school, Role.TEACHER, name="Jo Winter")
    a_teacher(school, "Jo Winter", of=a_class(school), user=user)
    return user


@pytest.fixture
def pupil(school: School) -> Person:
    user = somebody(school, kind="pupil", name="Amy Hill", second_factor=False)
    return a_pupil(school, "Amy Hill", in_class=a_class(school), user=user)


def told(
    pupil: Person, *, named: bool = True, chosen: User | None = None, picture: str = "mean"
) -> tuple[Telling, str]:
    return tell(pupil=pupil, picture=picture, words="He took my phone", named=named, for_friend=False, chosen=chosen)


def test_a_child_may_choose_who_teaches_them_and_the_team(pupil: Person, teacher: User, dsl: User) -> None:
    somebody(pupil.school, Role.TEACHER, name="Another Class")
    assert trusted(pupil) == [teacher, dsl]


def test_whoever_is_chosen_reads_it_and_answers(pupil: Person, teacher: User, dsl: User) -> None:
    telling, code = told(pupil, chosen=teacher)
    assert code == ""
    for adult in (teacher, dsl):
        assert list(to_be_read(adult, pupil.school)) == [telling]
    assert [mail.to for mail in OutboxMail.objects.filter(body__contains="chose you")] == [teacher.email]
    answer(by=By(teacher), telling=telling, words="Thank you for telling me.")
    assert [(one.text.split("\n")[-1], one.name) for one in messages_of(telling)] == [
        ("He took my phone", ""),
        ("Thank you for telling me.", "Jo Winter"),
    ]
    assert not to_be_read(dsl, pupil.school).exists()


def test_nobody_else_reads_it(pupil: Person, teacher: User, dsl: User) -> None:
    other = somebody(pupil.school, Role.TEACHER)
    telling, _code = told(pupil, chosen=teacher)
    with pytest.raises(NotAllowedError):
        answer(by=By(other), telling=telling, words="Hello")
    with pytest.raises(ValidationError):
        told(pupil, chosen=other)


def test_one_who_does_not_say_who_they_are_is_kept_nowhere(pupil: Person, teacher: User, dsl: User) -> None:
    before = set(Body.objects.values_list("pk", flat=True))
    telling, code = told(pupil, named=False, chosen=teacher)
    assert CODE.fullmatch(code)
    assert telling.user is None
    assert telling.concern.reported_by is None
    assert not telling.concern.subjects.exists()
    written = Body.objects.exclude(pk__in=before)
    kept = " ".join(str(body.content) for body in written) + " ".join(written.values_list("link__actor", flat=True))
    assert "Amy" not in kept
    assert f"user:{pupil.user_id}" not in kept
    assert by_code(pupil.school, f" {code.lower().replace('-', ' ')} ") == telling
    assert by_code(a_school("ashby"), code) is None


def test_they_talk_both_ways_without_a_name(pupil: Person, dsl: User) -> None:
    telling, code = told(pupil, named=False)
    answer(by=By(dsl), telling=telling, words="Are you safe now?")
    found = by_code(pupil.school, code)
    assert found is not None
    reply(telling=found, words="Yes", user=None)
    assert [one.name for one in messages_of(telling)] == ["", "Esther Rook", ""]
    assert Entry.objects.filter(concern=telling.concern, kind=Entry.Kind.MESSAGE_IN).get().by is None
    assert list(to_be_read(dsl, pupil.school)) == [telling]


def test_what_is_about_a_grown_up_is_the_heads_alone(pupil: Person, teacher: User, dsl: User) -> None:
    head = somebody(pupil.school, Role.HEAD)
    telling, _code = told(pupil, picture="adult", chosen=teacher)
    assert telling.concern.route == Concern.Route.HEAD
    assert not Reader.objects.exists()
    for adult, sees in ((head, True), (dsl, False), (teacher, False)):
        assert visible(By(adult), pupil.school).exists() is sees


def test_a_message_unread_for_an_hour_goes_to_the_team_once(pupil: Person, teacher: User, dsl: User) -> None:
    told(pupil, chosen=teacher)
    now = timezone.now()
    assert pass_on(now) == 0
    assert pass_on(now + timedelta(minutes=61)) == 1
    assert pass_on(now + timedelta(minutes=62)) == 0
    assert [mail.to for mail in OutboxMail.objects.filter(subject__contains="unread")] == [dsl.email]


def test_no_mail_says_who_the_child_is(pupil: Person, teacher: User, dsl: User) -> None:
    telling, _code = told(pupil, chosen=teacher)
    reply(telling=telling, words="Amy again", user=pupil.user)
    pass_on(timezone.now() + timedelta(hours=2))
    text = " ".join(f"{mail.subject} {mail.body}" for mail in OutboxMail.objects.all())
    assert OutboxMail.objects.count() >= 3
    assert not re.search("amy|hill|phone", text, re.IGNORECASE)


def test_a_worry_told_behind_a_blocked_page_comes_once(school: School, dsl: User) -> None:
    said = {
        "happened": ["secret", "friend"],
        "text": "He wants a photo",
        "adult": ["teacher"],
        "address": "http://x.test/",
    }
    first = bring_worry(number="W-234567", school=school, at=timezone.now(), said=said)
    assert first is not None
    assert first.for_friend
    assert first.concern.category == "grooming"
    assert first.concern.context["text"] == "He wants a photo"
    assert bring_worry(number="W-234567", school=school, at=timezone.now(), said=said) is None
    assert by_code(school, "w-234567") == first


def test_a_worry_of_any_shape_is_kept(school: School, dsl: User) -> None:
    said = {"happened": "no list", "text": "", "name": "x" * 500, "address": "y" * 5000}
    found = bring_worry(number="W-765432", school=school, at=timezone.now() + timedelta(days=2), said=said)
    assert found is not None
    assert found.picture == "other"


def test_practice_keeps_a_year_group_and_no_words(client: Client, pupil: Person, dsl: User) -> None:
    client = sign_in(client, pupil.user)
    given = {"picture": "sad", "words": "a secret", "chosen": "team", "named": "yes", "practice": "on"}
    assert client.post(reverse("tell"), given).url == reverse("told")
    assert TellingPractice.objects.get().year == "year-4"
    assert not Concern.objects.exists()
    assert not OutboxMail.objects.exists()


def test_a_child_tells_on_one_page_and_reads_the_answer(client: Client, pupil: Person, dsl: User) -> None:
    client = sign_in(client, pupil.user)
    page = client.post(reverse("tell"), {"words": "He took my phone", "chosen": "team", "named": "yes"})
    assert "Choose a picture." in page.content.decode()
    assert "He took my phone" in page.content.decode(), "nothing typed is lost"
    client.post(reverse("tell"), {"picture": "mean", "words": "He took my phone", "chosen": "team", "named": "yes"})
    telling = Telling.objects.get()
    answer(by=By(dsl), telling=telling, words="Come and see me.")
    assert "A grown-up wrote back to you" in client.get("/").content.decode()
    assert "Come and see me." in client.get(reverse("tell-talk", args=[telling.key])).content.decode()
    assert "A grown-up wrote back to you" not in client.get("/").content.decode()


def test_ten_wrong_codes_close_the_door_for_a_while(client: Client, pupil: Person, dsl: User) -> None:
    _telling, code = told(pupil, named=False)
    client = sign_in(client, pupil.user)
    for _each in range(10):
        client.post(reverse("tell-code"), {"code": new_code()})
    assert client.post(reverse("tell-code"), {"code": code}).status_code == 200


def test_another_child_cannot_open_ones_talk(client: Client, pupil: Person, dsl: User) -> None:
    telling, _code = told(pupil)
    other = a_pupil(pupil.school, user=somebody(pupil.school, kind="pupil"))
    client = sign_in(client, other.user)
    assert client.get(reverse("tell-talk", args=[telling.key])).status_code == 404
    assert client.get(reverse("tell-with-code")).url == reverse("tell-code")


def test_opening_the_concern_is_reading_the_message(client: Client, pupil: Person, dsl: User) -> None:
    telling, _code = told(pupil)
    client = sign_in(client, dsl)
    text = client.get(reverse("concern", args=[pupil.school.code, telling.concern.reference])).content.decode()
    assert "He took my phone" in text
    telling.refresh_from_db()
    assert telling.first_read_at is not None
    assert Link.objects.filter(event="telling.read").exists()


def test_every_picture_has_a_category_and_a_drawing() -> None:
    from django.contrib.staticfiles import finders

    for picture in pictures():
        assert category_of(picture.category)
        assert finders.find(f"concerns/telling/{picture.id}.svg")


@given(st.text())
def test_whatever_is_typed_as_a_code_is_one_or_none(typed: str) -> None:
    assert code_of(typed) == "" or CODE.fullmatch(code_of(typed))


@given(st.sets(st.text()))
def test_whatever_was_ticked_has_a_picture(ticked: set[str]) -> None:
    assert picture_for(ticked) in pictures()


def test_a_code_is_read_as_it_was_given() -> None:
    code = new_code()
    assert code_of(code) == code_of(code.lower()) == code_of(code[2:]) == code


def test_a_talk_goes_on_where_its_concern_was_put(client: Client, pupil: Person, dsl: User) -> None:
    first, _code = told(pupil)
    second, code = told(pupil, named=False)
    answer(by=By(dsl), telling=first, words="I come to you at break.")
    merge(by=By(dsl), concern=second.concern, into=first.concern, reason="The same thing")
    second.refresh_from_db()
    assert second.concern == first.concern
    answer(by=By(dsl), telling=second, words="Thank you, whoever you are.")
    assert [one.text for one in messages_of(first)][-1] == "I come to you at break."
    assert [one.text for one in messages_of(second)][-1] == "Thank you, whoever you are."
    assert len(messages_of(second)) == 2
    found = by_code(pupil.school, code)
    assert found == second
    page = sign_in(client, dsl).get(reverse("concern", args=[pupil.school.code, first.concern.reference]))
    assert page.content.decode().count("Answer the child") == 2
