"""What a report says: counted once from the record, for one subject or for many at a time."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

import msgspec

from belisha.activity.days import Period
from belisha.activity.questions import Blocked, Known, Only, Refused, Searched, Totals, Used, Visited
from belisha.activity.reports.periods import Earlier, Stretch
from belisha.activity.subjects import Subject

_Row = TypeVar("_Row", Visited, Blocked, Searched)


class Sort(StrEnum):
    """In which order sites, blocks and searches are listed."""

    MOST = "most"
    NAME = "name"
    FIRST = "first"
    LAST = "last"


class Making(msgspec.Struct, frozen=True, kw_only=True):
    """Who asked for the report, when it was made and what for."""

    by: str
    at: datetime
    purpose: str


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of a report besides its subject. ``names``: whether people may be named in it."""

    stretch: Stretch
    earlier: Earlier | None = None
    only: Only = Only()
    sort: Sort = Sort.MOST
    names: bool = False

    @property
    def span(self) -> Period:
        """All days that must be read."""
        first = self.earlier.period.first if self.earlier else self.stretch.period.first
        return Period(first, self.stretch.period.last)


class Sums(msgspec.Struct, frozen=True, kw_only=True):
    """Requests, pages opened, tries that were blocked, and searches."""

    requests: int = 0
    pages: int = 0
    tries: int = 0
    searches: int = 0


class Day(Sums, frozen=True, kw_only=True):
    """The sums of a school day; of a week where the period is long, by its first day."""

    day: date


class Hour(Sums, frozen=True, kw_only=True):
    """The sums of an hour of the day over the whole period; ``hour`` from 0 to 23, in school time."""

    hour: int


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """What falls to one school, group, device or person."""

    id: str
    name: str
    people: int
    pages: int
    tries: int
    searches: int
    last: datetime


class Newcomer(msgspec.Struct, frozen=True, kw_only=True):
    """A site that nobody at the school had visited in the weeks before the period."""

    domain: str
    visits: int
    pages: int
    first: datetime


class Term(msgspec.Struct, frozen=True, kw_only=True):
    """What was searched for or opened. ``kind``: search or page."""

    text: str
    at: datetime
    kind: str
    verdict: str


class Welfare(msgspec.Struct, frozen=True, kw_only=True):
    """A finding as a report tells it. ``why``: which words, and what made it graver, in sentences.

    ``false_alarm``: who called it one, when and why; it ``stands`` unless somebody did and nothing came after that.
    """

    id: str
    theme: str
    level: str
    first: datetime
    last: datetime
    school: str
    person: str
    group: str
    device: str
    address: str
    seen: tuple[Term, ...]
    why: tuple[str, ...]
    false_alarm: str = ""
    stands: bool = True


class Worth(msgspec.Struct, frozen=True, kw_only=True):
    """Something worth looking at first. ``weight``: the more the sooner; ``section``: id of the table to look at."""

    rule: str
    weight: int
    sentence: str
    why: str
    section: str


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """All that a report says. Times are instants in UTC; days and hours are the school's, in ``zone``."""

    subject: Subject
    wanted: Wanted
    zone: str
    making: Making
    now: Totals
    before: Totals | None
    by_week: bool
    days: list[Day]
    hours: list[Hour]
    visited: list[Visited]
    blocked: list[Blocked]
    refused: list[Refused]
    searched: list[Searched]
    devices: list[Used]
    known: list[Known]
    nobody: list[Used]  # on the devices that a person used
    welfare: list[Welfare] | None  # None: it is told elsewhere, to those who may see it
    newcomers: list[Newcomer] | None  # None: the record does not go back far enough to tell
    schools: list[Part] = []
    groups: list[Part] = []
    people: list[Part] = []
    begun: date | None = None  # the first day of the schools that is still on record, as far as it is in Parquet
    names: Mapping[str, str] = {}  # of people, groups and devices, by id
    worth: list[Worth] = []

    @property
    def empty(self) -> bool:
        """Whether nothing was recorded."""
        return not self.now.requests

    @property
    def findings(self) -> list[Welfare]:
        """What was found and nobody called a false alarm."""
        return [each for each in self.welfare or () if each.stands]

    def name(self, one: str) -> str:
        """The name of a person, group or device; the id where the policy does not hold it."""
        return self.names.get(one, one)


def in_order(rows: Iterable[Visited], sort: Sort) -> list[Visited]:
    """Sites in the order asked for; as they came are those with the most visits."""
    return _ordered(list(rows), sort, "domain")


def blocks_in_order(rows: Iterable[Blocked], sort: Sort) -> list[Blocked]:
    """Blocks in the order asked for; as they came are those with the most tries."""
    return _ordered(list(rows), sort, "host")


def searches_in_order(rows: Iterable[Searched], sort: Sort) -> list[Searched]:
    """Searches in the order asked for: the most often made first."""
    held = list(rows)
    if sort is Sort.MOST:
        return sorted(held, key=lambda row: (-row.times, row.first, row.term))
    return _ordered(held, sort, "term")


def _ordered(rows: list[_Row], sort: Sort, name: str) -> list[_Row]:
    if sort is Sort.NAME:
        return sorted(rows, key=lambda row: str(getattr(row, name)).casefold())
    if sort is Sort.FIRST:
        return sorted(rows, key=lambda row: row.first)
    return sorted(rows, key=lambda row: row.last, reverse=True) if sort is Sort.LAST else rows
