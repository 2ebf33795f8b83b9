"""Time as a school counts it: only lessons pass. When something is late, and when the lesson ends.

Lessons are wall-clock times of the school; all that is compared or added up is instants, so a night on which the clocks
change takes nothing away from anybody.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from msgspec.structs import replace

from belisha.engine.policy.calendar import is_school_day
from belisha.engine.policy.model import Calendar, Lesson, Span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

__all__ = ["MOST_DAYS", "Times", "counting", "due", "lesson_end", "lesson_minutes", "lessons_from", "one_day"]

# how far ahead a clock looks: further than any summer holiday
MOST_DAYS: Final = 120
# a school that has entered no times or terms yet is taken to be there from Monday to Friday, from nine to three
ALWAYS: Final = (Span(name="", first=date.min, last=date.max),)
USUAL: Final = (Lesson(name="", from_=time(9), to=time(12)), Lesson(name="", from_=time(13), to=time(15)))


class Times(NamedTuple):
    """The calendar of a school and the zone of its clocks."""

    calendar: Calendar
    zone: ZoneInfo


class Passing(NamedTuple):
    """A stretch of lesson time between two instants (UTC)."""

    since: datetime
    until: datetime


def counting(calendar: Calendar) -> Calendar:
    """The calendar by which clocks go: one that says nothing of terms or times gets the usual ones."""
    return replace(calendar, terms=calendar.terms or ALWAYS, lessons=calendar.lessons or USUAL)


def one_day(times: Times) -> timedelta:
    """The lesson time of one school day."""
    lessons = counting(times.calendar).lessons
    return sum((_length(lesson) for lesson in lessons), timedelta())


def _length(lesson: Lesson) -> timedelta:
    return max(datetime.combine(date.min, lesson.to) - datetime.combine(date.min, lesson.from_), timedelta())


def lessons_from(times: Times, moment: datetime) -> Iterator[Passing]:
    """The lessons from a moment on, in order, each once however they overlap; the one that is on begins with it."""
    calendar, first = counting(times.calendar), moment.astimezone(times.zone).date()
    done = moment.astimezone(UTC)
    for offset in range(MOST_DAYS):
        day = first + timedelta(days=offset)
        if not is_school_day(calendar, day):
            continue
        for lesson in sorted(calendar.lessons, key=lambda each: (each.from_, each.to)):
            since = max(_instant(day, lesson.from_, times), done)
            until = _instant(day, lesson.to, times)
            if since < until:
                yield Passing(since, until)
                done = until


def _instant(day: date, clock: time, times: Times) -> datetime:
    return datetime.combine(day, clock, times.zone).astimezone(UTC)


def due(times: Times, since: datetime, allowed: timedelta) -> datetime:
    """The instant at which so much lesson time has passed; MOST_DAYS later where there are no lessons."""
    left = allowed
    for passing in lessons_from(times, since):
        if passing.until - passing.since >= left:
            return passing.since + left
        left -= passing.until - passing.since
    return since.astimezone(UTC) + timedelta(days=MOST_DAYS)


def lesson_minutes(times: Times, since: datetime, until: datetime) -> int:
    """How many whole minutes of lessons lie between two moments, as far as MOST_DAYS after the first."""
    passed = timedelta()
    for passing in lessons_from(times, since):
        if passing.since >= until:
            break
        passed += min(passing.until, until) - passing.since
    return passed // timedelta(minutes=1)


def lesson_end(times: Times, moment: datetime) -> datetime | None:
    """When the lesson ends that is on at a moment; None outside lessons. A school without times has no lessons."""
    if not times.calendar.lessons:
        return None
    passing = next(lessons_from(times, moment), None)
    return passing.until if passing and passing.since <= moment else None
