"""Pages of schools."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.authorization import has_permission
from belisha.console.access.models import Away, Cover, Post, School, User
from belisha.console.access.permissions import Permission
from belisha.console.access.roles import Role
from belisha.console.access.schools.first import setup_code
from belisha.console.access.settings.actions import change_setting
from belisha.console.access.settings.queries import setting_of
from cast import a_school, everywhere, just_confirmed, somebody

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from django.test import Client

pytestmark = pytest.mark.django_db


def day_of(name: str, day: date) -> dict[str, str]:
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def executive(school: School, client: Client) -> User:
    user = everywhere(school.federation, Role.EXECUTIVE_HEAD)
    client.force_login(user)
    return user


def test_the_page_of_a_school_names_who_to_talk_to(client: Client, school: School) -> None:
    dsl = somebody(school, Role.DSL)
    client.force_login(somebody(school, Role.TEACHER))
    page = client.get(reverse("school", args=[school.code])).content.decode()
    assert dsl.name in page
    assert "Nobody now" in page, "vacancies are not hidden"


def test_somebody_who_looks_for_help_is_told_who_is_away_and_who_stands_in(client: Client, school: School) -> None:
    dsl, deputy, now = somebody(school, Role.DSL), somebody(school, Role.DEPUTY_DSL), timezone.localdate()
    Away.objects.create(user=dsl, first=now, last=now)
    Cover.objects.create(post=Post.objects.get(holder=dsl), by=deputy, first=now, last=now)
    client.force_login(somebody(school, Role.TEACHER))
    page = client.get(reverse("school", args=[school.code])).content.decode()
    assert f"{dsl.name}</strong> (away now)" in page
    assert f"Standing in now: <strong>{deputy.name}" in page


def test_a_school_is_added_and_found(client: Client, school: School, executive: User) -> None:
    client.post(reverse("add-school"), {"name": "Tarnside", "code": "tarnside", "dfe_number": "886/2345"})
    assert School.objects.get(code="tarnside").dfe_number == "8862345"
    page = client.get(reverse("schools"), {"q": "tarn"}).content.decode()
    assert "886/2345" in page
    assert reverse("school", args=["oakfield"]) not in page


def test_the_head_of_the_only_school_is_led_to_appoint_whoever_adds_further_ones(
    client: Client, school: School
) -> None:
    head, chosen = somebody(school, Role.HEAD), somebody(school, name="Marian Hartley")
    client.force_login(head)
    just_confirmed(client)
    way = reverse("appoint", args=[school.code, "executive-head"])
    assert way in client.get(reverse("schools")).content.decode()
    client.post(way, {"holder": chosen.pk, **day_of("first", timezone.localdate())})
    assert Post.objects.get(holder=chosen).school is None
    assert has_permission(chosen, Permission.ADD_SCHOOLS, None)


def test_the_form_of_a_new_school_offers_the_schools_that_have_decided_something(
    client: Client, school: School, executive: User
) -> None:
    assert "Begin with the settings" in client.get(reverse("add-school")).content.decode()
    change_setting(By(None, system="test"), at=school, key="idle-minutes", value=11)
    assert f'value="{school.code}" selected' in client.get(reverse("add-school")).content.decode()
    client.post(reverse("add-school"), {"name": "Tarnside", "code": "tarnside", "like": school.code})
    assert setting_of(School.objects.get(code="tarnside"), "idle-minutes").state.value == 11


def test_a_code_that_is_taken_stands_beside_its_field_and_nothing_typed_is_lost(
    client: Client, school: School, executive: User
) -> None:
    page = client.post(reverse("add-school"), {"name": "Oakfield Two", "code": "oakfield"}).content.decode()
    assert page.count("Another school has this code.") == 2
    assert 'value="Oakfield Two"' in page


def test_details_are_changed(client: Client, school: School) -> None:
    client.force_login(somebody(school, Role.HEAD))
    client.post(reverse("school-change", args=[school.code]), {"name": "Oakfield Primary", "address": "1 Lane\nTown"})
    school.refresh_from_db()
    assert (school.name, school.address) == ("Oakfield Primary", "1 Lane\r\nTown".replace("\r", ""))


def test_somebody_sees_the_schools_where_they_hold_a_post_and_no_other(client: Client, school: School) -> None:
    a_school("st-brigids")
    client.force_login(somebody(school, Role.TEACHER))
    page = client.get(reverse("schools")).content.decode()
    assert "Oakfield" in page
    assert "Brigids" not in page
    client.force_login(somebody(school, kind="pupil"))
    assert "You hold no post at a school" in client.get(reverse("schools")).content.decode()


def test_two_schools_stand_side_by_side(client: Client, school: School, executive: User) -> None:
    a_school("st-brigids")
    dsl = somebody(school, Role.DSL)
    page = client.get(reverse("compare-schools"), {"left": "oakfield", "right": "st-brigids"}).content.decode()
    assert dsl.name in page
    assert "School year" in page


def test_a_school_that_one_may_not_see_is_not_compared(client: Client, school: School) -> None:
    other = a_school("st-brigids")
    secret = somebody(other, Role.DSL)
    client.force_login(somebody(school, Role.HEAD))
    page = client.get(reverse("compare-schools"), {"left": "oakfield", "right": "st-brigids"}).content.decode()
    assert secret.name not in page


@pytest.mark.parametrize("page", ["schools", "compare-schools"])
def test_a_page_costs_the_same_queries_with_three_schools_and_with_thirty(
    client: Client, executive: User, page: str, django_assert_max_num_queries: Callable[..., object]
) -> None:
    a_school("st-brigids")
    asked = {"left": "oakfield", "right": "st-brigids"}
    client.get(reverse(page), asked)
    with django_assert_max_num_queries(100) as few:
        client.get(reverse(page), asked)
    for number in range(30):
        a_school(f"school-{number}")
    with django_assert_max_num_queries(len(few)):
        client.get(reverse(page), asked)


def test_the_first_school_is_entered_in_the_browser_by_whoever_reads_the_code_on_the_machine(client: Client) -> None:
    asked = {"name": "Oakfield Primary", "admin_name": "Ada Hill", "username": "A.Hill", "role": "head"}
    page = reverse("first-school")
    assert page in client.get(reverse("account_login")).content.decode()
    refused = client.post(page, asked | {"setup_code": "AAAA-AAAA-AAAA-AAAA"})
    assert "not the setup code" in refused.content.decode()
    odd = client.post(page, asked | {"setup_code": setup_code(), "username": "a hill", "name": "?!"}).content.decode()
    assert "letters or digits" in odd
    assert "dots and hyphens" in odd
    done = client.post(page, asked | {"setup_code": setup_code().lower().replace("-", " ")}, follow=True)
    assert "new-password" in done.content.decode(), "the next page asks for a password"
    assert User.objects.get().username == "a.hill"
    # from then on nobody comes in by it
    assert "set up already" in client.post(page, asked | {"setup_code": setup_code()}).content.decode()
    assert School.objects.count() == 1
    assert page not in client.get(reverse("account_login")).content.decode()


def test_whoever_came_too_late_for_the_first_link_is_told_how_the_machine_makes_a_new_one(client: Client) -> None:
    asked = {"name": "Oakfield Primary", "admin_name": "Ada Hill", "username": "a.hill", "role": "head"}
    client.post(reverse("first-school"), asked | {"setup_code": setup_code()})
    dead = reverse("account_reset_password_from_key", args=["1", "dead-0123456789abcdef"])
    by_mail = f'href="{reverse("account_reset_password")}"'
    for address in (reverse("first-school"), dead):
        page = client.get(address).content.decode()
        assert "belisha console found" in page
        assert by_mail not in page, "no mail reaches somebody without an address"
    User.objects.update(last_login=timezone.now())
    assert "belisha console found" not in client.get(dead).content.decode()
    assert by_mail in client.get(dead).content.decode()
