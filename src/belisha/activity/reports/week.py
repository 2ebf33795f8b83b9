"""The report of a period: what was visited, blocked and searched by a person, device, group or school."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec

from belisha.activity import questions
from belisha.activity.days import Period
from belisha.activity.questions import Blocked, Known, Quarter, Searched, Totals, Used, Visited
from belisha.activity.register import Kind
from belisha.activity.store import Scope, Store, View
from belisha.activity.subjects import Subject


class Sums(msgspec.Struct, frozen=True, kw_only=True):
    """Requests, and the pages and blocks among them."""

    requests: int
    pages: int
    blocked: int


class Day(Sums, frozen=True, kw_only=True):
    """The sums of a school day."""

    day: date


class Hour(Sums, frozen=True, kw_only=True):
    """The sums of an hour of the day over the whole period; ``hour`` from 0 to 23, in school time."""

    hour: int


class Making(msgspec.Struct, frozen=True, kw_only=True):
    """Who made the report, when and what for."""

    by: str
    at: datetime
    purpose: str


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """All that a report says. Times are instants in UTC; days and hours are the school's, in ``zone``."""

    subject: Subject
    period: Period
    zone: str
    making: Making
    totals: Totals
    days: list[Day]
    hours: list[Hour]
    visited: list[Visited]
    blocked: list[Blocked]
    searched: list[Searched]
    devices: list[Used]
    known: list[Known]
    nobody: list[Used]  # on the devices that a person used

    @property
    def empty(self) -> bool:
        """Whether nothing was recorded."""
        return not self.totals.requests


def make_report(store: Store, subject: Subject, scope: Scope, making: Making) -> Report:
    """Count everything, in one snapshot."""
    return store.ask(scope, lambda view: _report(view, subject, making))


def _report(view: View, subject: Subject, making: Making) -> Report:
    questions.prepare(view, subject.choices)
    quarters = questions.quarters(view)
    return Report(
        subject=subject,
        period=view.scope.period,
        zone=view.scope.zone.key,
        making=making,
        totals=questions.totals(view),
        days=_days(quarters, view.scope.period, view.scope.zone),
        hours=_hours(quarters, view.scope.zone),
        visited=questions.visited(view),
        blocked=questions.blocked(view),
        searched=questions.searched(view),
        devices=questions.devices(view),
        known=questions.ways_known(view),
        nobody=questions.nobody_on_their_devices(view) if subject.kind is Kind.PERSON else [],
    )


def _days(quarters: Iterable[Quarter], period: Period, zone: ZoneInfo) -> list[Day]:
    held: dict[date, list[Quarter]] = {day: [] for day in period.days()}
    for quarter in quarters:
        held[quarter.start.astimezone(zone).date()].append(quarter)
    return [Day(day=day, **_sums(some)) for day, some in held.items()]


def _hours(quarters: Iterable[Quarter], zone: ZoneInfo) -> list[Hour]:
    held: dict[int, list[Quarter]] = {}
    for quarter in quarters:
        held.setdefault(quarter.start.astimezone(zone).hour, []).append(quarter)
    return [Hour(hour=hour, **_sums(some)) for hour, some in sorted(held.items())]


def _sums(quarters: list[Quarter]) -> dict[str, int]:
    return {
        "requests": sum(quarter.requests for quarter in quarters),
        "pages": sum(quarter.pages for quarter in quarters),
        "blocked": sum(quarter.tries for quarter in quarters),
    }
