"""The youngest sign in with pictures or a card: inside the school only, and with few guesses."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.utils import timezone

from belisha.console.access.accounts.actions.closing import close_account
from belisha.console.access.accounts.tests.making import decide, events
from belisha.console.access.acting import By
from belisha.console.access.models import Session
from belisha.console.access.sign_in.rules import GUESSES
from belisha.console.audit.models import Body, Link
from belisha.console.flows.accounts.actions import choose_pictures, print_cards

from .classes import AT_HOME, AT_SCHOOL, Room, a_room

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

pytestmark = pytest.mark.django_db
PICTURES = ["sun", "fish", "kite"]
START = "/schools/oakfield/class-sign-in/"
SHOWN = f"{START}card/"


@pytest.fixture
def room() -> Room:
    room = a_room()
    choose_pictures(by=By(room.teacher), group=room.group, pupil=room.child, chosen=PICTURES)
    return room


def names(room: Room) -> str:
    return f"{START}{room.group.pk}/"


def pressed(client: Client, room: Room, pictures: list[str]) -> HttpResponse:
    """The answer after pictures were pressed one after the other."""
    chosen: list[str] = []
    for picture in pictures:
        answer = client.post(
            f"{names(room)}{room.child.pk}/", {"chosen": "-".join(chosen), "picture": picture}, **AT_SCHOOL
        )
        chosen.append(picture)
    return answer


def is_in(room: Room) -> bool:
    return Session.objects.going_on().filter(user=room.child.user).exists()


def a_card(room: Room) -> str:
    made = print_cards(by=By(room.teacher), group=room.group, pupils=[room.child])
    return f"{START}card/{made[room.child.user_id].token}/"


def test_a_child_finds_class_and_name_and_presses_three_pictures(room: Room, client: Client) -> None:
    assert "Ash" in client.get(START, **AT_SCHOOL).content.decode()
    page = client.get(names(room), **AT_SCHOOL).content.decode()
    assert "Dee S" in page
    assert "Small" not in page
    assert pressed(client, room, PICTURES).headers["Location"] == "/"
    assert Session.objects.going_on().get(user=room.child.user).way == "pictures"
    assert "sign-in.signed-in" in events()


@pytest.mark.parametrize(
    "pictures", [["sun", "kite", "fish"], ["sun", "sun", "fish", "kite", "cup"], ["cup", "fish", "kite"]]
)
def test_other_pictures_let_nobody_in(room: Room, client: Client, pictures: list[str]) -> None:
    pressed(client, room, pictures[:3])
    assert not is_in(room)


def test_wrong_pictures_are_said_kindly_and_none_are_left_pressed(room: Room, client: Client) -> None:
    page = pressed(client, room, ["cup", "fish", "kite"]).content.decode()
    assert "Those were not your pictures. Try again." in page
    assert "Press your first picture." in page


def test_after_ten_wrong_tries_even_the_right_pictures_wait(room: Room, client: Client) -> None:
    for _ in range(GUESSES):
        pressed(client, room, ["cup", "fish", "kite"])
    page = pressed(client, room, PICTURES).content.decode()
    assert "Ask your teacher" in page
    assert not is_in(room)


def test_outside_the_school_the_door_is_shut(room: Room, client: Client) -> None:
    card = a_card(room)
    for address in (START, names(room), f"{names(room)}{room.child.pk}/", card):
        page = client.get(address, follow=True, **AT_HOME).content.decode()
        page = page[page.index("<main") : page.index("</main>")]  # a key elsewhere may spell a name
        assert "This door is shut" in page
        assert "Ash" not in page
        assert "Dee" not in page
    client.post(SHOWN, **AT_HOME)
    assert not is_in(room)


@pytest.mark.parametrize(("key", "value"), [("young-sign-in-until", "none"), ("addresses-inside", "")])
def test_the_door_is_shut_until_the_school_opens_it(room: Room, client: Client, key: str, value: str) -> None:
    decide(room.school, key, value)
    assert "This door is shut" in client.get(START, **AT_SCHOOL).content.decode()


def test_a_school_that_there_is_not_looks_the_same_as_a_shut_one(client: Client) -> None:
    page = client.get("/schools/nowhere/class-sign-in/", **AT_SCHOOL)
    assert page.status_code == 200
    assert "This door is shut" in page.content.decode()


def shown(client: Client, card: str) -> str:
    """The page after a card was shown to a camera."""
    return client.get(card, follow=True, **AT_SCHOOL).content.decode()


def test_a_card_says_hello_and_lets_in_at_a_press(room: Room, client: Client) -> None:
    assert "Hello Dee Small!" in shown(client, a_card(room))
    assert not is_in(room), "an address that is looked at lets nobody in"
    assert client.post(SHOWN, **AT_SCHOOL).headers["Location"] == "/"
    assert Session.objects.going_on().get(user=room.child.user).way == "card"


def test_what_is_on_a_card_stays_in_no_address_no_session_and_no_record(room: Room, client: Client) -> None:
    card = a_card(room)
    token = card.rstrip("/").rpartition("/")[2]
    answer = client.get(card, **AT_SCHOOL)
    assert answer.headers["Location"] == SHOWN
    assert token not in str(dict(client.session))
    client.post(SHOWN, **AT_SCHOOL)
    assert is_in(room)
    assert token not in str([body.content for body in Body.objects.all()])


def test_a_card_that_was_shown_a_while_ago_is_shown_again(room: Room, client: Client) -> None:
    card = a_card(room)
    shown(client, card)
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        assert "This card does not work" in client.post(SHOWN, **AT_SCHOOL).content.decode()
    assert not is_in(room)


def test_a_reader_types_the_whole_code(room: Room, client: Client) -> None:
    card = a_card(room)
    answer = client.post(START, {"card": f"http://testserver{card}"}, follow=True, **AT_SCHOOL)
    assert answer.redirect_chain[-1][0] == SHOWN
    assert "Hello Dee Small!" in answer.content.decode()


def test_a_card_that_does_not_work_is_on_the_schools_record(room: Room, client: Client) -> None:
    shown(client, f"{START}card/of-nobody/")
    link = Link.objects.get(event="sign-in.unknown")
    assert (link.chain, link.body.content["reason"]) == (room.school.chain, "a card that does not work")


def test_an_old_card_works_no_longer(room: Room, client: Client) -> None:
    old = a_card(room)
    a_card(room)
    assert "This card does not work" in shown(client, old)
    assert not is_in(room)


def test_cards_cannot_be_guessed_at(room: Room, client: Client) -> None:
    card = a_card(room)
    for number in range(GUESSES):
        shown(client, f"{START}card/guess-{number}/")
    assert "That was tried too often" in shown(client, card)
    assert not is_in(room)
    # at the next desk a card works: one device with a heap of old cards shuts out no class
    assert "Hello Dee Small!" in client.get(card, follow=True, REMOTE_ADDR="10.20.1.8").content.decode()


def test_a_child_who_has_left_gets_in_by_nothing(room: Room, client: Client) -> None:
    card = a_card(room)
    close_account(by=By(None), user=room.child.user, school=room.school, reason="left")
    assert "This card does not work" in shown(client, card)
    assert client.get(f"{names(room)}{room.child.pk}/", **AT_SCHOOL).status_code == 404


def test_a_child_who_has_moved_up_signs_in_with_a_password(room: Room, client: Client) -> None:
    card = a_card(room)
    room.child.year = "year-2"
    room.child.save()
    assert client.get(names(room), **AT_SCHOOL).status_code == 404
    shown(client, card)
    client.post(SHOWN, **AT_SCHOOL)
    assert not is_in(room)


def test_a_school_without_pictures_asks_for_cards_alone(client: Client) -> None:
    a_room(way="card")
    page = client.get(START, **AT_SCHOOL).content.decode()
    assert "Do you have a card?" in page
    assert "Which class" not in page
