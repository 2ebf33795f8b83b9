"""A report as text for a terminal."""

from collections.abc import Iterator

from belisha.activity.reports.tables import Table, tables
from belisha.activity.reports.week import Report
from belisha.activity.reports.wording import making, nothing, period, say, title

ROWS_SHOWN = 15
WIDEST = 48


def as_text(report: Report) -> str:
    """The whole report; of long tables the first rows."""
    lines = [title(report), f"At {report.subject.school_name}. {period(report)}.", making(report), ""]
    if report.empty:
        return "\n".join([*lines, nothing(report)])
    return "\n".join([*lines, *(line for table in tables(report) for line in _table(table))])


def _table(table: Table) -> Iterator[str]:
    yield table.title
    if not table.rows:
        yield f"  {table.empty}"
        yield ""
        return
    shown = [[_cut(say(cell)) for cell in row] for row in table.rows[:ROWS_SHOWN]]
    used = [place for place in range(len(table.columns)) if any(row[place] for row in shown)]
    numbers = {place for place in used if isinstance(table.rows[0][place], int)}
    widths = {place: max(len(table.columns[place]), *(len(row[place]) for row in shown)) for place in used}
    for row in ([*table.columns], *shown):
        cells = [f"{row[n]:>{widths[n]}}" if n in numbers else f"{row[n]:<{widths[n]}}" for n in used]
        yield ("  " + "  ".join(cells)).rstrip()
    if len(table.rows) > ROWS_SHOWN:
        yield f"  … and {len(table.rows) - ROWS_SHOWN:,} more, all of them in the spreadsheet"
    yield ""


def _cut(text: str) -> str:
    return text if len(text) <= WIDEST else text[: WIDEST - 1] + "…"
