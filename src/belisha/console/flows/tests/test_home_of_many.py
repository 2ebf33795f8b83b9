"""The home of somebody with many schools asks no more for each one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.template import engines
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from belisha.console.access.needs import FEW, Need, Urgency
from belisha.console.access.roles import Role
from belisha.console.flows.home import grouped
from cast import a_federation, a_pupil, a_school, everywhere
from console.visitors import sign_in

if TYPE_CHECKING:
    from django.test import Client

    from belisha.console.access.models import User

pytestmark = pytest.mark.django_db

IN_NO_CLASS = "1 pupil is in no class"


@pytest.fixture
def executive() -> User:
    """The executive head of a federation without schools."""
    return everywhere(a_federation(), Role.EXECUTIVE_HEAD)


def founded(*numbers: int) -> None:
    for number in numbers:
        a_pupil(a_school(f"school-{number}"))


def home_of(client: Client, user: User) -> tuple[str, int]:
    """The page, and how many questions it asked."""
    sign_in(client, user)
    with CaptureQueriesContext(connection) as asked:
        page = client.get(reverse("home")).content.decode()
    return page, len(asked)


def test_of_few_schools_it_tells_everything(client: Client, executive: User) -> None:
    founded(*range(FEW))
    page, _asked = home_of(client, executive)
    assert page.count(IN_NO_CLASS) == FEW
    assert "What else needs somebody" not in page


def test_of_many_schools_it_leads_to_the_page_of_each_and_tells_what_is_asked_of_all_at_once(
    client: Client, executive: User
) -> None:
    founded(*range(FEW + 1))
    page, _asked = home_of(client, executive)
    assert IN_NO_CLASS not in page
    assert page.count("things about posts need somebody") == FEW + 1
    assert all(reverse("school_home", args=[f"school-{number}"]) in page for number in range(FEW + 1))
    assert IN_NO_CLASS in client.get(reverse("school_home", args=["school-0"])).content.decode()


def test_more_schools_are_no_more_questions(client: Client, executive: User) -> None:
    founded(*range(FEW + 1))
    _page, few = home_of(client, executive)
    founded(*range(FEW + 1, 2 * FEW))
    _page, many = home_of(client, executive)
    assert many == few


def test_what_can_wait_is_folded_where_it_is_much_and_what_presses_never() -> None:
    def told(urgency: Urgency) -> str:
        needs = grouped(Need(f"Task {number:02}", "/", urgency) for number in range(12))
        return str(engines["jinja2"].env.get_template("flows/needs.html").module.needs_list(needs, False))

    assert "<details" not in told(Urgency.NOW)
    before, fold, after = told(Urgency.SOON).partition("4 more")
    assert fold
    assert (before.count("Task"), after.count("Task")) == (8, 4)
