"""What a school's calendar is: year by year, and as the filter takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils import timezone

from belisha.console.access.calendars.rules import as_calendar
from belisha.console.access.calendars.years import Part, SchoolYear, Year, key_of, read_part, year_of
from belisha.console.access.models import Decision, School
from belisha.console.access.remembering import remembered
from belisha.console.access.settings.queries import decided_at
from belisha.console.access.settings.rules import InForce, in_force

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from belisha.console.access.models import Federation
    from belisha.engine.policy.model import Calendar

__all__ = ["PlannedYear", "calendar_of", "calendars_of", "planned_year", "planned_years"]


class PlannedYear(NamedTuple):
    """A year as it counts at a place, and of each part where that comes from."""

    year: SchoolYear
    parts: Mapping[Part, InForce]


def calendar_of(school: School, day: date | None = None) -> Calendar:
    """The calendar of a school, as the filter takes it: the year of a day (today) and the next, bank holidays added.

    Times are wall-clock times in Europe/London. One query. Empty where nobody has entered anything.
    """
    day = day or timezone.localdate()
    return remembered(("calendar", school.pk, day), lambda: calendars_of([school], day)[school.pk])


def calendars_of(schools: Iterable[School], day: date | None = None) -> dict[int, Calendar]:
    """The calendars of some schools, by the school's number. One query for all of them."""
    now = year_of(day or timezone.localdate())
    years = (now, Year(now + 1))
    return {number: _joined(planned) for number, planned in planned_years(schools, years).items()}


def _joined(planned: list[PlannedYear]) -> Calendar:
    # the summer before a school's first year here has the times of the year that is coming
    decided = (each for each in planned if each.parts[Part.TIMES].value is not None)
    times = next(decided, planned[0]).year.times
    return as_calendar([each.year for each in planned], times)


def planned_year(place: School | Federation, year: Year) -> PlannedYear:
    """A year of a school, or as its federation has it. One query."""
    if isinstance(place, School):
        return planned_years([place], [year])[place.pk][0]
    keys = {key_of(year, part): part for part in Part}
    found = Decision.objects.in_force().of_federation(place).filter(key__in=keys).select_related("decided_by")
    decided = {each.key: each for each in found}
    return _planned(year, {key: in_force(None, decided.get(key), None) for key in keys})


def planned_years(schools: Iterable[School], years: Iterable[Year]) -> dict[int, list[PlannedYear]]:
    """Some years of some schools, by the school's number. One query."""
    years = list(years)
    keys = [key_of(year, part) for year in years for part in Part]
    return {
        number: [_planned(year, states) for year in years] for number, states in decided_at(schools, keys, {}).items()
    }


def _planned(year: Year, states: Mapping[str, InForce]) -> PlannedYear:
    parts = {part: states[key_of(year, part)] for part in Part}
    planned = SchoolYear(year)
    for part, state in parts.items():
        if state.value is not None:
            planned = planned.with_part(part, read_part(part, state.value))
    return PlannedYear(planned, parts)
