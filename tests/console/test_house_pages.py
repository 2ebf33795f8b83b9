"""The furniture of every page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.template.loader import get_template
from django.test import Client
from django.urls import reverse

from belisha.console.access.needs import Need, Urgency, Weight
from belisha.console.access.roles import Role
from belisha.console.flows.home import grouped
from cast import a_school, somebody
from concerns_scene import a_scene, told
from console.markup import faults
from console.visitors import sign_in

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["help", "privacy", "accessibility"])
def test_pages_of_the_house_are_open_to_all(client: Client, name: str) -> None:
    assert client.get(reverse(name)).status_code == 200


def test_the_home_names_the_school(client: Client) -> None:
    client.force_login(somebody(a_school(), Role.HEAD))
    page = client.get(reverse("home")).content.decode()
    assert "Oakfield" in page
    assert "Sign out" in page


def test_a_form_that_is_refused_gives_back_what_was_typed_but_no_password() -> None:
    client = Client(enforce_csrf_checks=True)
    sign_in(client, somebody(a_school()))
    page = client.post("/language/", {"what_happened": "He said <b>this</b>", "password": "hunter2"})
    assert page.status_code == 403
    text = page.content.decode()
    assert "He said &lt;b&gt;this&lt;/b&gt;" in text
    assert "hunter2" not in text


def test_nobody_who_is_not_signed_in_is_shown_what_was_sent() -> None:
    page = Client(enforce_csrf_checks=True).post("/language/", {"what_happened": "words"})
    assert page.status_code == 403
    assert "words" not in page.content.decode()


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_pages_of_last_resort_need_neither_request_nor_database(
    name: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert faults(get_template(name).render()) == []


def test_a_fault_of_ours_shows_no_trace(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("belisha.console.flows.home.needs_of", lambda *_given, **_options: 1 / 0)
    client.raise_request_exception = False
    page = sign_in(client, somebody(a_school())).get(reverse("home"))
    assert page.status_code == 500
    text = page.content.decode()
    assert "something went wrong" in text
    assert "ZeroDivision" not in text
    assert "Traceback" not in text


def test_the_home_of_a_pupil_speaks_to_a_child_and_names_who_helps(client: Client) -> None:
    school = a_school()
    somebody(school, Role.DSL, name="Grace Okoro")
    page = sign_in(client, somebody(school, kind="pupil", name="Ava Brown")).get(reverse("home")).content.decode()
    assert "Hello, Ava" in page
    assert "Grace Okoro" in page
    assert "0800 1111" in page


def test_needs_stand_by_urgency_and_empty_groups_are_left_out() -> None:
    needs = [Need("b", "/", Urgency.NOW, "Yew"), Need("c", "/", Urgency.SOMETIME), Need("a", "/", Urgency.NOW, "Ash")]
    assert [(group.kind, [need.text for need in group.needs]) for group in grouped(needs)] == [
        ("now", ["a", "b"]),
        ("sometime", ["c"]),
    ]


def test_the_gravest_stands_first_whichever_app_and_school_it_is_of() -> None:
    texts = ["7 declarations", "a task", "the filter fails", "a child wrote", "2 urgent concerns"]
    weights = [Weight.OTHER, Weight.DUE, Weight.FAILING, Weight.CHILD, Weight.DANGER]
    needs = [
        Need(text, "/", Urgency.NOW, school, weight)
        for school, text, weight in zip("ABCDE", texts, weights, strict=True)
    ]
    (now,) = grouped(needs)
    assert [need.text for need in now.needs] == texts[::-1]


def test_a_child_in_danger_stands_above_what_runs_out(client: Client) -> None:
    scene = a_scene()
    told(scene, danger_now=True)
    page = sign_in(client, scene.dsl).get(reverse("home")).content.decode()
    texts = re.findall(r'bel-need--now"><a[^>]*>([^<]*)', page)
    assert texts[0] == "1 urgent concern waits to be opened"
    assert len(texts) > 1


def test_the_page_that_one_is_at_is_marked_and_no_other(client: Client) -> None:
    page = sign_in(client, somebody(a_school(), Role.HEAD)).get(reverse("posts", args=["oakfield"])).content.decode()
    assert page.count('class="bel-section__link"') > 1
    assert page.count("govuk-service-navigation__item--active") == 1
    assert len(re.findall(r'bel-section__link" href="[^"]+" aria-current', page)) == 1


def safeguarding(page: str) -> tuple[list[str], list[str]]:
    """What of the section stands side by side, and what stands under "More"."""
    (nav,) = re.findall(r'<nav class="bel-section" aria-label="Safeguarding">(.*?)</nav>', page, flags=re.DOTALL)
    often, _more, seldom = nav.partition("<details")
    return tuple(re.findall(r"bel-section__link[^>]*>([^<]*)", part) for part in (often, seldom))  # type: ignore[return-value]  # two parts


def test_who_has_many_pages_of_a_section_sees_seven_and_the_rest_under_more(client: Client) -> None:
    lead = sign_in(client, somebody(a_school(), Role.DSL))
    page = lead.get(reverse("alerts", args=["oakfield"])).content.decode()
    often, seldom = safeguarding(page)
    assert often[:2] == ["Concerns", "Alerts"]
    assert len(often) <= 7
    assert "Patterns" in seldom
    assert '<details class="bel-section__more">' in page
    there = lead.get(reverse("concern-patterns", args=["oakfield"])).content.decode()
    assert '<details class="bel-section__more" open>' in there
    assert re.search(r'bel-section__link" href="[^"]+" aria-current="page">Patterns', there)


def test_who_has_few_pages_of_a_section_sees_them_all(client: Client) -> None:
    teacher = sign_in(client, somebody(a_school(), Role.TEACHER))
    often, seldom = safeguarding(teacher.get(reverse("report-concern", args=["oakfield"])).content.decode())
    assert "Safeguarding contacts" in often
    assert seldom == []


def test_the_home_of_whoever_has_many_pages_folds_them_by_section(client: Client) -> None:
    school = a_school()
    page = sign_in(client, somebody(school, Role.DSL)).get(reverse("home")).content.decode()
    assert page.count('<details class="govuk-details"') > 3
    assert reverse("concern-patterns", args=[school.code]) in page
    few = sign_in(client, somebody(school, kind="staff")).get(reverse("home")).content.decode()
    assert "govuk-details" not in few
