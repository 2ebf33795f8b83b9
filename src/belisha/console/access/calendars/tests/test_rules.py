"""What can be wrong with a school year, and what the filter makes of one."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belisha.console.access.calendars.planner import Kind, planner
from belisha.console.access.calendars.rules import as_calendar, closed_by_law, days_for_pupils, faults_of
from belisha.console.access.calendars.years import (
    Part,
    SchoolYear,
    Times,
    Year,
    as_json,
    read_part,
    shifted,
    year_of,
)
from belisha.engine.policy.calendar import is_school_day
from belisha.engine.policy.model import Lesson, Span

Y = Year(2026)


def span(name: str, first: str, last: str) -> Span:
    return Span(name=name, first=date.fromisoformat(first), last=date.fromisoformat(last))


def lesson(name: str, begins: str, ends: str) -> Lesson:
    return Lesson(name=name, from_=time.fromisoformat(begins), to=time.fromisoformat(ends))


TERMS = (
    span("Autumn term", "2026-09-01", "2026-12-18"),
    span("Spring term", "2027-01-04", "2027-03-25"),
    span("Summer term", "2027-04-12", "2027-07-21"),
)
HALF_TERMS = (
    span("Autumn half term", "2026-10-26", "2026-10-30"),
    span("Spring half term", "2027-02-15", "2027-02-19"),
    span("Summer half term", "2027-05-31", "2027-06-04"),
)
TIMES = Times(
    lessons=(lesson("Morning", "09:00", "12:00"), lesson("Afternoon", "13:00", "15:15")),
    breaks=(lesson("Lunch", "12:00", "13:00"),),
)
GOOD = SchoolYear(Y, TERMS, HALF_TERMS, (date(2026, 9, 1), date(2027, 1, 4)), TIMES)


def texts(year: SchoolYear) -> str:
    return " ".join(fault.text for fault in faults_of(year))


def test_a_good_year_has_no_faults() -> None:
    assert faults_of(GOOD) == []


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        (GOOD._replace(terms=(span("Spring term", "2027-03-25", "2027-01-04"),)), "ends before it begins"),
        (GOOD._replace(terms=(*TERMS, span("Extra", "2027-03-25", "2027-04-02"))), "before Spring term is over"),
        (GOOD._replace(terms=(span("Autumn", "2026-08-31", "2026-12-18"),)), "outside the school year 2026/27"),
        (GOOD._replace(holidays=(span("Christmas", "2026-12-21", "2027-01-01"),)), "not lie within one term"),
        (GOOD._replace(holidays=(*HALF_TERMS, span("Fair", "2026-10-30", "2026-11-02"))), "is over"),
        (GOOD._replace(staff_days=(date(2026, 9, 5),)), "not a day of the school week"),
        (GOOD._replace(staff_days=(date(2026, 10, 27),)), "within a holiday"),
        (GOOD._replace(staff_days=(date(2028, 9, 5),)), "outside the school year"),
        (GOOD._replace(staff_days=(date(2026, 9, 1), date(2026, 9, 1))), "entered twice"),
        (GOOD._replace(times=Times(week=())), "at least one day"),
        (GOOD._replace(times=Times(lessons=(lesson("Maths", "10:00", "09:00"),))), "Maths ends before it begins"),
        (
            GOOD._replace(times=Times(lessons=(lesson("A", "09:00", "10:00"), lesson("B", "09:30", "11:00")))),
            "B begins at 09:30, before A is over",
        ),
        (
            GOOD._replace(times=Times(lessons=(lesson("A", "09:00", "10:00"), lesson("B", "10:05", "11:00")))),
            "Between 10:00 and 10:05 there is neither",
        ),
    ],
)
def test_what_is_wrong_is_said(changed: SchoolYear, says: str) -> None:
    assert says in texts(changed)


def test_bank_holidays_within_terms_are_closed_without_being_entered() -> None:
    assert [day.first for day in closed_by_law(GOOD)] == [date(2027, 5, 3)]
    calendar = as_calendar([GOOD], TIMES)
    assert not is_school_day(calendar, date(2027, 5, 3))
    assert is_school_day(calendar, date(2027, 5, 4))


def test_the_days_for_pupils_leave_out_holidays_bank_holidays_and_staff_days() -> None:
    weekdays = sum(
        (term.first + timedelta(days=ahead)).weekday() < 5
        for term in TERMS
        for ahead in range((term.last - term.first).days + 1)
    )
    assert days_for_pupils(GOOD) == weekdays - 15 - 1 - 2


def test_a_year_copied_keeps_its_weekdays_and_stays_within_the_new_year() -> None:
    copied = SchoolYear(Year(2027))
    for part in Part:
        copied = copied.with_part(part, shifted(part, GOOD.part(part), Year(2027)))
    assert faults_of(copied) == []
    assert copied.terms[0].first == date(2027, 9, 1)
    assert copied.terms[1].first == date(2028, 1, 3)


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_every_day_lies_in_its_own_school_year(day: date) -> None:
    assert year_of(day).first <= day <= year_of(day).last


@given(st.sampled_from(list(Part)))
def test_what_is_kept_is_read_again_as_it_was(part: Part) -> None:
    assert read_part(part, as_json(GOOD.part(part))) == GOOD.part(part)


def test_the_planner_shows_each_day_of_the_year_once() -> None:
    days = [day for month in planner(GOOD) for week in month.weeks for day in week if day]
    assert [day.day for day in days] == [Y.first + timedelta(days=ahead) for ahead in range(365)]
    kinds = {day.day: day.kind for day in days}
    assert kinds[date(2026, 9, 1)] is Kind.STAFF
    assert kinds[date(2026, 9, 2)] is Kind.SCHOOL
    assert kinds[date(2026, 9, 5)] is Kind.OFF
    assert kinds[date(2026, 10, 27)] is Kind.HOLIDAY
    assert kinds[date(2026, 12, 25)] is Kind.BANK
    assert sum(kind is Kind.SCHOOL for kind in kinds.values()) == days_for_pupils(GOOD)
