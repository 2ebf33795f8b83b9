"""Teachers see to the pupils of their own classes: new passwords, cards, pictures."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError
from pypdf import PdfReader

from belisha.console.access.accounts.queries.youngest import pictures_are_right
from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.models import Card, Session
from belisha.console.access.roles import Role
from belisha.console.flows.accounts.actions import choose_pictures, end_exception, new_pupil_password, print_cards
from cast import a_class, a_teacher, somebody

from .classes import Room, a_child, a_room, signed_in

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db
PICTURES = ["sun", "fish", "kite"]


@pytest.fixture
def room() -> Room:
    return a_room()


def test_a_teacher_gives_a_pupil_of_their_class_a_new_password(room: Room, client: Client) -> None:
    client.force_login(room.child.user)
    first = new_pupil_password(by=By(room.teacher), group=room.group, pupil=room.child, reason="forgotten")
    room.child.user.refresh_from_db()
    assert room.child.user.check_password(first.password)
    assert not room.child.user.check_password("frog-kite-plum")
    assert not room.child.user.must_change_password
    assert not Session.objects.going_on().exists()


def test_a_teacher_of_another_class_does_not(room: Room) -> None:
    other = somebody(room.school, Role.TEACHER)
    a_teacher(room.school, "Other Teacher", of=a_class(room.school, "Birch"), user=other)
    for act in (
        lambda: new_pupil_password(by=By(other), group=room.group, pupil=room.child, reason="x"),
        lambda: print_cards(by=By(other), group=room.group, pupils=[room.child]),
        lambda: choose_pictures(by=By(other), group=room.group, pupil=room.child, chosen=PICTURES),
        lambda: end_exception(by=By(other), group=room.group, pupil=room.child),
    ):
        with pytest.raises(NotAllowedError, match="classes that you teach"):
            act()


def test_who_sees_to_all_accounts_sees_to_every_class(room: Room) -> None:
    manager = somebody(room.school, Role.DATA_MANAGER)
    assert new_pupil_password(by=By(manager), group=room.group, pupil=room.child, reason="x").password


def test_a_pupil_of_another_class_is_out_of_reach(room: Room) -> None:
    elsewhere = a_child(room.school, a_class(room.school, "Birch", "year-1"), "Far Away")
    with pytest.raises(ValidationError, match="Far Away"):
        print_cards(by=By(room.teacher), group=room.group, pupils=[elsewhere])


def test_cards_carry_a_code_for_the_youngest_alone(room: Room) -> None:
    older = a_child(room.school, room.group, "Ola Older", year="year-4")
    made = print_cards(by=By(room.teacher), group=room.group, pupils=[room.child, older])
    assert set(made) == {room.child.user_id}
    again = print_cards(by=By(room.teacher), group=room.group, pupils=[room.child])
    assert again[room.child.user_id].token != made[room.child.user_id].token
    assert Card.objects.filter(revoked_at__isnull=True).count() == 1


def test_pictures_are_for_the_youngest_alone(room: Room) -> None:
    choose_pictures(by=By(room.teacher), group=room.group, pupil=room.child, chosen=PICTURES)
    assert pictures_are_right(room.child.user, PICTURES)
    older = a_child(room.school, room.group, "Ola Older", year="year-4")
    with pytest.raises(ValidationError, match="this year group"):
        choose_pictures(by=By(room.teacher), group=room.group, pupil=older, chosen=PICTURES)
    with pytest.raises(ValidationError, match="three different"):
        choose_pictures(by=By(room.teacher), group=room.group, pupil=room.child, chosen=["sun"])
    end_exception(by=By(room.teacher), group=room.group, pupil=room.child)
    assert not pictures_are_right(room.child.user, PICTURES)


def test_printed_cards_name_the_child_but_no_password(room: Room, client: Client) -> None:
    signed_in(client, room.teacher)
    address = f"/schools/oakfield/class-accounts/{room.group.pk}/cards/"
    paper = client.post(address, {"pupils": [room.child.pk]})
    assert paper.headers["Content-Type"] == "application/pdf"
    assert paper.headers["Cache-Control"] == "no-store"
    reader = PdfReader(BytesIO(paper.content))
    words = reader.pages[0].extract_text()
    assert "Dee Small" in words
    assert str(room.child.user.username) in words
    assert "frog" not in words
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"
    assert b"pdfuaid:part" in reader.trailer["/Root"]["/Metadata"].get_data()


def test_nobody_ticked_prints_nothing(room: Room, client: Client) -> None:
    signed_in(client, room.teacher)
    answer = client.post(f"/schools/oakfield/class-accounts/{room.group.pk}/cards/", {}, follow=True)
    assert "Choose whose cards are printed." in answer.content.decode()
    assert not Card.objects.exists()


def test_a_teacher_sees_their_own_classes_alone(room: Room, client: Client) -> None:
    other = a_class(room.school, "Birch")
    signed_in(client, room.teacher)
    page = client.get("/schools/oakfield/class-accounts/").content.decode()
    assert "Ash" in page
    assert "Birch" not in page
    assert client.get(f"/schools/oakfield/class-accounts/{other.pk}/").status_code == 404


def test_a_teacher_sees_a_new_password_once_and_nobody_else_does(room: Room, client: Client) -> None:
    signed_in(client, room.teacher)
    address = f"/schools/oakfield/class-accounts/{room.group.pk}/pupils/{room.child.pk}/password/"
    answer = client.post(address, {"known": "yes"}, follow=True)
    assert str(room.child.user.username) in answer.content.decode()
    other = signed_in(type(client)(), somebody(room.school, Role.TEACHER))
    assert str(room.child.user.username) not in other.get("/schools/oakfield/first-passwords/").content.decode()


def test_the_page_of_a_class_asks_as_often_for_two_as_for_twelve(
    room: Room, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    signed_in(client, room.teacher)
    address = f"/schools/oakfield/class-accounts/{room.group.pk}/"
    client.get(address)
    with django_assert_max_num_queries(16) as few:
        client.get(address)
    for number in range(10):
        a_child(room.school, room.group, f"Amy Name{number}")
    with django_assert_max_num_queries(len(few)):
        client.get(address)
