"""School days begin and end at midnight on the school's clock."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belisha.activity.days import LONDON, Period, day_start, local_day, read_week

HOUR = 3_600_000


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-11-16", 24)])
def test_a_day_is_as_long_as_the_clocks_make_it(day: str, hours: int) -> None:
    start, end = Period(date.fromisoformat(day), date.fromisoformat(day)).bounds(LONDON)
    assert (end - start) / HOUR == hours


@given(st.integers(946_684_800_000, 4_102_444_799_999))
def test_every_instant_lies_in_its_own_day(at_ms: int) -> None:
    day = local_day(at_ms, LONDON)
    start, end = Period(day, day).bounds(LONDON)
    assert start <= at_ms < end


def test_a_summer_night_belongs_to_the_day_on_the_clock() -> None:
    just_after_midnight = day_start(date(2026, 7, 1), LONDON)
    assert local_day(just_after_midnight, LONDON) == date(2026, 7, 1)
    assert local_day(just_after_midnight - 1, LONDON) == date(2026, 6, 30)


def test_a_week_runs_from_monday_to_sunday() -> None:
    assert read_week("2026-W47") == Period(date(2026, 11, 16), date(2026, 11, 22))
    assert len(read_week("2026-W53").days()) == 7


@pytest.mark.parametrize("text", ["2026-47", "W47", "2026-W54", "2026-W0", "", "2026-Wx", "next"])
def test_what_is_no_week_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="as in 2026-W47"):
        read_week(text)
