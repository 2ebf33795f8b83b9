"""A report as tables: what text, page and spreadsheet all show, in school time and safe to show anywhere."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from belisha.activity.escapes import visible
from belisha.activity.questions import Used
from belisha.activity.register import Kind
from belisha.activity.reports.week import Report

Cell = str | int | date | datetime

_HOW = {
    "sign-in": "signed in",
    "device": "a device given to them",
    "room": "a device of a room",
    "network": "a network given to a group",
    "unknown": "not known",
    "": "not asked",
}
_VERDICTS = {"allow": "allowed", "block": "blocked", "": "not asked"}


class Table(NamedTuple):
    """``columns``: headings by which a spreadsheet joins tables; ``empty``: what to say when there are no rows."""

    id: str
    title: str
    about: str
    columns: tuple[str, ...]
    rows: list[tuple[Cell, ...]]
    empty: str


def tables(report: Report) -> list[Table]:
    """All tables of a report, in reading order."""
    makers: list[Callable[[Report], Table]] = [_short, _visited, _blocked, _searched, _days, _hours, _devices, _known]
    if report.subject.kind is Kind.PERSON:
        makers.append(_nobody)
    zone = ZoneInfo(report.zone)
    return [
        table._replace(rows=[_shown(row, zone) for row in table.rows]) for table in (make(report) for make in makers)
    ]


def _shown(row: Iterable[Cell], zone: ZoneInfo) -> tuple[Cell, ...]:
    return tuple(_cell(cell, zone) for cell in row)


def _cell(cell: Cell, zone: ZoneInfo) -> Cell:
    if isinstance(cell, str):
        return visible(cell)
    return cell.astimezone(zone) if isinstance(cell, datetime) else cell


def _short(report: Report) -> Table:
    sums = report.totals
    rows: list[tuple[Cell, ...]] = [
        ("Requests", sums.requests),
        ("Pages opened", sum(day.pages for day in report.days)),
        ("Sites visited", len(report.visited)),
        ("Requests blocked", sums.blocked),
        ("Searches", sum(search.times for search in report.searched)),
        ("Requests with nobody known", sums.nobody_known),
        ("Megabytes received", round(sums.bytes / 1_000_000)),
    ]
    return Table("short", "In short", "", ("What", "Number"), rows, "")


def _visited(report: Report) -> Table:
    return Table(
        "visited",
        "Visited",
        "A visit is a stay on one site without a pause of more than ten minutes. "
        "Where only a site's name can be seen, each connection counts as a page. Minutes are approximate.",
        ("Site", "Visits", "Pages", "Minutes", "First", "Last"),
        [(row.domain, row.visits, row.pages, row.minutes, row.first, row.last) for row in report.visited],
        "No site was visited.",
    )


def _blocked(report: Report) -> Table:
    reason = ("Site", "Category", "Rule", "List", "List version", "Tries", "Requests")
    several = report.subject.kind is not Kind.PERSON
    rows: list[tuple[Cell, ...]] = []
    for row in report.blocked:
        why: tuple[Cell, ...] = (row.host, row.category, row.rule, row.list, row.list_version, row.tries, row.requests)
        rows.append((*why, *((row.people,) if several else ()), row.first, row.last))
    return Table(
        "blocked",
        "Blocked",
        "Tries within one minute count once. Browsers and apps also try by themselves, without anybody asking.",
        (*reason, *(("People",) if several else ()), "First", "Last"),
        rows,
        "Nothing was blocked.",
    )


def _searched(report: Report) -> Table:
    return Table(
        "searched",
        "Searched",
        "",
        ("Term", "Search engine", "Answer", "Times", "First", "Last"),
        [
            (row.term, row.engine, _VERDICTS.get(row.verdict, row.verdict), row.times, row.first, row.last)
            for row in report.searched
        ],
        "Nothing was searched for.",
    )


def _days(report: Report) -> Table:
    return Table(
        "days",
        "By day",
        "",
        ("Day", "Requests", "Pages", "Blocked"),
        [(row.day, row.requests, row.pages, row.blocked) for row in report.days],
        "",
    )


def _hours(report: Report) -> Table:
    return Table(
        "hours",
        "By hour of the day",
        "All days of the period together; hours without requests are left out.",
        ("Hour", "Requests", "Pages", "Blocked"),
        [(f"{row.hour:02d}:00 to {row.hour:02d}:59", row.requests, row.pages, row.blocked) for row in report.hours],
        "No requests.",
    )


def _used(rows: Iterable[Used]) -> list[tuple[Cell, ...]]:
    return [(row.device or "not listed", row.address, row.requests, row.first, row.last) for row in rows]


def _devices(report: Report) -> Table:
    columns = ("Device", "Address", "Requests", "First", "Last")
    return Table("devices", "Devices used", "", columns, _used(report.devices), "No device was used.")


def _known(report: Report) -> Table:
    return Table(
        "known",
        "How it was known who it was",
        "",
        ("How", "Requests"),
        [(_HOW.get(row.how, row.how), row.requests) for row in report.known],
        "No requests.",
    )


def _nobody(report: Report) -> Table:
    return Table(
        "nobody",
        "Nobody known, on the same devices",
        "Requests of the period from the same addresses when nobody had signed in: by this person, or by others.",
        ("Device", "Address", "Requests", "First", "Last"),
        _used(report.nobody),
        "None.",
    )
