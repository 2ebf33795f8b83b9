"""Every period is compared with as much school time before it, and the words say which."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belisha.activity.days import Period
from belisha.activity.reports.periods import (
    Length,
    NotBegunError,
    Stretch,
    UnknownTermError,
    check_begun,
    earlier,
    find_term,
    school_days,
)
from belisha.activity.reports.words import say_change, say_period
from belisha.engine.policy.model import Calendar, Span

AUTUMN = Span(name="Autumn", first=date(2026, 9, 2), last=date(2026, 12, 18))
SPRING = Span(name="Spring", first=date(2027, 1, 5), last=date(2027, 3, 25))
HALF_TERM = Span(name="Half term", first=date(2026, 10, 26), last=date(2026, 10, 30))
CALENDAR = Calendar(terms=(AUTUMN, SPRING), holidays=(HALF_TERM,), staff_days=(date(2026, 11, 20),))
LATER = date(2027, 6, 1)
LAST_WITH_SCHOOL = "the last week with school before it"


def days(first: str, last: str = "") -> Period:
    return Period(date.fromisoformat(first), date.fromisoformat(last or first))


@pytest.mark.parametrize(
    ("length", "period", "before", "words"),
    [
        (Length.DAY, days("2026-11-17"), days("2026-11-16"), "the school day before"),
        (Length.DAY, days("2026-11-16"), days("2026-11-13"), "the school day before"),
        (Length.DAY, days("2026-11-02"), days("2026-10-23"), "the school day before"),
        (Length.DAY, days("2026-11-14"), days("2026-11-13"), "the day before"),
        (Length.WEEK, days("2026-11-16", "2026-11-22"), days("2026-11-09", "2026-11-15"), "the week before"),
        (Length.WEEK, days("2026-11-02", "2026-11-08"), days("2026-10-19", "2026-10-25"), LAST_WITH_SCHOOL),
        (Length.WEEK, days("2026-10-26", "2026-11-01"), days("2026-10-19", "2026-10-25"), "the week before"),
        (Length.TERM, days("2027-01-05", "2027-03-25"), days("2026-09-02", "2026-12-18"), "the term before, Autumn"),
        (Length.RANGE, days("2026-11-04", "2026-11-06"), days("2026-10-23", "2026-11-03"), "the 3 school days before"),
        (Length.RANGE, days("2026-11-03"), days("2026-11-02"), "the school day before"),
        (Length.RANGE, days("2026-11-14", "2026-11-15"), days("2026-11-12", "2026-11-13"), "the 2 days before"),
    ],
)  # fmt: skip
def test_as_much_school_time_before(length: Length, period: Period, before: Period, words: str) -> None:
    found = earlier(Stretch(length, period), CALENDAR, LATER)
    assert found is not None
    assert (found.period, found.words) == (before, words)


def test_a_week_with_fewer_school_days_is_told_as_such() -> None:
    found = earlier(Stretch(Length.WEEK, days("2026-11-16", "2026-11-22")), CALENDAR, LATER)
    assert found is not None
    assert (found.school_days, found.school_days_before, found.alike) == (4, 5, False)
    assert say_change(8, 10, found) == "about the same each school day"
    assert say_change(8, 5, found) == "100 % more each school day"
    assert say_change(0, 5, found) == "100 % fewer each school day"


def test_a_week_that_is_not_over_is_compared_as_far_as_it_has_got() -> None:
    found = earlier(Stretch(Length.WEEK, days("2026-11-09", "2026-11-15")), CALENDAR, date(2026, 11, 11))
    assert found is not None
    assert found.period == days("2026-11-02", "2026-11-04")
    assert (found.school_days, found.school_days_before) == (3, 3)
    assert found.words.endswith("as far as this one has got")


def test_a_term_that_is_not_over_counts_the_school_days_that_it_has_had() -> None:
    spring = Stretch(Length.TERM, Period(SPRING.first, SPRING.last))
    found = earlier(spring, CALENDAR, date(2027, 1, 11))
    assert found is not None
    assert (found.period, found.school_days) == (Period(AUTUMN.first, AUTUMN.last), 5)
    assert found.school_days_before == len(school_days(CALENDAR, found.period))
    assert say_change(50, 10 * found.school_days_before, found) == "about the same each school day"


def test_days_to_come_have_no_report_that_would_read_as_silence() -> None:
    stretch = Stretch(Length.WEEK, days("2026-11-23", "2026-11-29"))
    check_begun(stretch, date(2026, 11, 23))
    with pytest.raises(NotBegunError, match="2026-11-23, which is still to come: today is 2026-11-22"):
        check_begun(stretch, date(2026, 11, 22))


def test_the_first_term_has_none_before_it() -> None:
    assert earlier(Stretch(Length.TERM, Period(AUTUMN.first, AUTUMN.last)), CALENDAR, LATER) is None


def test_without_a_calendar_every_day_counts() -> None:
    found = earlier(Stretch(Length.RANGE, days("2028-02-28", "2028-03-01")), Calendar(), LATER)
    assert found is not None
    assert found.period == days("2028-02-25", "2028-02-27"), "2028 is a leap year"
    assert (found.school_days, found.alike) == (3, True)


def test_a_term_is_found_by_name_or_by_today() -> None:
    assert find_term(CALENDAR, "autumn", LATER).name == "Autumn"
    assert find_term(CALENDAR, "", date(2026, 12, 27)).name == "Autumn"
    assert find_term(CALENDAR, "", date(2027, 1, 5)).name == "Spring"
    with pytest.raises(UnknownTermError, match="Spring \\(2027-01-05 to 2027-03-25\\)"):
        find_term(CALENDAR, "summer", LATER)
    with pytest.raises(UnknownTermError, match="which has: none"):
        find_term(Calendar(), "", LATER)


@given(
    st.sampled_from(list(Length)),
    st.dates(date(2026, 8, 1), date(2027, 5, 1)),
    st.integers(0, 100),
    st.dates(date(2026, 8, 1), date(2027, 5, 1)),
)
def test_what_is_compared_with_always_lies_before(length: Length, first: date, more: int, today: date) -> None:
    longest = {Length.DAY: 0, Length.WEEK: 6}.get(length, more)
    period = Period(first, date.fromordinal(first.toordinal() + longest))
    found = earlier(Stretch(length, period), CALENDAR, today)
    if found is not None:
        assert found.period.first <= found.period.last < period.first
        assert found.school_days <= len(school_days(CALENDAR, period))


def test_days_are_said_with_the_year_once() -> None:
    assert say_period(days("2026-11-16", "2026-11-22")) == "Mon 16 to Sun 22 Nov 2026"
    assert say_period(days("2026-10-26", "2026-11-01")) == "Mon 26 Oct to Sun 1 Nov 2026"
    assert say_period(days("2026-12-28", "2027-01-03")) == "Mon 28 Dec 2026 to Sun 3 Jan 2027"
    assert say_period(days("2028-02-29")) == "Tue 29 Feb 2028"


def test_changes_are_said_in_words() -> None:
    found = earlier(Stretch(Length.WEEK, days("2026-11-09", "2026-11-15")), Calendar(), LATER)
    assert found is not None
    told = [say_change(now, before, found) for now, before in ((5, 5), (7, 5), (3, 5), (3, 0), (0, 0))]
    assert told == [
        "the same as before",
        "2 more than before",
        "2 fewer than before",
        "none before",
        "none then either",
    ]
