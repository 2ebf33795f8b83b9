"""Schools compared in depth: each part of the policy at each school, how it moved, which school stands apart."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from statistics import median
from typing import TYPE_CHECKING, Final, NamedTuple

from django.utils import timezone

from belisha.console.compliance.models import DutyStanding
from belisha.console.compliance.queries import states_of
from belisha.console.compliance.rules import COLOURS, STATES
from belisha.console.duties.catalogue import catalogue, domains
from belisha.console.duties.registry import State

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from belisha.console.access.models import School

__all__ = ["APART", "Cell", "Compared", "DutyLine", "compared", "duty_lines"]

APART: Final = 20  # points below the middle of the others: then a school stands apart
BACK: Final = timedelta(days=30)
NOBODY_LOOKED: Final = (State.NOT_KNOWN, "")


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
    """Every part of the policy at every school. Two queries, however many there are."""
    stands = states_of(schools, now)
    every = [{duty: stands[school.pk].get(duty, NOBODY_LOOKED)[0] for duty in catalogue()} for school in schools]
    then = _met_then(schools, timezone.localdate(now) - BACK)
    return [_part(each.domain, schools, every, [then[school.pk] for school in schools]) for each in domains()]


def duty_lines(schools: Sequence[School], domain: str, now: datetime) -> list[DutyLine]:
    """The duties of one part at every school, those first that stand otherwise at one school than at another."""
    stands = states_of(schools, now)
    lines = []
    for duty in catalogue().values():
        if duty.domain == domain:
            states = [stands[school.pk].get(duty.id, NOBODY_LOOKED)[0] for school in schools]
            lines.append(DutyLine(duty.id, duty.printed(), [(str(STATES[each]), COLOURS[each]) for each in states]))
    return sorted(lines, key=lambda line: (len(set(line.states)) < 2, line.id))


def _part(
    domain: str, schools: Sequence[School], every: Sequence[dict[str, State]], then: Sequence[dict[str, bool]]
) -> Compared:
    duties = [each.id for each in catalogue().values() if each.domain == domain]
    counted = [_counted(duties, found) for found in every]
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
                _moved(duties, percents[place], every[place], then[place]),
                bool(others) and of > 0 and median(others) - percents[place] >= APART,
            )
        )
    return Compared(domain, domain.capitalize(), cells)


def _adopted(duties: list[str], stands: dict[str, State]) -> list[str]:
    return [duty for duty in duties if stands[duty] is not State.NOT_ADOPTED]


def _counted(duties: list[str], stands: dict[str, State]) -> tuple[int, int, int]:
    """Met, adopted and breached of a part."""
    states = [stands[duty] for duty in _adopted(duties, stands)]
    return states.count(State.MET), len(states), states.count(State.BREACHED)


def _moved(duties: list[str], percent: int, stands: dict[str, State], then: dict[str, bool]) -> int | None:
    """Of what is adopted now, so that a policy which was made smaller moves nothing."""
    adopted = _adopted(duties, stands)
    known = [then[duty] for duty in adopted if duty in then]
    return percent - _percent(sum(known), len(adopted)) if known else None


def _met_then(schools: Sequence[School], day: date) -> dict[int, dict[str, bool]]:
    """By the number of a school which duties were met on a day, of those that somebody had looked at. One query."""
    begin, end = (timezone.make_aware(datetime.combine(day + timedelta(days=each), time())) for each in (0, 1))
    spans = DutyStanding.objects.filter(school__in=schools, duty__in=catalogue().keys()).between(begin, end)
    found: dict[int, dict[str, bool]] = {school.pk: {} for school in schools}
    for school, duty, state in spans.order_by("first_asked", "pk").values_list("school", "duty", "state"):
        found[school][duty] = state == State.MET
    return found


def _percent(part: int, of: int) -> int:
    return round(100 * part / of) if of else 0
