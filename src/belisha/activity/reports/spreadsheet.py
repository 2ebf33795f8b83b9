"""A report as CSV: every table of it in one sheet, and every request in another."""

import csv
from collections.abc import Iterator
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from belisha.activity.durable import settle
from belisha.activity.escapes import visible
from belisha.activity.events import Event
from belisha.activity.questions import lines, prepare_lines
from belisha.activity.reports.report import Report
from belisha.activity.reports.tables import tables
from belisha.activity.reports.wording import heading, title
from belisha.activity.reports.words import Cell
from belisha.activity.store import Scope, Store, View
from belisha.activity.subjects import Subject

HEAD, SAID = "About this report", "Said"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def as_csv(report: Report) -> str:
    """All tables under one heading, empty where a table has no such column. Times are the school's.

    The first rows say what stands at the head of the page: whose, which days, who asked for it, what for and when.
    """
    held = tables(report)
    columns = list(dict.fromkeys(["What", SAID, *(column.name for table in held for column in table.columns)]))
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(["Table", *columns])
    for what, text in [("Title", title(report)), *heading(report)]:
        cells = {"What": what, SAID: cell_text(text)}
        writer.writerow([HEAD, *(cells.get(column, "") for column in columns)])
    for table in held:
        for row in table.rows:
            cells = dict(zip((column.name for column in table.columns), row, strict=True))
            writer.writerow([table.title, *(cell_text(cells.get(column, "")) for column in columns)])
    return out.getvalue()


def cell_text(cell: Cell) -> Cell:
    """A cell as a spreadsheet may hold it: never a formula."""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M:%S}"
    if isinstance(cell, date):
        return cell.isoformat()
    # a spreadsheet would run a cell that begins like a formula; a leading apostrophe makes it text
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def write_requests(store: Store, subject: Subject, scope: Scope, target: Path) -> int:
    """Every line of the subject's record as CSV, one a row, in the order of time; returns how many."""
    return store.ask(scope, lambda view: _write_requests(view, subject, scope.zone, target))


def _write_requests(view: View, subject: Subject, zone: ZoneInfo, target: Path) -> int:
    prepare_lines(view, subject.choices)
    count = 0
    with target.open("w", newline="", encoding="utf-8") as handle:
        settle(target)
        writer = csv.writer(handle)
        writer.writerow(Event.__struct_fields__)
        for event in lines(view):
            writer.writerow(_event_row(event, zone))
            count += 1
    return count


def _event_row(event: Event, zone: ZoneInfo) -> Iterator[Cell]:
    for value in msgspec.structs.astuple(event):
        if isinstance(value, datetime):
            yield f"{value.astimezone(zone):%Y-%m-%d %H:%M:%S.%f}"[:-3]
        else:
            yield cell_text(visible(value) if isinstance(value, str) else value)
