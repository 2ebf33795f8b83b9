"""A school year as a wall planner: twelve months of weeks of days, each day with its kind and what it is called."""

from __future__ import annotations

from calendar import Calendar as Weeks
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from belisha.console.access.calendars.bank_holidays import bank_holidays
from belisha.engine.policy.calendar import WEEKDAYS

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from belisha.console.access.calendars.years import SchoolYear

__all__ = ["KINDS", "Day", "Kind", "Month", "planner"]

MONTHS: Final = (*range(9, 13), *range(1, 9))


class Kind(StrEnum):
    """What a day is."""

    SCHOOL = "school"
    STAFF = "staff"
    HOLIDAY = "holiday"
    BANK = "bank"
    OFF = "off"  # weekends, and all days outside terms


# the letter stands in the day's cell, so that no kind is told by its colour alone
KINDS: Final[dict[Kind, tuple[str, StrPromise]]] = {
    Kind.SCHOOL: ("", _("School day")),
    Kind.STAFF: ("S", _("Staff day: no pupils")),
    Kind.HOLIDAY: ("H", _("Holiday within a term")),
    Kind.BANK: ("B", _("Bank holiday")),
    Kind.OFF: ("", _("No school")),
}


class Day(NamedTuple):
    """A day of the planner. `name`: of the holiday that it is."""

    day: date
    kind: Kind
    name: str = ""

    @property
    def letter(self) -> str:
        """What its cell shows beside the number."""
        return KINDS[self.kind][0]


class Month(NamedTuple):
    """A month: its first day, and its weeks of seven days from Monday; None for days of other months."""

    first: date
    weeks: list[list[Day | None]]

    @property
    def title(self) -> str:
        """What stands above it: September 2026."""
        return date_format(self.first, "F Y")


def planner(year: SchoolYear) -> list[Month]:
    """A school year from September to August."""
    begins = int(year.year)
    banks = {day: str(name) for each in (begins, begins + 1) for day, name in bank_holidays(each).items()}
    return [_month(year, banks, begins if month >= MONTHS[0] else begins + 1, month) for month in MONTHS]


def _month(year: SchoolYear, banks: dict[date, str], number: int, month: int) -> Month:
    weeks = Weeks().monthdatescalendar(number, month)
    return Month(
        date(number, month, 1),
        [[_day(year, banks, day) if day.month == month else None for day in week] for week in weeks],
    )


def _day(year: SchoolYear, banks: dict[date, str], day: date) -> Day:
    holiday = next((span.name for span in year.holidays if span.first <= day <= span.last), "")
    in_term = any(term.first <= day <= term.last for term in year.terms)
    on_week = WEEKDAYS[day.weekday()] in year.times.week
    if day in banks:
        return Day(day, Kind.BANK, banks[day])
    if day in year.staff_days:
        return Day(day, Kind.STAFF)
    if not (in_term and on_week):
        return Day(day, Kind.OFF)
    return Day(day, Kind.HOLIDAY, holiday) if holiday else Day(day, Kind.SCHOOL)
