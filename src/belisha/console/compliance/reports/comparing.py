"""Schools compared in depth: each part of the policy at each school, how it moved, which school stands apart."""

from __future__ import annotations

from datetime import timedelta
from statistics import median
from typing import TYPE_CHECKING, Final, NamedTuple

from django.utils import timezone

from belisha.console.compliance.models import DutyStanding
from belisha.console.compliance.queries import rows
from belisha.console.compliance.reports.months import month_of
from belisha.console.compliance.rules import COLOURS, STATES
from belisha.console.duties.catalogue import catalogue, domains
from belisha.console.duties.registry import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from belisha.console.access.models import School
    from belisha.console.compliance.rules import Row

__all__ = ["APART", "Cell", "Compared", "DutyLine", "compared", "duty_lines"]

APART: Final = 20  # points below the middle of the others: then a school stands apart
BACK: Final = timedelta(days=30)


class Cell(NamedTuple):
    """A part of the policy at a school: of the duties adopted, how many are met, in percent.

    `moved`: since a month ago; None where nobody knew then. `apart`: so far below the others
    that somebody should ask why.
    """

    school: School
    percent: int
    met: int
    of: int
    breached: int
    moved: int | None
    apart: bool


class Compared(NamedTuple):
    """A part of the policy (by its id and in words) at every school, in the order of the schools."""

    domain: str
    title: str
    cells: list[Cell]


class DutyLine(NamedTuple):
    """One duty at every school: state in words and its colour."""

    id: str
    words: str
    states: list[tuple[str, str]]


def compared(schools: Sequence[School], now: datetime) -> list[Compared]:
    """Every part of the policy at every school: two queries a school."""
    today = timezone.localdate(now)
    every = [rows(school, now) for school in schools]
    then = [_met_then(school, today - BACK) for school in schools]
    return [_part(each.domain, schools, every, then) for each in domains()]


def duty_lines(schools: Sequence[School], domain: str, now: datetime) -> list[DutyLine]:
    """The duties of one part at every school, those first that stand otherwise at one school than at another."""
    every = [{row.duty.id: row for row in rows(school, now)} for school in schools]
    lines = []
    for duty in catalogue().values():
        if duty.domain == domain:
            states = [found[duty.id].standing.state for found in every]
            lines.append(DutyLine(duty.id, duty.printed(), [(str(STATES[each]), COLOURS[each]) for each in states]))
    return sorted(lines, key=lambda line: (len(set(line.states)) < 2, line.id))


def _part(
    domain: str, schools: Sequence[School], every: Sequence[list[Row]], then: Sequence[dict[str, bool] | None]
) -> Compared:
    counted = [_counted(domain, found) for found in every]
    percents = [_percent(met, of) for met, of, _breached in counted]
    cells = []
    for place, (school, (met, of, breached)) in enumerate(zip(schools, counted, strict=True)):
        others = [each for other, each in enumerate(percents) if other != place]
        cells.append(
            Cell(
                school,
                percents[place],
                met,
                of,
                breached,
                _moved(domain, percents[place], then[place]),
                bool(others) and of > 0 and median(others) - percents[place] >= APART,
            )
        )
    return Compared(domain, domain.capitalize(), cells)


def _counted(domain: str, found: Iterable[Row]) -> tuple[int, int, int]:
    """Met, adopted and breached of a part."""
    states = [row.standing.state for row in found if row.duty.domain == domain]
    adopted = [state for state in states if state is not State.NOT_ADOPTED]
    return adopted.count(State.MET), len(adopted), adopted.count(State.BREACHED)


def _moved(domain: str, percent: int, then: dict[str, bool] | None) -> int | None:
    if then is None:
        return None
    known = [met for duty, met in then.items() if catalogue()[duty].domain == domain]
    of = sum(duty.domain == domain for duty in catalogue().values())
    return percent - _percent(sum(known), of) if known else None


def _met_then(school: School, day: date) -> dict[str, bool] | None:
    """Which duties were met on a day, of those that somebody had looked at; None where nobody had."""
    begin, end = (month_of(day).bounds[0].replace(day=day.day) + timedelta(days=number) for number in (0, 1))
    spans = DutyStanding.objects.for_school(school).between(begin, end).order_by("first_asked", "pk")
    found = {duty: state == State.MET for duty, state in spans.values_list("duty", "state") if duty in catalogue()}
    return found or None


def _percent(part: int, of: int) -> int:
    return round(100 * part / of) if of else 0
