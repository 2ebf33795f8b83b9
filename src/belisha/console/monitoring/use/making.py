"""Makes a report of internet use from the record: as the page shows it, as a page of its own for paper, and as CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec

from belisha.activity.register import Kind, Register, read_register
from belisha.activity.reports.attention import looked_for, worth_looking_at
from belisha.activity.reports.counting import Desk, make_report
from belisha.activity.reports.page import CHARTS, IN_FULL, ROWS_OPEN, as_page
from belisha.activity.reports.periods import Length, Stretch, check_begun, earlier, find_term
from belisha.activity.reports.report import Making, Report, Wanted
from belisha.activity.reports.spreadsheet import as_csv
from belisha.activity.reports.tables import tables
from belisha.activity.reports.wording import heading, quiet, title
from belisha.activity.reports.words import sayer
from belisha.activity.store import Store
from belisha.activity.subjects import Subject, UnknownSubjectError, calendar_of, find_subject
from belisha.console.monitoring.use.rules import period_of

if TYPE_CHECKING:
    from datetime import date, datetime
    from pathlib import Path

    from belisha.activity.reports.tables import Table
    from belisha.console.monitoring.models import UseReport

__all__ = ["Made", "make"]

ROWS: Final = 300


class Made(NamedTuple):
    """A report in its forms, and the days that it is about."""

    content: dict[str, Any]
    page: str
    sheet: str
    first: date
    last: date


def make(home: Path, wanted: UseReport, now: datetime) -> Made:
    """Count it. Raises ActivityError, OSError, ValueError."""
    look, register = wanted.look, read_register(home)
    making = Making(by=look.by_name, at=now, purpose=look.purpose)
    desk = Desk(home, Store.open(home), register, making)
    subject = _subject(desk, wanted)
    calendar = calendar_of(register, subject.schools)
    stretch = _stretch(wanted, register, subject)
    today = now.astimezone(register.zone).date()
    check_begun(stretch, today)
    before = earlier(stretch, calendar, today)
    report = make_report(desk, subject, Wanted(stretch=stretch, earlier=before))
    if subject.kind is not Kind.PERSON:  # what was found of people stands on the board, for those who may see it
        report = msgspec.structs.replace(report, welfare=None)
        report = msgspec.structs.replace(report, worth=worth_looking_at(report))
    return Made(_content(report), as_page(report), as_csv(report), stretch.period.first, stretch.period.last)


def _subject(desk: Desk, wanted: UseReport) -> Subject:
    look, code = wanted.look, wanted.school.code
    names = [look.subject]
    if look.person is not None and look.person.user.username:
        names.append(look.person.user.username)  # as the policy called them before the console kept it
    for name in names[:-1]:
        try:
            return find_subject(desk.store, desk.register, Kind(look.kind), name, [code])
        except UnknownSubjectError:
            continue
    return find_subject(desk.store, desk.register, Kind(look.kind), names[-1], [code])


def _stretch(wanted: UseReport, register: Register, subject: Subject) -> Stretch:
    look = wanted.look
    first = look.first or look.at.astimezone(register.zone).date()
    length = Length(wanted.length)
    if length is Length.TERM:
        return find_term(calendar_of(register, subject.schools), wanted.term, first)
    return Stretch(length, period_of(length.value, first, look.last))


def _content(report: Report) -> dict[str, Any]:
    say = sayer(report.wanted.stretch.period)
    return {
        "title": title(report),
        "head": [list(line) for line in heading(report)],
        "empty": report.empty,
        "worth": [{"sentence": each.sentence, "why": each.why} for each in report.worth],
        "quiet": [] if report.worth or report.empty else [quiet(report), looked_for(report)],
        "tables": [] if report.empty else [_table(each, say) | _chart(report, each) for each in tables(report)],
    }


def _chart(report: Report, table: Table) -> dict[str, str]:
    chart = CHARTS.get(table.id)
    return {"chart": str(chart(report))} if chart else {}


def _table(table: Table, say: Any) -> dict[str, Any]:
    places = [place for place, column in enumerate(table.columns) if not column.sheet_only]
    rows = table.rows[:ROWS]
    return {
        "id": table.id,
        "title": table.title,
        "about": table.about,
        "heads": [table.columns[place].name for place in places],
        "rows": [[say(row[place]) for place in places] for row in rows],
        "open": len(rows) if table.id in IN_FULL else ROWS_OPEN,
        "numeric": [n for n, place in enumerate(places) if rows and isinstance(rows[0][place], int)],
        "empty": table.empty,
        "left_out": len(table.rows) - len(rows),
    }
