"""Which slot of a school's calendar a moment lies in, and when the next one begins.

School times are wall-clock times in the federation's time zone, so a lesson at nine is at nine before and after the
clocks change; every comparison is between instants in UTC.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from belisha.engine.policy.model import SlotKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

    from belisha.engine.policy.model import Calendar, Span

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LOOK_AHEAD_DAYS = 70  # longer than any summer holiday: a slot that lasts longer is said to change then


class Slot(NamedTuple):
    """A part of the calendar and the instants (UTC) between which it is known to last."""

    kind: SlotKind
    since: datetime
    until: datetime


def slot_at(calendar: Calendar, zone: ZoneInfo, now: datetime) -> Slot:
    """The slot in which `now` lies. Raises ValueError when `now` has no time zone."""
    if now.tzinfo is None:
        message = "the moment has no time zone"
        raise ValueError(message)
    moment = now.astimezone(UTC)
    segments = _segments(calendar, zone, now.astimezone(zone).date())
    since, kind = next(segments)
    for start, next_kind in segments:
        if start > moment and next_kind is not kind:
            return Slot(kind, since, start)
        if start <= moment:
            since, kind = start, next_kind
    return Slot(kind, since, moment + timedelta(days=LOOK_AHEAD_DAYS))


def _segments(calendar: Calendar, zone: ZoneInfo, first: date) -> Iterator[tuple[datetime, SlotKind]]:
    """When each slot begins (UTC) and what it is, from the start of a day on."""
    for offset in range(LOOK_AHEAD_DAYS):
        day = first + timedelta(days=offset)
        for start, kind in _day(calendar, day):
            yield datetime.combine(day, start, tzinfo=zone).astimezone(UTC), kind


def _day(calendar: Calendar, day: date) -> list[tuple[time, SlotKind]]:
    """The slots of one day by their beginnings, in order, from midnight."""
    if not is_school_day(calendar, day):
        return [(time.min, SlotKind.HOLIDAY)]
    marks = {time.min: SlotKind.AFTER_SCHOOL}
    for lesson in (*calendar.lessons, *calendar.breaks):
        marks.setdefault(lesson.to, SlotKind.AFTER_SCHOOL)
    marks.update({lesson.from_: SlotKind.LESSON for lesson in calendar.lessons})
    marks.update({pause.from_: SlotKind.BREAK for pause in calendar.breaks})
    return sorted(marks.items())


def is_school_day(calendar: Calendar, day: date) -> bool:
    """Whether pupils are at school."""
    return (
        WEEKDAYS[day.weekday()] in calendar.week
        and _within(day, calendar.terms)
        and not _within(day, calendar.holidays)
        and day not in calendar.staff_days
    )


def _within(day: date, spans: tuple[Span, ...]) -> bool:
    return any(span.first <= day <= span.last for span in spans)
