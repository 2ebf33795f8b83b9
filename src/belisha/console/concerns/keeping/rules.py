"""How long a record is kept: classes as classes.yaml has them, and the clock of a case. The longest clock wins."""

from __future__ import annotations

from calendar import isleap
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

__all__ = [
    "HOLD_MOST_YEARS",
    "KEEP_MOST_YEARS",
    "Adult",
    "Case",
    "Child",
    "Clock",
    "RecordClass",
    "classes",
    "clock_of",
    "clock_of_hand_over",
    "clock_of_received",
    "shortest",
    "years_after",
]

KEEP_MOST_YEARS: Final = 10  # after which somebody looks again
HOLD_MOST_YEARS: Final = 2
NEVER: Final = 200  # years: of an adult who is still here nobody knows the end


class RecordClass(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A class of record; what the fields mean is told in classes.yaml."""

    id: str
    title: str
    clock: Literal["birth", "pension", "leaving", "closing", "receipt"]
    years: int
    unknown: int
    binding: Literal["law", "guidance", "advice"]
    source: str
    at_least: int = 0
    categories: tuple[str, ...] = ()


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: int
    classes: tuple[RecordClass, ...]


class Child(NamedTuple):
    """A child whom a record is about. `handed_on`: the day of the next school's receipt for what is recorded here."""

    born: date | None = None
    looked_after: bool = False
    handed_on: date | None = None


class Adult(NamedTuple):
    """Somebody who works or worked here, of whom something is said. Not on the register: nothing is known of them."""

    born: date | None = None
    left: date | None = None
    on_register: bool = False


class Case(NamedTuple):
    """What a clock goes by. `low_level`: found to be below the threshold of an allegation."""

    categories: frozenset[str]
    reported: date
    closed: date
    words_only: bool = False
    low_level: bool = False
    children: tuple[Child, ...] = ()
    adults: tuple[Adult, ...] = ()


class Clock(NamedTuple):
    """Until when a record is kept, and by which class; due on the day after."""

    until: date
    record_class: RecordClass


@cache
def classes() -> dict[str, RecordClass]:
    """All classes by id, in the order of the file."""
    read = msgspec.yaml.decode((Path(__file__).parent / "classes.yaml").read_bytes(), type=_File)
    return {one.id: one for one in read.classes}


def years_after(day: date, years: int) -> date:
    """The same day so many years later; 29 February becomes 1 March where there is none."""
    year = day.year + years
    if (day.month, day.day) == (2, 29) and not isleap(year):
        return day.replace(year=year, month=3, day=1)
    return day.replace(year=year)


def shortest(longer: Mapping[str, int]) -> int:
    """Years after closing before which nothing can be due but what goes by an adult's last day."""
    return min(one.years + longer.get(one.id, 0) for one in classes().values() if one.clock in {"closing", "receipt"})


def clock_of(case: Case, longer: Mapping[str, int]) -> Clock:
    """The longest clock of a case. `longer`: years that the school adds, by class."""
    return max(_clocks(case, longer), key=lambda clock: clock.until)


def clock_of_hand_over(began: date, receipt: date | None, longer: Mapping[str, int]) -> Clock:
    """Until when it is kept that a file went, and who has it."""
    rule = classes()["hand-over"]
    until = years_after(receipt, rule.years) if receipt else years_after(began, rule.unknown)
    return Clock(years_after(until, longer.get(rule.id, 0)), rule)


def clock_of_received(taken_in: date, born: date | None, longer: Mapping[str, int]) -> Clock:
    """Until when it is kept that a file came."""
    rule = classes()["received-file"]
    until = years_after(born, rule.years) if born else years_after(taken_in, rule.unknown)
    return Clock(years_after(until, longer.get(rule.id, 0)), rule)


def _clocks(case: Case, longer: Mapping[str, int]) -> Iterator[Clock]:
    found = [
        *_of_category(case),
        *(pair for child in case.children for pair in _of_child(case, child)),
        *(_of_adult(case, adult) for adult in case.adults),
    ]
    for name, until in found or [("no-child", years_after(case.closed, classes()["no-child"].years))]:
        yield Clock(years_after(until, longer.get(name, 0)), classes()[name])


def _of_category(case: Case) -> Iterator[tuple[str, date]]:
    for one in classes().values():
        fits = bool(case.categories & set(one.categories))
        if fits or (one.id == "sexual-abuse" and case.words_only):
            yield one.id, years_after(case.closed, one.years)


def _of_child(case: Case, child: Child) -> Iterator[tuple[str, date]]:
    if child.handed_on:
        yield "handed-on", years_after(child.handed_on, classes()["handed-on"].years)
        return
    for name in ("child", "looked-after") if child.looked_after else ("child",):
        rule = classes()[name]
        known = years_after(child.born, rule.years) if child.born else years_after(case.closed, rule.unknown)
        yield name, known


def _of_adult(case: Case, adult: Adult) -> tuple[str, date]:
    if case.low_level:
        rule = classes()["low-level"]
        if adult.left:
            return rule.id, years_after(max(adult.left, case.closed), rule.years)
        return rule.id, years_after(case.closed, NEVER if adult.on_register else rule.unknown)
    rule = classes()["staff-allegation"]
    least = years_after(case.reported, rule.at_least)
    known = years_after(adult.born, rule.years) if adult.born else years_after(case.closed, rule.unknown)
    return rule.id, max(least, known)
