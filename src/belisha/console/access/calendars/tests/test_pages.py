"""Pages of the school year."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from belisha.console.access.calendars.queries import planned_year
from belisha.console.access.calendars.years import Year
from belisha.console.access.roles import Role
from cast import a_school, somebody

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpResponse
    from django.test import Client

    from belisha.console.access.models import School

YEAR = Year(2026)


@pytest.fixture
def school(db: None, client: Client) -> School:
    school = a_school()
    client.force_login(somebody(school, Role.HEAD))
    return school


def rows(*given: Mapping[str, str], **more: object) -> dict[str, object]:
    sent: dict[str, object] = {"row-TOTAL_FORMS": len(given), "row-INITIAL_FORMS": 0}
    for number, row in enumerate(given):
        sent |= {f"row-{number}-{name}": value for name, value in row.items()}
    return sent | more


def post(client: Client, school: School, part: str, sent: Mapping[str, object]) -> HttpResponse:
    return client.post(reverse("calendar-part", args=[school.code, YEAR, part]), sent)


AUTUMN = {"name": "Autumn term", "first": "2026-09-01", "last": "2026-12-18"}
EMPTY = {"name": "", "first": "", "last": ""}


def test_terms_are_entered_and_empty_rows_left_out(client: Client, school: School) -> None:
    assert post(client, school, "terms", rows(AUTUMN, EMPTY)).status_code == 302
    (term,) = planned_year(school, YEAR).year.terms
    assert (term.name, term.first, term.last) == ("Autumn term", date(2026, 9, 1), date(2026, 12, 18))
    page = client.get(reverse("calendar-year", args=[school.code, YEAR])).content.decode()
    assert "Autumn term: 1 September 2026" in page
    assert "September 2026</caption>" in page


def test_a_day_may_be_typed_as_people_write_it(client: Client, school: School) -> None:
    post(client, school, "terms", rows(AUTUMN | {"first": "7/9/2026"}))
    assert planned_year(school, YEAR).year.terms[0].first == date(2026, 9, 7)


def test_a_row_half_filled_is_refused_beside_the_empty_field(client: Client, school: School) -> None:
    page = post(client, school, "terms", rows(AUTUMN | {"last": ""})).content.decode()
    assert "Fill this in, or clear the whole row" in page
    assert 'value="Autumn term"' in page
    assert planned_year(school, YEAR).year.terms == ()


def test_terms_that_overlap_are_refused_in_words_and_nothing_typed_is_lost(client: Client, school: School) -> None:
    page = post(
        client, school, "terms", rows(AUTUMN, {"name": "Spring term", "first": "2026-12-01", "last": "2027-03-25"})
    ).content.decode()
    assert "Spring term begins on 1 December 2026, before Autumn term is over." in page
    assert 'value="2027-03-25"' in page


def test_more_rows_keep_what_was_typed_and_complain_of_nothing(client: Client, school: School) -> None:
    page = post(client, school, "terms", rows({"name": "Autumn"}, EMPTY, more="1")).content.decode()
    assert 'value="Autumn"' in page
    assert "There is a problem" not in page
    assert page.count('-name"') > 2


def test_lessons_and_breaks_are_entered_without_a_gap(client: Client, school: School) -> None:
    morning = {"name": "Morning", "kind": "lesson", "begins": "09:00", "ends": "10:30"}
    week = ["monday", "tuesday"]
    late = {"name": "Break", "kind": "break", "begins": "10:35", "ends": "10:45"}
    page = post(client, school, "times", rows(morning, late, week=week)).content.decode()
    assert "Between 10:30 and 10:35 there is neither a lesson nor a break" in page
    post(client, school, "times", rows(morning, late | {"begins": "10:30"}, week=week))
    times = planned_year(school, YEAR).year.times
    assert (times.week, len(times.lessons), len(times.breaks)) == (("monday", "tuesday"), 1, 1)


def test_a_part_goes_back_to_the_federations(client: Client, school: School) -> None:
    post(client, school, "staff-days", rows({"day": "2026-09-01"}))
    assert planned_year(school, YEAR).year.staff_days
    client.post(reverse("calendar-reset", args=[school.code, YEAR, "staff-days"]))
    assert planned_year(school, YEAR).year.staff_days == ()


def test_last_year_is_copied_with_a_word_of_care(client: Client, school: School) -> None:
    post(client, school, "terms", rows(AUTUMN))
    page = client.post(reverse("calendar-copy", args=[school.code, 2027]), follow=True).content.decode()
    assert "Check each date" in page
    page = client.post(reverse("calendar-copy", args=[school.code, 2027]), follow=True).content.decode()
    assert "There is nothing to copy" in page


@pytest.mark.parametrize("year", [1999, 3000])
def test_a_year_out_of_reach_is_not_found(client: Client, school: School, year: int) -> None:
    assert client.get(reverse("calendar-year", args=[school.code, year])).status_code == 404
    assert client.get(reverse("calendar-part", args=[school.code, 2026, "nothing"])).status_code == 404


def test_a_teacher_reads_the_year_and_changes_nothing(client: Client, school: School) -> None:
    client.force_login(somebody(school, Role.TEACHER))
    page = client.get(reverse("calendar", args=[school.code])).content.decode()
    assert "/terms/" not in page
    assert post(client, school, "terms", rows(AUTUMN)).status_code == 403
