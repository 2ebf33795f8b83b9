"""A report as tables: what text, page, paper and spreadsheet all show, in school time and safe to show anywhere."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from belisha.activity.counted import counted
from belisha.activity.escapes import visible
from belisha.activity.questions import Blocked, Used
from belisha.activity.register import Kind
from belisha.activity.reports.report import Part, Report, Welfare
from belisha.activity.reports.words import THEMES, Cell, say_category, say_change

_HOW = {
    "sign-in": "Signed in",
    "device": "A device given to them",
    "room": "A device of a room",
    "network": "A network given to a group",
    "unknown": "Not known",
    "": "Not asked",
}
_VERDICTS = {"allow": "allowed", "block": "blocked", "": "not asked"}
_MEGABYTE = 1_000_000
NOBODY = "No known person"


class Column(NamedTuple):
    """A heading, by which a spreadsheet joins tables. ``sheet_only``: too much detail to read."""

    name: str
    sheet_only: bool = False


Row = tuple[Cell, ...]


class Table(NamedTuple):
    """``empty``: what to say when there are no rows."""

    id: str
    title: str
    about: str
    columns: tuple[Column, ...]
    rows: list[Row]
    empty: str


def tables(report: Report) -> list[Table]:
    """All tables of a report, in reading order."""
    zone = ZoneInfo(report.zone)
    made = (make(report) for make in _makers(report))
    return [table._replace(rows=[_shown(row, zone) for row in table.rows]) for table in made]


def _makers(report: Report) -> list[Callable[[Report], Table]]:
    kind = report.subject.kind
    parts: dict[Kind, list[Callable[[Report], Table]]] = {
        Kind.FEDERATION: [_schools],
        Kind.SCHOOL: [_groups],
        Kind.GROUP: [_groups] if len(report.groups) > 1 else [],
    }
    found = [_welfare] if report.welfare is not None else []
    makers = [_short, *parts.get(kind, []), _visited, _blocked, _searched, *found, _days, _hours]
    if kind is not Kind.FEDERATION:
        makers.append(_devices)
    if report.people:
        makers.append(_people)
    if kind is not Kind.FEDERATION:
        makers.append(_newcomers)
    makers.append(_known)
    return [*makers, _nobody] if kind is Kind.PERSON else makers


def _shown(row: Iterable[Cell], zone: ZoneInfo) -> Row:
    return tuple(_cell(cell, zone) for cell in row)


def _cell(cell: Cell, zone: ZoneInfo) -> Cell:
    if isinstance(cell, str):
        return visible(cell)
    return cell.astimezone(zone) if isinstance(cell, datetime) else cell


def _columns(*names: str, sheet_only: Iterable[str] = ()) -> tuple[Column, ...]:
    return tuple(Column(name, name in sheet_only) for name in names)


def _short(report: Report) -> Table:
    person = report.subject.kind is Kind.PERSON
    wanted = {
        "Pages opened": "pages",
        "Sites visited": "sites",
        "Searches": "searches",
        "Blocked tries": "tries",
        **({} if person else {"People and devices": "people", NOBODY: "nobody_known"}),
    }
    rows: list[Row] = []
    for what, name in wanted.items():
        count: int = getattr(report.now, name)
        then: int | None = getattr(report.before, name) if report.before else None
        rows.append((what, count, *_compared(report, count, then)))
    if person:  # all their own requests are known to be theirs; what matters is the rest on the same devices
        rows.append((NOBODY, sum(row.requests for row in report.nobody), "", "on the same devices"))
    return Table("short", "In short", "", _columns("What", "Number", "Before", "Change"), rows, "")


def _compared(report: Report, count: int, then: int | None) -> tuple[Cell, Cell]:
    earlier = report.wanted.earlier
    if then is None or earlier is None:
        return "", ""
    return then, say_change(count, then, earlier)


def _visited(report: Report) -> Table:
    several = report.subject.kind is not Kind.PERSON
    rows: list[Row] = [
        (
            row.domain,
            row.visits,
            row.pages,
            row.minutes,
            *((row.people,) if several else ()),
            row.first,
            row.last,
        )
        for row in report.visited
    ]
    return Table(
        "visited",
        "Visited",
        "A visit is a stay on one site with no pause over ten minutes. Where only a site's name can be seen, "
        "each connection counts as a page.",
        _columns(
            "Site",
            "Visits",
            "Pages",
            "Minutes",
            *(["People"] if several else []),
            "First",
            "Last",
            sheet_only=["First", *(["Minutes"] if several else [])],
        ),
        rows,
        "No site was visited.",
    )


def _blocked(report: Report) -> Table:
    several = report.subject.kind is not Kind.PERSON
    rows: list[Row] = [
        (
            row.host,
            _reason(row),
            row.category,
            row.rule,
            row.list,
            row.list_version,
            row.tries,
            row.requests,
            *((row.people,) if several else ()),
            row.first,
            row.last,
        )
        for row in report.blocked
    ]
    sheet_only = ["Category", "Rule", "List", "List version", "Requests", "First"]
    return Table(
        "blocked",
        "Blocked",
        "Tries within a minute count once. Browsers and apps also try by themselves.",
        _columns(
            "Site",
            "Why",
            "Category",
            "Rule",
            "List",
            "List version",
            "Tries",
            "Requests",
            *(["People"] if several else []),
            "First",
            "Last",
            sheet_only=sheet_only,
        ),
        rows,
        "Nothing was blocked.",
    )


def _reason(row: Blocked) -> str:
    """Why it was blocked, in words: what kind of site it is, and which list or rule says so."""
    source = f"list {row.list}" if row.list else f"rule {row.rule}" if row.rule else ""
    kind = say_category(row.category)
    return f"{kind} ({source})" if kind and source else kind or source or "no reason on record"


def _searched(report: Report) -> Table:
    return Table(
        "searched",
        "Searched",
        "",
        _columns("Term", "Search engine", "Answer", "Times", "First", "Last", sheet_only=["Search engine", "First"]),
        [
            (row.term, row.engine, _VERDICTS.get(row.verdict, row.verdict), row.times, row.first, row.last)
            for row in report.searched
        ],
        "Nothing was searched for.",
    )


def _welfare(report: Report) -> Table:
    rows: list[Row] = []
    for found in report.welfare or ():
        terms = "; ".join(dict.fromkeys(f"“{term.text}”" for term in found.seen))
        theme = THEMES.get(found.theme, found.theme)
        level = found.level if found.stands else f"false alarm (was {found.level})"
        why = " ".join(filter(None, [found.false_alarm, *found.why]))
        rows.append((theme, level, _whom(report, found), terms, why, found.first, found.last))
    person = report.subject.kind is Kind.PERSON
    return Table(
        "welfare",
        "Welfare themes",
        "What searches and addresses may say about a child's welfare, and on which words that rests. You judge."
        + (" All of them stand here, whatever else was left out." if any(report.wanted.only) else ""),
        _columns(
            "Theme",
            "Level",
            "Whose",
            "Words",
            "Because",
            "First",
            "Last",
            sheet_only=["Last", *(["Whose"] if person else [])],
        ),
        rows,
        "No welfare theme was found.",
    )


def _whom(report: Report, found: Welfare) -> str:
    if report.subject.kind is Kind.FEDERATION:
        return next((part.name for part in report.schools if part.id == found.school), found.school)
    if found.person:
        return report.name(found.person)
    if found.device or found.address:
        return report.name(found.device) or found.address
    return report.name(found.group) or "somebody"


def _days(report: Report) -> Table:
    heading = "Week of" if report.by_week else "Day"
    return Table(
        "days",
        "By week" if report.by_week else "By day",
        "",
        _columns(heading, "Pages", "Blocked tries", "Searches", "Requests", sheet_only=["Requests"]),
        [(row.day, row.pages, row.tries, row.searches, row.requests) for row in report.days],
        "",
    )


def _hours(report: Report) -> Table:
    return Table(
        "hours",
        "By hour of the day",
        "",
        _columns("Hour", "Pages", "Blocked tries", "Searches", "Requests", sheet_only=["Requests"]),
        [(f"{row.hour:02d}:00", row.pages, row.tries, row.searches, row.requests) for row in report.hours],
        "",
    )


def _devices(report: Report) -> Table:
    columns = _columns("Device", "Address", "Requests", "First", "Last", sheet_only=["First"])
    return Table("devices", "Devices", "", columns, _used(report, report.devices), "No device was used.")


def _used(report: Report, rows: Iterable[Used]) -> list[Row]:
    return [
        (report.name(row.device) if row.device else "not listed", row.address, row.requests, row.first, row.last)
        for row in rows
    ]


def _part_rows(parts: Iterable[Part], nobody: str) -> list[Row]:
    return [(part.name or nobody, part.people, part.pages, part.searches, part.tries) for part in parts]


def _schools(report: Report) -> Table:
    columns = _columns("School", "People", "Pages", "Searches", "Blocked tries")
    rows = _part_rows(report.schools, "no school known")
    return Table("schools", "School by school", "", columns, rows, "No school used the internet.")


def _groups(report: Report) -> Table:
    columns = _columns("Group", "People", "Pages", "Searches", "Blocked tries")
    rows = _part_rows(report.groups, "no group known")
    return Table("groups", "Group by group", "", columns, rows, "No group used the internet.")


def _people(report: Report) -> Table:
    rows: list[Row] = [
        (part.name or "nobody known", part.pages, part.searches, part.tries, part.last) for part in report.people
    ]
    columns = _columns("Person", "Pages", "Searches", "Blocked tries", "Last")
    about = "Named because the report was asked for with names; that is on record."
    return Table("people", "People", about, columns, rows, "Nobody used the internet.")


def _newcomers(report: Report) -> Table:
    if report.newcomers is None:
        empty = "The record does not go back far enough to tell: two weeks before the period are needed."
    else:
        empty = "None: every site had been visited before."
    return Table(
        "newcomers",
        "New to the school",
        "Nobody at the school had visited these sites in the twelve weeks before.",
        _columns("Site", "Visits", "Pages", "First"),
        [(row.domain, row.visits, row.pages, row.first) for row in report.newcomers or []],
        empty,
    )


def _known(report: Report) -> Table:
    rows: list[Row] = [(_HOW.get(row.how, row.how), row.requests) for row in report.known]
    about = f"{counted(report.now.requests, 'request')}, {round(report.now.bytes / _MEGABYTE):,} MB received."
    if report.now.nobody_known:
        about += f" {report.now.nobody_known:,} of them had no known person."
    return Table("known", "How it was known who it was", about, _columns("How", "Requests"), rows, "No requests.")


def _nobody(report: Report) -> Table:
    return Table(
        "nobody",
        "No known person, on the same devices",
        "Requests from the same addresses when nobody had signed in: by this person, or by others.",
        _columns("Device", "Address", "Requests", "First", "Last", sheet_only=["First"]),
        _used(report, report.nobody),
        "None: nobody used these devices without signing in.",
    )
