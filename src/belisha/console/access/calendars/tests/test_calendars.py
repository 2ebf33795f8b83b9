"""School years as they are decided, inherited and taken by the filter."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from belisha.console.access.acting import By
from belisha.console.access.calendars.actions import change_calendar, copy_last_year, reset_calendar
from belisha.console.access.calendars.queries import calendar_of, calendars_of, planned_year
from belisha.console.access.calendars.years import Part, Times, Year
from belisha.console.access.roles import Role
from belisha.console.access.settings.rules import Source
from belisha.engine.policy.calendar import is_school_day
from belisha.engine.policy.model import Calendar, Lesson, Span
from cast import a_school, everywhere, somebody

if TYPE_CHECKING:
    from collections.abc import Callable

    from belisha.console.access.models import School

pytestmark = pytest.mark.django_db
YEAR = Year(2026)
DAY = date(2026, 11, 20)
AUTUMN = Span(name="Autumn term", first=date(2026, 9, 1), last=date(2026, 12, 18))
LATE = Span(name="Autumn term", first=date(2026, 9, 7), last=date(2026, 12, 18))


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def head(school: School) -> By:
    return By(somebody(school, Role.HEAD))


@pytest.fixture
def executive(school: School) -> By:
    return By(everywhere(school.federation, Role.EXECUTIVE_HEAD))


def test_a_school_without_a_calendar_has_an_empty_one(school: School) -> None:
    assert calendar_of(school, DAY) == Calendar()


def test_a_school_inherits_part_by_part(school: School, head: By, executive: By) -> None:
    change_calendar(executive, at=school.federation, year=YEAR, part=Part.TERMS, value=(AUTUMN,))
    change_calendar(head, at=school, year=YEAR, part=Part.STAFF_DAYS, value=(date(2026, 9, 1),))
    planned = planned_year(school, YEAR)
    assert planned.year.terms == (AUTUMN,)
    assert (planned.parts[Part.TERMS].source, planned.parts[Part.STAFF_DAYS].source) == (
        Source.FEDERATION,
        Source.SCHOOL,
    )
    assert calendar_of(a_school("st-brigids"), DAY).staff_days == ()


def test_a_school_has_its_own_terms_until_it_goes_back_to_the_federations(
    school: School, head: By, executive: By
) -> None:
    change_calendar(executive, at=school.federation, year=YEAR, part=Part.TERMS, value=(AUTUMN,))
    change_calendar(head, at=school, year=YEAR, part=Part.TERMS, value=(LATE,))
    assert not is_school_day(calendar_of(school, DAY), date(2026, 9, 2))
    reset_calendar(head, at=school, year=YEAR, part=Part.TERMS)
    assert is_school_day(calendar_of(school, DAY), date(2026, 9, 2))


def test_locked_terms_are_the_same_everywhere(school: School, head: By, executive: By) -> None:
    change_calendar(executive, at=school.federation, year=YEAR, part=Part.TERMS, value=(AUTUMN,), locked=True)
    with pytest.raises(ValidationError, match="locked"):
        change_calendar(head, at=school, year=YEAR, part=Part.TERMS, value=(LATE,))


def test_a_year_that_cannot_be_is_refused_with_all_that_is_wrong(school: School, head: By) -> None:
    wrong = Span(name="Spring term", first=date(2026, 12, 1), last=date(2028, 3, 1))
    with pytest.raises(ValidationError) as caught:
        change_calendar(head, at=school, year=YEAR, part=Part.TERMS, value=(AUTUMN, wrong))
    assert len(caught.value.messages) == 2
    assert calendar_of(school, DAY) == Calendar()


def test_terms_that_would_leave_a_half_term_outside_are_refused(school: School, head: By) -> None:
    half = Span(name="Half term", first=date(2026, 10, 26), last=date(2026, 10, 30))
    change_calendar(head, at=school, year=YEAR, part=Part.TERMS, value=(AUTUMN,))
    change_calendar(head, at=school, year=YEAR, part=Part.HOLIDAYS, value=(half,))
    short = Span(name="Autumn term", first=date(2026, 9, 1), last=date(2026, 10, 27))
    with pytest.raises(ValidationError, match="not lie within one term"):
        change_calendar(head, at=school, year=YEAR, part=Part.TERMS, value=(short,))


def test_last_year_is_copied_once_and_only_what_is_the_schools_own(school: School, head: By, executive: By) -> None:
    change_calendar(executive, at=school.federation, year=YEAR, part=Part.TERMS, value=(AUTUMN,))
    change_calendar(head, at=school, year=YEAR, part=Part.STAFF_DAYS, value=(date(2026, 9, 1),))
    assert copy_last_year(head, at=school, year=Year(2027)) == 1
    assert planned_year(school, Year(2027)).year.staff_days == (date(2027, 9, 1),)
    assert planned_year(school, Year(2027)).year.terms == ()
    with pytest.raises(ValidationError, match="nothing to copy"):
        copy_last_year(head, at=school, year=Year(2027))


def test_the_filter_gets_this_year_and_the_next_with_the_times_of_now(school: School, head: By) -> None:
    times = Times(lessons=(Lesson(name="Morning", from_=time(9), to=time(12)),))
    change_calendar(head, at=school, year=YEAR, part=Part.TERMS, value=(AUTUMN,))
    change_calendar(head, at=school, year=YEAR, part=Part.TIMES, value=times)
    copy_last_year(head, at=school, year=Year(2027))
    calendar = calendar_of(school, DAY)
    assert [term.first for term in calendar.terms] == [date(2026, 9, 1), date(2027, 9, 1)]
    assert calendar.lessons == times.lessons
    assert calendar_of(school, date(2026, 8, 1)).lessons == times.lessons, "in the summer before, those that come"


def test_the_calendars_of_many_schools_cost_one_query(
    school: School, head: By, django_assert_num_queries: Callable[..., object]
) -> None:
    change_calendar(head, at=school, year=YEAR, part=Part.TERMS, value=(AUTUMN,))
    schools = [school, *(a_school(f"school-{number}") for number in range(5))]
    with django_assert_num_queries(1):
        assert len(calendars_of(schools, DAY)) == 6


def test_a_teacher_changes_no_calendar(school: School) -> None:
    with pytest.raises(PermissionDenied):
        change_calendar(By(somebody(school, Role.TEACHER)), at=school, year=YEAR, part=Part.TERMS, value=(AUTUMN,))
