"""The door of the parents' pages: a stranger learns nothing, a link opens once, and nobody sees another's child."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.models import User
from belisha.console.access.roles import Role
from belisha.console.agreements.consents.tests.scene import Family, a_family, says
from belisha.console.agreements.home.actions.entering import come_in, forget_links, invite, send_links
from belisha.console.agreements.home.rules import ASKED_AN_HOUR
from belisha.console.agreements.models import ConsentAnswer, HomeLink
from belisha.console.outbox.models import OutboxMail
from belisha.console.people.models import Relationship
from cast import a_parent, a_pupil, a_school, somebody
from console.visitors import sign_in, words_of

if TYPE_CHECKING:
    from belisha.console.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def family() -> Family:
    family = a_family()
    with_address(family.mother, "meg@home.example")
    with_address(family.father, "ron@home.example")
    return family


def with_address(person: Person, email: str) -> None:
    person.email = email
    person.save()


def link_in(mail: OutboxMail) -> str:
    return mail.body.partition("/family/in/")[2].split("/")[0]


def visitor(person: Person) -> Client:
    """Somebody who has come by a link."""
    send_links.call(person.email, "en-gb")
    client = Client()
    answer = client.post(reverse("family-in", args=[link_in(OutboxMail.objects.latest("pk"))]))
    assert answer.headers["Location"] == "/family/"
    return client


def test_a_link_opens_once_by_its_button_and_shows_ones_own_family(family: Family) -> None:
    send_links.call("MEG@home.example", "en-gb")
    mail = OutboxMail.objects.get()
    assert mail.secret
    assert "Ada" not in mail.body + mail.subject, "mail names no child"
    address = reverse("family-in", args=[link_in(mail)])
    client = Client()
    for _look in range(2):
        assert "Come in" in words_of(client.get(address)), "looking at it does not use it up"
    client.post(address)
    assert "Ada Bell" in words_of(client.get("/family/"))
    again = Client().post(address)
    assert again.status_code == 400
    assert "opens no more" in words_of(again)
    cookie = client.cookies["belisha_family"]
    assert cookie["httponly"]
    assert cookie["path"] == "/family/"


def test_a_link_dies_with_time_and_a_visit_ends(family: Family) -> None:
    send_links.call("meg@home.example", "en-gb")
    token = link_in(OutboxMail.objects.get())
    HomeLink.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert come_in(token=token, address="") is None
    HomeLink.objects.all().delete()
    client = visitor(family.mother)
    assert "Ada Bell" in words_of(client.get("/family/"))
    HomeLink.objects.update(visit_until=timezone.now())
    assert "Ada" not in words_of(client.get("/family/"))
    assert forget_links(timezone.now() + timedelta(days=400)) == 1


def test_going_out_ends_the_visit_for_whoever_kept_the_cookie(family: Family) -> None:
    client = visitor(family.mother)
    kept = client.cookies["belisha_family"].value
    client.post(reverse("family-out"))
    thief = Client()
    thief.cookies["belisha_family"] = kept
    assert "Ada" not in words_of(thief.get("/family/"))


def test_a_stranger_is_answered_alike_whether_an_address_is_known_or_not(family: Family) -> None:
    answers = [
        Client().post("/family/", {"email": email}, follow=True) for email in ("meg@home.example", "who@home.example")
    ]
    texts = [re.sub(r'value="[^"]{64}"', "", words_of(answer)) for answer in answers]  # without the forms' tokens
    assert texts[0] == texts[1]
    assert not OutboxMail.objects.exists(), "who has an address is found out later, by the worker"
    send_links.call("who@home.example", "en-gb")
    send_links.call("", "en-gb")
    assert not OutboxMail.objects.exists()
    assert Client().get(reverse("family-child", args=[family.child.pk])).headers["Location"] == "/family/"
    assert Client().get(reverse("family-child", args=[999_999])).headers["Location"] == "/family/"


def test_too_many_links_from_one_place_or_to_one_person_are_refused(family: Family) -> None:
    client = Client()
    for _ask in range(ASKED_AN_HOUR):
        assert client.post("/family/", {"email": "who@home.example"}).status_code == 302
    assert "Too many links" in words_of(client.post("/family/", {"email": "who@home.example"}))
    for _ask in range(6):
        send_links.call("meg@home.example", "en-gb")
    assert OutboxMail.objects.count() == 3


def test_whoever_a_court_keeps_away_gets_no_link_and_sees_nothing(family: Family) -> None:
    client = visitor(family.father)
    Relationship.objects.filter(adult=family.father).update(no_contact=True)
    assert "Ada" not in words_of(client.get("/family/"))
    assert client.get(reverse("family-child", args=[family.child.pk])).headers["Location"] == "/family/"
    OutboxMail.objects.all().delete()
    send_links.call("ron@home.example", "en-gb")
    assert not OutboxMail.objects.exists()


PAGES = ("family-child", "family-consents", "family-together", "family-home-school", "family-use")


def test_nobody_sees_the_child_of_another_family(family: Family) -> None:
    other = a_pupil(family.school, "Cleo Ash")
    with_address(a_parent(family.school, "Una Ash", of=other), "una@home.example")
    client = visitor(family.mother)
    for name in PAGES:
        assert client.get(reverse(name, args=[other.pk])).status_code == 404
    for address in (
        reverse("family-no", args=[other.pk, "website"]),
        reverse("family-talked", args=[other.pk]),
        reverse("family-consents", args=[other.pk]),
    ):
        assert client.post(address, {"website": "yes"}).status_code == 404
    assert not ConsentAnswer.objects.exists()


def test_separated_parents_do_not_learn_of_each_other(family: Family) -> None:
    says(family.father, family.child, "website", yes=False, until=None)
    client = visitor(family.mother)
    for name in ("family-child", "family-consents"):
        text = words_of(client.get(reverse(name, args=[family.child.pk])))
        assert "Ron" not in text
        assert "ron@home.example" not in text


def test_an_adult_without_responsibility_reads_and_answers_nothing(family: Family) -> None:
    grandmother = a_parent(
        family.school, "Una Bell", of=family.child, kind="grandparent", parental_responsibility=False
    )
    with_address(grandmother, "una@home.example")
    client = visitor(grandmother)
    assert "Only people with parental responsibility" in words_of(
        client.get(reverse("family-child", args=[family.child.pk]))
    )
    for name in ("family-consents", "family-home-school", "family-use"):
        assert client.get(reverse(name, args=[family.child.pk])).status_code == 404


def test_two_who_share_an_address_get_a_link_each(family: Family) -> None:
    with_address(family.father, "meg@home.example")
    send_links.call("meg@home.example", "en-gb")
    assert {mail.body.split(",")[0] for mail in OutboxMail.objects.all()} == {"Hello Meg Bell", "Hello Ron Hill"}


def test_an_account_serves_as_well_and_staff_see_their_own_children_alone(family: Family) -> None:
    User.objects.filter(pk=family.mother.user_id).update(opened_at=timezone.now())
    client = sign_in(Client(), User.objects.get(pk=family.mother.user_id))
    assert "Ada Bell" in words_of(client.get("/family/"))
    head = sign_in(Client(), somebody(family.school, Role.HEAD))
    assert "Ada Bell" not in words_of(head.get("/family/"))
    pupil = sign_in(Client(), a_pupil(family.school, user=somebody(family.school, kind="pupil")).user)
    assert pupil.get(reverse("family-child", args=[family.child.pk])).headers["Location"] == "/family/"


def test_the_school_sends_links_to_those_who_have_said_nothing(family: Family) -> None:
    says(family.father, family.child, "website", yes=False)
    client = sign_in(Client(), family.office)
    address = reverse("parents-invite", args=[family.school.code])
    assert client.post(address).status_code == 302
    assert [mail.to for mail in OutboxMail.objects.all()] == ["meg@home.example"]
    client.post(address)
    assert OutboxMail.objects.count() == 1, "nobody gets two in a day"
    stranger = a_parent(a_school("st-brigids"))
    assert invite(by=By(family.office), school=family.school, people=[stranger]) == 0
