"""A school year as it is decided: four parts, each the federation's or the school's own, in the policy's own shapes."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec
from django.utils.translation import gettext_lazy as _

from belisha.engine.policy.model import Lesson, Span, Weekday

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

__all__ = ["PART_TITLES", "Part", "SchoolYear", "Times", "Year", "as_json", "key_of", "read_part", "shifted", "year_of"]

SEPTEMBER: Final = 9
WEEKS_OF_A_YEAR: Final = timedelta(weeks=52)  # keeps the days of the week


class Part(StrEnum):
    """A part of a school year that is decided by itself."""

    TERMS = "terms"
    HOLIDAYS = "holidays"
    STAFF_DAYS = "staff-days"
    TIMES = "times"


class Times(msgspec.Struct, frozen=True, kw_only=True):
    """The days of a week and the times of a day."""

    week: tuple[Weekday, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday")
    lessons: tuple[Lesson, ...] = ()
    breaks: tuple[Lesson, ...] = ()


PART_TITLES: Final[dict[Part, StrPromise]] = {
    Part.TERMS: _("Terms"),
    Part.HOLIDAYS: _("Half terms and other holidays within terms"),
    Part.STAFF_DAYS: _("Staff days"),
    Part.TIMES: _("School week, lessons and breaks"),
}
SHAPES: Final[dict[Part, Any]] = {
    Part.TERMS: tuple[Span, ...],
    Part.HOLIDAYS: tuple[Span, ...],
    Part.STAFF_DAYS: tuple[date, ...],
    Part.TIMES: Times,
}


class Year(int):
    """A school year, called by the calendar year in which it begins: 2026 is 1 September 2026 to 31 August 2027."""

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self, SEPTEMBER, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return date(self + 1, SEPTEMBER, 1) - timedelta(days=1)

    @property
    def written(self) -> str:
        """As schools write it: 2026/27."""
        return f"{int(self)}/{(self + 1) % 100:02}"


class SchoolYear(NamedTuple):
    """All that is decided of one year."""

    year: Year
    terms: tuple[Span, ...] = ()
    holidays: tuple[Span, ...] = ()
    staff_days: tuple[date, ...] = ()
    times: Times = Times()

    def part(self, part: Part) -> Any:
        """One part of it."""
        return getattr(self, part.name.lower())

    def with_part(self, part: Part, value: Any) -> SchoolYear:
        """The year with another value of one part."""
        return self._replace(**{part.name.lower(): value})


def year_of(day: date) -> Year:
    """The school year in which a day lies."""
    return Year(day.year if day.month >= SEPTEMBER else day.year - 1)


def key_of(year: int, part: Part) -> str:
    """The key under which a part of a year is decided."""
    return f"calendar.{int(year)}.{part.value}"


def as_json(value: Any) -> Any:
    """A part of a year as plain values, to be kept."""
    return msgspec.to_builtins(value)


def read_part(part: Part, kept: Any) -> Any:
    """A part of a year from what was kept of it. Raises msgspec.ValidationError for anything else."""
    return msgspec.convert(kept, SHAPES[part])


def shifted(part: Part, value: Any, year: Year) -> Any:
    """A part of the year before as it might be in a year: 52 weeks on, so that Mondays stay Mondays.

    What would begin on 31 August that way begins with the year.
    """
    if part is Part.TIMES:
        return value
    if part is Part.STAFF_DAYS:
        return tuple(max(day + WEEKS_OF_A_YEAR, year.first) for day in value)
    return tuple(
        Span(name=span.name, first=max(span.first + WEEKS_OF_A_YEAR, year.first), last=span.last + WEEKS_OF_A_YEAR)
        for span in value
    )
