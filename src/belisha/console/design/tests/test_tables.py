"""Lists: searching, choosing, sorting, leafing, and what a spreadsheet gets."""

from __future__ import annotations

import csv
import re
from datetime import date
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from django.template import engines
from django.test import RequestFactory

from belisha.console.access.models import School
from belisha.console.design.tables import Choice, Column, Listing, Table
from cast import a_federation, a_school

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

SCHOOLS = Table(
    "schools",
    (
        Column("name", "Name", lambda school: school.name, ("name",), link=lambda school: f"/{school.code}/"),
        Column("opened", "Opened", lambda _school: date(2026, 9, 4)),
        Column("code", "Code", lambda school: school.code, ("code",)),
    ),
    search=("name", "code"),
    choices=(Choice("group", "Group", [("acorn", "Acorn"), ("birch", "Birch")], "name__icontains"),),
    size=10,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def many() -> None:
    federation = a_federation()
    for number in range(25):
        a_school(f"{'acorn' if number % 2 else 'birch'}-{number:02}", federation)


def asked(query: str = "") -> Listing:
    return Listing(SCHOOLS, School.objects.all(), RequestFactory().get(f"/list/?{query}"))


def codes(listing: Listing) -> list[str]:
    return [school.code for school in listing.rows]


@pytest.mark.usefixtures("many")
def test_every_word_must_be_found_somewhere() -> None:
    assert codes(asked("q=acorn+07")) == ["acorn-07"]
    assert codes(asked("q=acorn+08")) == []


@pytest.mark.usefixtures("many")
def test_a_choice_narrows_and_one_that_does_not_exist_is_left_out() -> None:
    assert asked("group=birch").page.paginator.count == 13
    assert asked("group=oak").page.paginator.count == 25


@pytest.mark.usefixtures("many")
def test_a_list_turns_round_when_its_heading_is_pressed_again() -> None:
    listing = asked("sort=code&q=acorn&page=2")
    assert listing.sort_link(SCHOOLS.columns[2]) == "/list/?q=acorn&sort=-code"
    assert codes(asked("sort=-code"))[0] == "birch-24"
    assert listing.direction(SCHOOLS.columns[2]) == "ascending"


@pytest.mark.usefixtures("many")
def test_a_column_that_cannot_be_sorted_is_not() -> None:
    assert asked("sort=opened").sort == ""
    assert asked("sort=password").sort == ""


@pytest.mark.usefixtures("many")
def test_a_page_that_does_not_exist_shows_the_nearest() -> None:
    assert asked("page=99").page.number == 3
    assert asked("page=x").page.number == 1
    assert asked("page=2").summary == "11 to 20 of 25"


@pytest.mark.usefixtures("many")
def test_pages_that_are_left_out_are_a_mark_and_no_link() -> None:
    listing = Listing(SCHOOLS._replace(size=2), School.objects.all(), RequestFactory().get("/list/"))
    environment = engines["jinja2"].env
    shown = environment.from_string('{% from "design/macros/lists.html" import pages %}{{ pages(listing) }}').render(
        listing=listing
    )
    assert "govuk-pagination__item--ellipsis" in shown
    assert sorted(set(re.findall(r"page=([^\"&]*)", shown))) == ["1", "13", "2"]


@pytest.mark.usefixtures("many")
def test_the_spreadsheet_holds_every_row_that_fits_and_no_other() -> None:
    response = asked("group=acorn&sort=-code").as_csv()
    rows = list(csv.reader(StringIO(response.content.decode("utf-8-sig"))))
    assert rows[0] == ["Name", "Opened", "Code"]
    assert rows[1] == ["Acorn 23", "2026-09-04", "acorn-23"]
    assert len(rows) == 13
    assert response.headers["Content-Disposition"].startswith('attachment; filename="schools-')


def test_a_name_that_is_a_formula_is_words_in_a_spreadsheet() -> None:
    School.objects.create(federation=a_federation(), code="trick", name="=HYPERLINK(evil)")
    assert "'=HYPERLINK(evil)" in asked().as_csv().content.decode()


@pytest.mark.usefixtures("many")
def test_a_page_of_a_list_costs_two_questions_whatever_its_size(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for query in ("page=1", "q=acorn&group=acorn&sort=code"):
        with django_assert_num_queries(2):
            listing = asked(query)
            assert listing.rows
            assert listing.summary
            assert listing.page_numbers
