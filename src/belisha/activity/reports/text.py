"""A report as text for a terminal."""

from collections.abc import Callable, Iterator

from belisha.activity.reports.report import Report
from belisha.activity.reports.tables import Table, tables
from belisha.activity.reports.wording import heading, nothing, quiet, title
from belisha.activity.reports.words import Cell, sayer

ROWS_SHOWN = 15
WIDEST = 48


def as_text(report: Report) -> str:
    """The whole report; of long tables the first rows."""
    lines = [title(report), *(f"  {label}: {text}" for label, text in heading(report)), "", *_worth(report), ""]
    if report.empty:
        return "\n".join([*lines, nothing(report)])
    told = sayer(report.wanted.stretch.period)
    return "\n".join([*lines, *(line for table in tables(report) for line in _table(table, told))])


def _worth(report: Report) -> Iterator[str]:
    yield "Worth looking at first"
    for number, each in enumerate(report.worth, 1):
        yield f"  {number}. {each.sentence}"
        yield f"     Why it is here: {each.why}"
    if not report.worth:
        yield f"  {quiet(report)}"


def _table(table: Table, say: Callable[[Cell], str]) -> Iterator[str]:
    yield table.title
    if not table.rows:
        yield f"  {table.empty}"
        yield ""
        return
    places = [place for place, column in enumerate(table.columns) if not column.sheet_only]
    heads = [table.columns[place].name for place in places]
    shown = [[_cut(say(row[place])) for place in places] for row in table.rows[:ROWS_SHOWN]]
    used = [n for n in range(len(places)) if any(row[n] for row in shown)]
    numbers = {n for n in used if isinstance(table.rows[0][places[n]], int)}
    widths = {n: max(len(heads[n]), *(len(row[n]) for row in shown)) for n in used}
    for row in (heads, *shown):
        cells = [f"{row[n]:>{widths[n]}}" if n in numbers else f"{row[n]:<{widths[n]}}" for n in used]
        yield ("  " + "  ".join(cells)).rstrip()
    if len(table.rows) > ROWS_SHOWN:
        yield f"  … and {len(table.rows) - ROWS_SHOWN:,} more, all of them in the spreadsheet"
    yield ""


def _cut(text: str) -> str:
    return text if len(text) <= WIDEST else text[: WIDEST - 1] + "…"
