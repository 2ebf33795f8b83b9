"""A tablet and a link answer as fast as a class needs, and no faster."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from agreements_scene import issued
from belisha.console.access.acting import By
from belisha.console.access.roles import Role
from belisha.console.agreements.signing import pacing
from belisha.console.agreements.signing.actions.sittings import open_desk
from belisha.console.agreements.signing.views import sitting
from cast import a_parent, a_pupil, a_school, somebody
from console.visitors import sign_in, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def test_who_tries_many_addresses_or_asks_for_very_many_pages_waits(client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(pacing, "MOST_MISSES", 3)
    address = reverse("sign-class", args=["0" * 32])
    assert [client.get(address).status_code for _each in range(5)] == [404, 404, 404, 429, 429]
    school = a_school()
    desk = open_desk(by=By(somebody(school, Role.OFFICE)), school=school)
    monkeypatch.setattr(pacing, "MOST_PAGES", 2)
    page = reverse("sign-desk", args=[desk.token])
    assert [client.get(page).status_code for _each in range(3)] == [200, 200, 429]


def test_a_desk_takes_no_flood_of_visitors(client: Client, monkeypatch: Any) -> None:
    school = a_school()
    issued(school, "visitor")
    desk = open_desk(by=By(somebody(school, Role.OFFICE)), school=school)
    monkeypatch.setattr(sitting, "MOST_VISITORS", 1)
    page = reverse("sign-desk", args=[desk.token])
    given = {"name": "Vic Ash", "organisation": "Books", "reason": "Reads"}
    first = client.post(page, given)
    assert first.status_code in {200, 302}
    assert "go to the office" in words_of(client.post(page, given | {"name": "Wes Oak"}))


def test_a_parent_with_one_account_at_two_schools_says_no_at_the_second(client: Client) -> None:
    one = a_school()
    two = a_school("st-brigids", one.federation)
    mother = a_parent(one, of=a_pupil(one))
    child = a_pupil(two)
    there = a_parent(two, of=child)
    mother.user.username, mother.user.opened_at = "mother", timezone.now()
    mother.user.save()
    there.user.joined_to = mother.user
    there.user.save(update_fields=["joined_to"])
    agreement = issued(two, "parent")
    sign_in(client, mother.user)
    assert agreement.pk
    assert child.name in words_of(client.get(reverse("my-agreements")))
    address = reverse("my-agreement-decline-for", args=[agreement.pk, child.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": "I do not agree"}).status_code == 302
    assert there.declines.count() == 1
