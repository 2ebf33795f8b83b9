"""A report as one HTML page that needs nothing else: no script, no network, for screen and paper."""

from functools import cache
from importlib.resources import files
from typing import NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from belisha.activity.reports.attention import looked_for
from belisha.activity.reports.charts import day_chart, hour_chart
from belisha.activity.reports.report import Report
from belisha.activity.reports.tables import Table, tables
from belisha.activity.reports.wording import heading, nothing, quiet, running_title, title
from belisha.activity.reports.words import Cell, sayer

ROWS_SHOWN = 300
ROWS_OPEN = 10
_CHARTS = {"days": day_chart, "hours": hour_chart}
_IN_FULL = frozenset({"days", "hours", "welfare", "schools", "groups"})


class Section(NamedTuple):
    """A table as a page shows it: rows at once, rows behind a click, and how many only the spreadsheet has."""

    table: Table
    columns: tuple[str, ...]
    numbers: frozenset[int]
    open: list[tuple[Cell, ...]]
    folded: list[tuple[Cell, ...]]
    left_out: int
    chart: Markup | None


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("belisha.activity.reports", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html.j2")


@cache
def _style() -> Markup:
    return Markup(files("belisha.activity.reports").joinpath("report.css").read_text("utf-8"))  # noqa: S704 - our own file


def as_page(report: Report) -> str:
    """The whole report; of very long tables the first rows."""
    short, *others = tables(report)
    told = [] if report.empty else others
    return _template().render(
        title=title(report),
        heading=heading(report),
        running=running_title(report),
        style=_style(),
        nothing=nothing(report) if report.empty else "",
        worth=report.worth,
        quiet=quiet(report),
        looked_for=looked_for(),
        short=short,
        sections=[_section(report, table) for table in told if table.rows],
        empty=[table for table in told if not table.rows],
        say=sayer(report.wanted.stretch.period),
    )


def _section(report: Report, table: Table) -> Section:
    places = [place for place, column in enumerate(table.columns) if not column.sheet_only]
    rows = [tuple(row[place] for place in places) for row in table.rows[:ROWS_SHOWN]]
    numbers = frozenset(n for n in range(len(places)) if rows and isinstance(rows[0][n], int))
    open_rows = len(rows) if table.id in _IN_FULL else ROWS_OPEN
    chart = _CHARTS.get(table.id)
    return Section(
        table=table,
        columns=tuple(table.columns[place].name for place in places),
        numbers=numbers,
        open=rows[:open_rows],
        folded=rows[open_rows:],
        left_out=len(table.rows) - len(rows),
        chart=chart(report) if chart else None,
    )
