"""When something is late: only lessons count, over weekends, holidays and nights on which the clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belisha.console.access.calendars.clocks import Times, due, lesson_end, lesson_minutes, lessons_from, one_day
from belisha.console.filtering.asks.rules.openings import LONGEST, can_be_agreed, end_of_opening, fault_of_end
from belisha.engine.policy.calendar import is_school_day
from belisha.engine.policy.model import Calendar, Lesson, Span

LONDON = ZoneInfo("Europe/London")
CALENDAR = Calendar(
    terms=(Span(name="Autumn", first=date(2026, 9, 1), last=date(2026, 12, 18)),),
    holidays=(Span(name="Half term", first=date(2026, 10, 26), last=date(2026, 10, 30)),),
    staff_days=(date(2026, 9, 1),),
    lessons=(
        Lesson(name="One", from_=time(9), to=time(10, 30)),
        Lesson(name="Two", from_=time(10, 45), to=time(12)),
        Lesson(name="Three", from_=time(13), to=time(15, 15)),
    ),
)
TIMES = Times(CALENDAR, LONDON)
DAY = timedelta(hours=5)


def at(day: int, hour: int, minute: int = 0, month: int = 9) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("asked", "late"),
    [
        (at(14, 9), at(14, 15, 15)),  # a whole school day, from the first lesson on
        (at(14, 8), at(14, 15, 15)),
        (at(14, 11), at(15, 11)),
        (at(14, 12, 30), at(15, 12)),  # asked at dinner time: the afternoon, and the next morning
        (at(18, 16), at(21, 15, 15)),  # on a Friday afternoon: by Monday
        (at(23, 14, 15, month=10), at(2, 14, 15, month=11)),  # before half term, over the night of the clocks
        (at(29, 11, month=8), at(2, 15, 15)),  # in the summer holidays; the first day is a staff day
    ],
)
def test_a_school_day_later_is_counted_in_lessons(asked: datetime, late: datetime) -> None:
    assert one_day(TIMES) == DAY
    assert due(TIMES, asked, DAY) == late


def test_on_the_morning_after_the_clocks_change_nine_is_still_nine() -> None:
    through = Times(Calendar(terms=CALENDAR.terms, lessons=CALENDAR.lessons), LONDON)
    assert due(through, at(23, 15, 15, month=10), DAY) == datetime(2026, 10, 26, 15, 15, tzinfo=UTC)
    assert due(through, at(22, 15, 15, month=10), DAY) == datetime(2026, 10, 23, 14, 15, tzinfo=UTC)


def test_a_lesson_over_the_night_of_the_clocks_is_as_long_as_it_is() -> None:
    night = Calendar(week=("sunday",), lessons=(Lesson(name="Night", from_=time(0), to=time(4)),))
    times = Times(night, LONDON)
    assert lesson_minutes(times, at(25, 0, month=10), at(25, 12, month=10)) == 5 * 60
    spring = datetime(2026, 3, 29, tzinfo=LONDON)
    assert lesson_minutes(times, spring, spring + timedelta(hours=20)) == 3 * 60


def test_a_school_that_has_entered_nothing_is_taken_to_be_there_on_weekdays() -> None:
    times = Times(Calendar(), LONDON)
    assert due(times, at(18, 14), timedelta(hours=2)) == at(21, 10)


def test_where_no_lesson_ever_comes_the_clock_ends_all_the_same() -> None:
    past = Calendar(terms=(Span(name="Long ago", first=date(2001, 9, 1), last=date(2001, 12, 1)),))
    assert due(Times(past, LONDON), at(14, 9), DAY) == at(14, 9).astimezone(UTC) + timedelta(days=120)


moments = st.datetimes(datetime(2026, 8, 20), datetime(2026, 12, 10), timezones=st.just(UTC))  # noqa: DTZ001
allowances = st.integers(1, 12 * 60).map(lambda minutes: timedelta(minutes=minutes))


@given(moments, allowances)
def test_between_asking_and_being_late_lies_just_the_time_allowed(asked: datetime, allowed: timedelta) -> None:
    late = due(TIMES, asked, allowed)
    assert lesson_minutes(TIMES, asked, late) * timedelta(minutes=1) == allowed - allowed % timedelta(minutes=1)
    assert late > asked


@given(moments, moments, allowances)
def test_whoever_asks_later_is_not_late_sooner(one: datetime, other: datetime, allowed: timedelta) -> None:
    first, second = sorted((one, other))
    assert due(TIMES, first, allowed) <= due(TIMES, second, allowed)


@given(moments)
def test_lessons_come_in_order_and_on_school_days_alone(moment: datetime) -> None:
    last = moment
    for number, passing in enumerate(lessons_from(TIMES, moment)):
        assert last <= passing.since < passing.until
        assert is_school_day(CALENDAR, passing.since.astimezone(LONDON).date())
        last = passing.until
        if number > 10:
            break


@given(moments)
def test_a_lesson_ends_when_the_calendar_says(moment: datetime) -> None:
    end = lesson_end(TIMES, moment)
    local = moment.astimezone(LONDON)
    on = [one for one in CALENDAR.lessons if one.from_ <= local.time() < one.to]
    if is_school_day(CALENDAR, local.date()) and on:
        assert end is not None
        assert end.astimezone(LONDON).time() == on[0].to
    else:
        assert end is None


def test_an_opening_ends_with_the_lesson_or_at_the_time_that_was_chosen() -> None:
    now = at(14, 9, 20)
    assert end_of_opening(TIMES, now, None) == at(14, 10, 30)
    assert end_of_opening(TIMES, now, at(14, 9, 40)) == at(14, 9, 40)
    assert "No lesson is on" in fault_of_end(end_of_opening(TIMES, at(14, 10, 40), None), at(14, 10, 40))
    assert fault_of_end(now, now)
    assert fault_of_end(now + LONGEST + timedelta(minutes=1), now)
    assert fault_of_end(now + LONGEST, now) == ""


def test_nothing_that_harms_or_leads_round_the_filter_can_be_agreed_on() -> None:
    offered = can_be_agreed({"games"})
    assert "music-and-video" in offered
    for never in ("games", "pornography", "iwf", "proxies-and-vpns", "dating", "translation", "self-harm"):
        assert never not in offered
