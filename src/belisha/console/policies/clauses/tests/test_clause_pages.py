"""The pages of clauses: reading, choosing, and what texts are filled with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from belisha.console.access.acting import By
from belisha.console.access.models import Decision
from belisha.console.access.roles import Role
from belisha.console.access.settings.actions import change_setting
from belisha.console.access.settings.queries import value_of
from cast import a_school, everywhere, somebody

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from belisha.console.access.models import School, User

pytestmark = pytest.mark.django_db
AT = "/schools/oakfield/policies/"


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def head(school: School, client: Client) -> User:
    user = somebody(school, Role.HEAD, name="Clare Moss")
    client.force_login(user)
    return user


@pytest.mark.usefixtures("head")
def test_the_policy_reads_with_names_anchors_contents_and_why_each_sentence_is_there(client: Client) -> None:
    page = client.get(f"{AT}reading/").content.decode()
    assert 'href="#filtering"' in page
    assert 'id="c-no-blame"' in page
    assert "Clare Moss" in page
    assert "Why is 1.1 here?" in page
    assert "/schools/oakfield/duties/concerns.no-blame/" in page
    assert '<strong class="pol-vacant">' in page, "nobody is safeguarding lead yet"
    assert "No version is in force here yet." in page


def test_who_may_not_change_posts_and_settings_reads_names_without_links(client: Client, school: School) -> None:
    client.force_login(somebody(school, Role.TEACHER))
    page = client.get(f"{AT}reading/").content.decode()
    assert "/settings/" not in page
    assert "/change/" not in page
    assert "20 minutes" in page


def test_reading_asks_the_same_at_an_empty_school_and_at_a_full_one(
    client: Client, school: School, head: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(f"{AT}reading/")
    with django_assert_max_num_queries(22):
        client.get(f"{AT}reading/")
    for role in (Role.DSL, Role.DEPUTY_DSL, Role.CHAIR, Role.DPO, Role.NETWORK_MANAGER, Role.GOVERNOR):
        somebody(school, role)
    for key, value in (("idle-minutes", 7), ("staff-phones", "silent"), ("pupil-mail", "closed")):
        change_setting(By(head), at=school, key=key, value=value)
    with django_assert_max_num_queries(22):
        client.get(f"{AT}reading/")
    with django_assert_max_num_queries(22):
        client.get(f"{AT}choices/")


@pytest.mark.usefixtures("head")
def test_a_point_is_changed_in_its_row_and_the_text_beside_it_follows(client: Client, school: School) -> None:
    assert "switched off and put away" in client.get(f"{AT}choices/").content.decode()
    sent = client.post(f"{AT}choices/staff-phones/", {"value": "silent", "reason": "Staff council"})
    assert (sent.status_code, sent.headers["Location"]) == (302, f"{AT}choices/#staff-phones")
    assert value_of(school, "staff-phones") == "silent"
    assert Decision.objects.get(key="staff-phones").reason == "Staff council"
    page = client.get(f"{AT}choices/").content.decode()
    assert "silent and put away" in page
    assert "switched off and put away" not in page


@pytest.mark.usefixtures("head")
def test_what_cannot_be_is_refused_in_its_row_with_what_was_typed(client: Client, school: School) -> None:
    sent = client.post(f"{AT}choices/idle-minutes/", {"value": "900", "reason": "<b>Because</b>"})
    page = sent.content.decode()
    assert sent.status_code == 400
    assert 'value="900"' in page
    assert "&lt;b&gt;Because&lt;/b&gt;" in page
    assert 'href="#idle-minutes_value"' in page, "the summary leads to the field"
    assert value_of(school, "idle-minutes") == 20
    for key, value in (("staff-phones", "loud"), ("stand-ins", ""), ("idle-minutes", "\x00"), ("idle-minutes", "1e9")):
        assert client.post(f"{AT}choices/{key}/", {"value": value}).status_code == 400
    assert client.post(f"{AT}choices/look-purposes/", {"value": "x"}).status_code == 404, "no point of these"
    assert client.get(f"{AT}choices/staff-phones/").status_code == 405


def test_who_may_not_change_sees_every_point_and_no_form(client: Client, school: School) -> None:
    client.force_login(somebody(school, Role.GOVERNOR))
    page = client.get(f"{AT}choices/").content.decode()
    assert page.count('id="staff-phones"') == 1
    assert "staff-phones_value" not in page
    assert client.post(f"{AT}choices/staff-phones/", {"value": "silent"}).status_code == 403


def test_the_federation_chooses_for_all_and_a_locked_point_is_the_same_everywhere(
    client: Client, school: School
) -> None:
    client.force_login(everywhere(school.federation, Role.EXECUTIVE_HEAD))
    assert "/federation/policies/choices/" in client.get(f"{AT}choices/").content.decode()
    sent = client.post("/federation/policies/choices/staff-phones/", {"value": "silent"})
    assert sent.headers["Location"] == "/federation/policies/choices/#staff-phones"
    assert value_of(school, "staff-phones") == "silent"
    change_setting(By(None, system="test"), at=school.federation, key="staff-phones", value="off", locked=True)
    client.force_login(somebody(school, Role.HEAD))
    page = client.get(f"{AT}choices/").content.decode()
    assert "staff-phones_value" not in page
    assert "/federation/policies/" not in page, "a head of one school decides for that one"
    assert client.post(f"{AT}choices/staff-phones/", {"value": "silent"}).status_code == 400
    assert value_of(school, "staff-phones") == "off"


@pytest.mark.usefixtures("head")
def test_words_that_texts_can_be_filled_with_are_found_with_their_answers(client: Client) -> None:
    page = client.get(f"{AT}parameters/", {"q": "idle"}).content.decode()
    assert "{setting:idle-minutes}" in page
    assert "{deputy-dsl}" not in page
    assert "20 minutes" in page
    assert "No word fits." in client.get(f"{AT}parameters/", {"q": "{{7*7}}\x00"}).content.decode()
