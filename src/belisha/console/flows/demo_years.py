"""The school year of the sample schools: the terms, holidays, staff days and lessons that the sample policy names."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from belisha.console.access.acting import By
from belisha.console.access.calendars.actions import change_calendar
from belisha.console.access.calendars.years import Part, Times, year_of
from belisha.engine.published.preparing import read_checked_policy
from belisha.sample import sample_policy

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from belisha.console.access.models import School
    from belisha.engine.policy.model import Calendar

__all__ = ["sample_years"]


def sample_years(schools: Iterable[School]) -> None:
    """Decide the year of each sample school as its policy has it."""
    by = By(None, system="demo")
    for school in schools:
        calendar = _calendars()[school.code]
        year = year_of(calendar.terms[0].first)
        parts = {
            Part.TERMS: calendar.terms,
            Part.HOLIDAYS: calendar.holidays,
            Part.STAFF_DAYS: calendar.staff_days,
            Part.TIMES: Times(week=calendar.week, lessons=calendar.lessons, breaks=calendar.breaks),
        }
        for part, value in parts.items():
            change_calendar(by, at=school, year=year, part=part, value=value)


@cache
def _calendars() -> Mapping[str, Calendar]:
    """The calendars of the sample policy by the code of the school."""
    policy = read_checked_policy(sample_policy())
    return {code: school.calendar for code, school in policy.schools.items() if school.calendar}
