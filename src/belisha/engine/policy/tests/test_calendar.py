"""Slots of the school calendar, at their edges and over clock changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from belisha.engine.policy import Rulebook, SlotKind, slot
from belisha.engine.policy.calendar import LOOK_AHEAD_DAYS, slot_at
from belisha.engine.policy.model import Calendar, Span
from belisha.engine.policy.tests.builders import CALENDAR, POLICY

LONDON = ZoneInfo("Europe/London")
MOMENTS = st.datetimes(datetime(2026, 8, 1), datetime(2027, 1, 31), timezones=st.just(UTC))  # noqa: DTZ001


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("moment", "kind"),
    [
        ("2026-09-14T08:59:59.999999", SlotKind.AFTER_SCHOOL),
        ("2026-09-14T09:00", SlotKind.LESSON),
        ("2026-09-14T10:29:59.999999", SlotKind.LESSON),
        ("2026-09-14T10:30", SlotKind.BREAK),
        ("2026-09-14T10:44:59", SlotKind.BREAK),
        ("2026-09-14T10:45", SlotKind.LESSON),
        ("2026-09-14T11:59:59", SlotKind.LESSON),
        ("2026-09-14T12:00", SlotKind.AFTER_SCHOOL),
        ("2026-09-14T00:00", SlotKind.AFTER_SCHOOL),
        ("2026-09-13T23:59:59", SlotKind.HOLIDAY),  # a Sunday
        ("2026-09-01T09:30", SlotKind.HOLIDAY),  # a staff day
        ("2026-10-28T09:30", SlotKind.HOLIDAY),  # half term
        ("2026-08-31T09:30", SlotKind.HOLIDAY),  # before term
        ("2026-12-18T09:30", SlotKind.LESSON),  # the last day
        ("2026-12-19T09:30", SlotKind.HOLIDAY),
    ],
)
def test_a_slot_begins_at_its_minute_and_ends_before_the_next(moment: str, kind: SlotKind) -> None:
    assert slot_at(CALENDAR, LONDON, london(moment)).kind is kind


@pytest.mark.parametrize("day", ["2026-03-27", "2026-03-30", "2026-10-23", "2026-10-26"])
def test_lessons_are_at_nine_by_the_clock_on_both_sides_of_a_clock_change(day: str) -> None:
    all_year = replace(
        CALENDAR, terms=(Span(name="Year", first=date(2026, 1, 1), last=date(2026, 12, 31)),), holidays=()
    )
    found = slot_at(all_year, LONDON, london(f"{day}T09:00"))
    assert found.kind is SlotKind.LESSON
    assert found.since.astimezone(LONDON).hour == 9
    assert slot_at(all_year, LONDON, london(f"{day}T09:00") - timedelta(microseconds=1)).kind is not SlotKind.LESSON


@pytest.mark.parametrize(("day", "hours"), [("2026-10-25", 25), ("2026-03-29", 23), ("2026-06-14", 24)])
def test_the_day_of_a_clock_change_has_its_real_length(day: str, hours: int) -> None:
    every_day = Calendar(
        terms=(Span(name="Year", first=date(2026, 1, 1), last=date(2026, 12, 31)),),
        holidays=(Span(name="Day", first=date.fromisoformat(day), last=date.fromisoformat(day)),),
        week=("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    )
    found = slot_at(every_day, LONDON, london(f"{day}T12:00"))
    assert found.until - found.since == timedelta(hours=hours)


def test_a_holiday_lasts_until_the_next_school_day() -> None:
    found = slot_at(CALENDAR, LONDON, london("2026-10-24T12:00"))  # the Saturday before half term
    assert found.until == london("2026-11-02T00:00")


def test_after_the_last_term_a_slot_ends_with_what_is_known() -> None:
    moment = london("2026-12-20T12:00")
    assert slot_at(CALENDAR, LONDON, moment).until == moment + timedelta(days=LOOK_AHEAD_DAYS)


def test_a_school_without_a_calendar_is_always_on_holiday() -> None:
    assert slot_at(Calendar(), LONDON, london("2026-09-14T09:30")).kind is SlotKind.HOLIDAY


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        slot_at(CALENDAR, LONDON, datetime(2026, 9, 14, 9, 30))  # noqa: DTZ001


def test_the_zone_that_the_moment_is_written_in_does_not_matter() -> None:
    tokyo = london("2026-09-14T09:30").astimezone(timezone(timedelta(hours=9)))
    assert slot_at(CALENDAR, LONDON, tokyo).kind is SlotKind.LESSON


@given(MOMENTS)
def test_a_slot_is_the_same_from_its_beginning_until_its_end(moment: datetime) -> None:
    found = slot_at(CALENDAR, LONDON, moment)
    assert found.since <= moment < found.until
    last = found.until - timedelta(microseconds=1)
    assert slot_at(CALENDAR, LONDON, last).kind is found.kind
    if found.until - moment < timedelta(days=LOOK_AHEAD_DAYS):
        assert slot_at(CALENDAR, LONDON, found.until).kind is not found.kind


@given(st.lists(MOMENTS, min_size=2, max_size=6))
def test_a_rulebook_remembers_slots_without_mixing_them_up(moments: list[datetime]) -> None:
    book = Rulebook.of(POLICY)
    assert [slot(book, "oakfield", moment).kind for moment in moments] == [
        slot_at(CALENDAR, LONDON, moment).kind for moment in moments
    ]


def test_a_school_that_is_not_there_has_no_slot() -> None:
    with pytest.raises(KeyError):
        slot(Rulebook.of(POLICY), "elsewhere", london("2026-09-14T09:30"))
