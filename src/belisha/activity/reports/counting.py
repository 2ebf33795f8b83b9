"""Counting a report, or the reports of many people in one pass over the record."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

import msgspec

from belisha.activity import questions
from belisha.activity.days import Period, day_start
from belisha.activity.questions import Asking, Quarter, Share, Totals
from belisha.activity.register import Kind, Register
from belisha.activity.reports.attention import worth_looking_at
from belisha.activity.reports.newcomers import first_day, new_to_school
from belisha.activity.reports.report import (
    Day,
    Hour,
    Making,
    Newcomer,
    Part,
    Report,
    Wanted,
    Welfare,
    blocks_in_order,
    in_order,
    searches_in_order,
)
from belisha.activity.reports.welfare import concerns, welfare
from belisha.activity.store import Scope, Store, View
from belisha.activity.subjects import Subject

HOUR_MS = 60 * 60_000
DAYS_ONE_BY_ONE = 31  # a longer period is shown week by week
EARLIEST_LAST_HOUR, LATEST_FIRST_HOUR = 15, 8  # the hours that are shown even without requests
_SMALL = frozenset({Kind.PERSON, Kind.DEVICE, Kind.ROOM})
EACH = {Kind.PERSON: "person", Kind.DEVICE: "device"}
_Row = TypeVar("_Row", bound=msgspec.Struct)


class Counted(msgspec.Struct):
    """The answers about one subject, as they come from the record."""

    totals: list[Totals] = []
    quarters: list[Quarter] = []
    visited: list[questions.Visited] = []
    blocked: list[questions.Blocked] = []
    refused: list[questions.Refused] = []
    searched: list[questions.Searched] = []
    devices: list[questions.Used] = []
    known: list[questions.Known] = []
    nobody: list[questions.Used] = []


class Besides(NamedTuple):
    """What is known without a question: findings about the subject, and on which day the record begins."""

    found: list[Welfare]
    begun: date | None


class Desk(msgspec.Struct, frozen=True):
    """Where reports are made: the record, the names, and who asks for them."""

    home: Path
    store: Store
    register: Register
    making: Making


def make_report(desk: Desk, subject: Subject, wanted: Wanted) -> Report:
    """Count everything about one subject, in one snapshot."""
    scope = Scope(subject.schools, wanted.span, desk.register.zone)
    asking = _asking(wanted, scope.zone, small=subject.kind in _SMALL or any(wanted.only))
    counted, parts = desk.store.ask(scope, lambda view: _count(view, subject, wanted, asking))
    found = [each for each in welfare(desk.home, _now(scope, wanted)) if concerns(each, subject)]
    ours = counted.get("", Counted())
    return _report(desk, subject, wanted, ours, parts, Besides(found, first_day(desk.home, subject.schools)))


def make_reports(desk: Desk, subjects: Sequence[Subject], wanted: Wanted) -> Iterable[Report]:
    """The reports of many people, or many devices, of one school, each as make_report would make it."""
    first = subjects[0]
    column = EACH[first.kind]
    scope = Scope(first.schools, wanted.span, desk.register.zone)
    asking = _asking(wanted, scope.zone, small=False)._replace(each=column)
    choices = [(column, tuple(subject.id for subject in subjects))]
    counted = desk.store.ask(scope, lambda view: _answers(view, choices, asking, person=first.kind is Kind.PERSON))
    found, begun = welfare(desk.home, _now(scope, wanted)), first_day(desk.home, first.schools)
    for subject in subjects:
        theirs = [each for each in found if concerns(each, subject)]
        yield _report(desk, subject, wanted, counted.get(subject.id, Counted()), {}, Besides(theirs, begun))


def _now(scope: Scope, wanted: Wanted) -> Scope:
    return scope._replace(period=wanted.stretch.period)


def _asking(wanted: Wanted, zone: ZoneInfo, *, small: bool) -> Asking:
    start = day_start(wanted.stretch.period.first, zone)
    until = day_start(wanted.earlier.period.last + timedelta(days=1), zone) if wanted.earlier else start
    return Asking(start=start, until=until, only=wanted.only, small=small)


_Parts = dict[Kind, list[Share]]


def _count(view: View, subject: Subject, wanted: Wanted, asking: Asking) -> tuple[dict[str, Counted], _Parts]:
    counted = _answers(view, subject.choices, asking, person=subject.kind is Kind.PERSON)
    parts: _Parts = {}
    if subject.kind is Kind.FEDERATION:
        parts[Kind.SCHOOL] = questions.shares(view, "school")
    if subject.kind in (Kind.SCHOOL, Kind.GROUP):
        parts[Kind.GROUP] = questions.shares(view, "group")
    if wanted.names and subject.kind is not Kind.PERSON:
        parts[Kind.PERSON] = questions.shares(view, "person")
    return counted, parts


def _answers(
    view: View, choices: Iterable[tuple[str, Sequence[str]]], asking: Asking, *, person: bool
) -> dict[str, Counted]:
    questions.prepare(view, choices, asking)
    step = HOUR_MS if _whole_hours(view.scope.period, view.scope.zone) else questions.QUARTER_MS
    held: dict[str, Counted] = {}

    def file(name: str, rows: Iterable[_Row], subject_of: Callable[[_Row], str]) -> None:
        for row in rows:
            subject = subject_of(row)
            if subject not in held:
                held[subject] = Counted()
            getattr(held[subject], name).append(row)

    file("totals", questions.all_totals(view), lambda row: row.subject)
    file("quarters", questions.quarters(view, step), lambda row: row.subject)
    file("visited", questions.visited(view), lambda row: row.subject)
    file("blocked", questions.blocked(view), lambda row: row.subject)
    file("refused", questions.refused(view), lambda row: row.subject)
    file("searched", questions.searched(view), lambda row: row.subject)
    file("devices", questions.devices(view), lambda row: row.subject)
    file("known", questions.ways_known(view), lambda row: row.subject)
    if person:
        file("nobody", questions.nobody_on_their_devices(view, asking.start), lambda row: row.subject)
    return held


def _whole_hours(period: Period, zone: ZoneInfo) -> bool:
    """Whether every hour of the school's clock begins with one of UTC's."""
    return all(
        not datetime(day.year, day.month, day.day, tzinfo=zone).utcoffset() % timedelta(hours=1)  # type: ignore[operator]  # a zone always has an offset
        for day in (period.first, period.last)
    )


def _report(desk: Desk, subject: Subject, wanted: Wanted, counted: Counted, parts: _Parts, besides: Besides) -> Report:
    zone, period, (found, begun) = desk.register.zone, wanted.stretch.period, besides
    if subject.kind is not Kind.PERSON and not wanted.names:
        found = [_nameless(each) for each in found]
    by_week = len(period.days()) > DAYS_ONE_BY_ONE
    report = Report(
        subject=subject,
        wanted=wanted,
        zone=zone.key,
        making=desk.making,
        now=next((row for row in counted.totals if row.is_now), Totals()),
        before=_before(counted, wanted, begun),
        by_week=by_week,
        days=_days(counted.quarters, _until(desk, period), zone, by_week=by_week),
        hours=_hours(counted.quarters, zone),
        visited=in_order(counted.visited, wanted.sort),
        blocked=blocks_in_order(counted.blocked, wanted.sort),
        refused=counted.refused,
        searched=searches_in_order(counted.searched, wanted.sort),
        devices=counted.devices,
        known=counted.known,
        nobody=counted.nobody,
        welfare=found,
        newcomers=_newcomers(desk, subject, wanted, counted),
        schools=_parts(desk.register, Kind.SCHOOL, subject, parts),
        groups=_parts(desk.register, Kind.GROUP, subject, parts),
        people=_parts(desk.register, Kind.PERSON, subject, parts),
        begun=begun,
        names=_names(desk.register, subject, counted, found),
    )
    return msgspec.structs.replace(report, worth=worth_looking_at(report))


def _before(counted: Counted, wanted: Wanted, begun: date | None) -> Totals | None:
    if wanted.earlier is None:
        return None
    if begun and begun > wanted.earlier.period.last:
        return None  # what is not on record is not nothing
    return next((row for row in counted.totals if not row.is_now), Totals(is_now=False))


def _newcomers(desk: Desk, subject: Subject, wanted: Wanted, counted: Counted) -> list[Newcomer] | None:
    if subject.kind is Kind.FEDERATION:
        return None
    scope = Scope(subject.schools, wanted.stretch.period, desk.register.zone)
    new = new_to_school(desk.home, desk.store, scope, [row.domain for row in counted.visited])
    if new is None:
        return None
    return [
        Newcomer(domain=row.domain, visits=row.visits, pages=row.pages, first=row.first)
        for row in counted.visited
        if row.domain in new
    ]


def _parts(register: Register, kind: Kind, subject: Subject, parts: _Parts) -> list[Part]:
    named = {one: names[0] for school in subject.schools for one, names in register.named(kind, school).items()}
    return [
        Part(
            id=share.one,
            name=named.get(share.one, share.one),
            people=share.people,
            pages=share.pages,
            tries=share.tries,
            searches=share.searches,
            last=share.last,
        )
        for share in parts.get(kind, [])
    ]


def _names(register: Register, subject: Subject, counted: Counted, found: Iterable[Welfare]) -> dict[str, str]:
    """Names of what the report mentions, and of nothing else: it may be handed on as data."""
    mentioned = {row.device for row in (*counted.devices, *counted.nobody)}
    mentioned |= {one for each in found for one in (each.person, each.group, each.device)}
    return {
        one: called[0]
        for kind in (Kind.DEVICE, Kind.GROUP, Kind.PERSON)
        for school in subject.schools
        for one, called in register.named(kind, school).items()
        if one in mentioned
    }


def _nameless(found: Welfare) -> Welfare:
    """The finding without who it was, for a report that names nobody."""
    return msgspec.structs.replace(found, person="", device="", address="")


def _until(desk: Desk, period: Period) -> Period:
    """The days of a period that have begun: a nought on one to come would read as silence."""
    today = desk.making.at.astimezone(desk.register.zone).date()
    return Period(period.first, max(period.first, min(period.last, today)))


def _days(quarters: Iterable[Quarter], period: Period, zone: ZoneInfo, *, by_week: bool) -> list[Day]:
    held: dict[date, list[Quarter]] = {_first_of(day, by_week=by_week): [] for day in period.days()}
    for quarter in quarters:
        day = _first_of(quarter.start.astimezone(zone).date(), by_week=by_week)
        held.setdefault(day, []).append(quarter)  # also one that a gateway whose clock is ahead says is to come
    return [Day(day=day, **_sums(some)) for day, some in sorted(held.items())]


def _first_of(day: date, *, by_week: bool) -> date:
    return day - timedelta(days=day.weekday()) if by_week else day


def _hours(quarters: Iterable[Quarter], zone: ZoneInfo) -> list[Hour]:
    held: dict[int, list[Quarter]] = {}
    for quarter in quarters:
        held.setdefault(quarter.start.astimezone(zone).hour, []).append(quarter)
    shown = range(min([LATEST_FIRST_HOUR, *held]), max([EARLIEST_LAST_HOUR, *held]) + 1)
    return [Hour(hour=hour, **_sums(held.get(hour, []))) for hour in shown]


def _sums(quarters: Iterable[Quarter]) -> dict[str, int]:
    some = list(quarters)
    return {
        name: sum(getattr(quarter, name) for quarter in some) for name in ("requests", "pages", "tries", "searches")
    }
