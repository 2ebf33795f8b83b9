"""A report as one HTML page that needs nothing else: no script, no network, for screen and paper."""

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from markupsafe import Markup

from belisha.activity.reports.attention import looked_for
from belisha.activity.reports.charts import day_chart, hour_chart
from belisha.activity.reports.markup import join, tag
from belisha.activity.reports.report import Report, Worth
from belisha.activity.reports.tables import Row, Table, tables
from belisha.activity.reports.wording import heading, nothing, quiet, running_title, title
from belisha.activity.reports.words import Cell, say, sayer

ROWS_SHOWN = 300
ROWS_OPEN = 10
CHARTS = {"days": day_chart, "hours": hour_chart}
IN_FULL = frozenset({"days", "hours", "welfare", "schools", "groups"})
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_KEEP = (
    "Personal information about children may be in this report. Keep it only as long as its purpose needs it, then "
    "delete it. Who looked at whose activity is on record."
)
_Say = Callable[[Cell], str]


class Grid(NamedTuple):
    """The columns of a table that a page shows, and which of them hold numbers."""

    table: Table
    columns: tuple[str, ...]
    numbers: frozenset[int]
    say: _Say

    def shown(self, rows: Sequence[Row], caption: str) -> Markup:
        """Some of its rows, in a region that scrolls by itself where the screen is narrow."""
        heads = [
            tag("th", name, scope="col", class_="number" if place in self.numbers else "text")
            for place, name in enumerate(self.columns)
        ]
        body = join(tag("tr", tag("th", self.say(row[0]), scope="row"), *map(self._cell, row[1:])) for row in rows)
        table = tag(
            "table",
            tag("caption", caption),
            tag("thead", tag("tr", *heads)),
            tag("tbody", body),
            class_=self.table.id,
        )
        return tag("div", table, class_="scroll", role="region", aria_label=caption, tabindex="0")

    def _cell(self, cell: Cell) -> Markup:
        if isinstance(cell, str):
            return tag("td", cell)
        if isinstance(cell, int):
            return tag("td", self.say(cell), class_="number")
        return tag("td", tag("time", self.say(cell), datetime=cell.isoformat()), class_="when")


@cache
def _style() -> Markup:
    return Markup(Path(__file__).with_name("report.css").read_text("utf-8"))  # noqa: S704 - our own file


def as_page(report: Report) -> str:
    """The whole report; of very long tables the first rows."""
    short, *others = tables(report)
    told = [] if report.empty else others
    main = [_first(report)]
    if told:
        main += [_short(short), _contents(told), _parts(report, told)]
    head = tag("header", tag("p", "Belisha", class_="brand"), _title(report), _heading(report))
    foot = tag("footer", tag("p", _KEEP))
    body = tag("body", join([head, tag("main", join(main)), foot]))
    return join([Markup("<!doctype html>"), tag("html", _head(report), body, lang="en-GB")])


def _head(report: Report) -> Markup:
    return tag(
        "head",
        join(
            [
                tag("meta", charset="utf-8"),
                tag("meta", content="width=device-width, initial-scale=1", name_="viewport"),
                tag("meta", content="noindex", name_="robots"),
                tag("meta", http_equiv="Content-Security-Policy", content=_POLICY),
                tag("title", f"{title(report)}, Belisha"),
                tag("style", _style()),
            ]
        ),
    )


def _title(report: Report) -> Markup:
    return tag("h1", title(report), data_running=running_title(report))


def _heading(report: Report) -> Markup:
    lines = [tag("div", tag("dt", label), tag("dd", text)) for label, text in heading(report)]
    return tag("dl", join(lines), class_="heading")


def _first(report: Report) -> Markup:
    if report.worth:
        told = tag("ol", join(_worth(each, number, report) for number, each in enumerate(report.worth, 1)))
    elif report.empty:
        told = tag("p", nothing(report), class_="what")
    else:
        told = join([tag("p", quiet(report), class_="what"), tag("p", looked_for(report), class_="why")])
    return tag("section", tag("h2", "Worth looking at first", id="first"), told, class_="first")


def _worth(worth: Worth, number: int, report: Report) -> Markup:
    where = Markup()
    if worth.section and not report.empty:
        # each link has a name of its own for who hears them without the sentence before
        where = tag(
            "a", "See it", tag("span", f" in {worth.section}, {number}", class_="unseen"), href=f"#{worth.section}"
        )
    what = tag("p", worth.sentence, " ", where, class_="what")
    return tag("li", what, tag("p", f"Why it is here: {worth.why}", class_="why"))


def _short(short: Table) -> Markup:
    tiles = []
    for what, number, _, change in short.rows:
        changed = tag("dd", str(change), class_="change") if change else ""
        tiles.append(tag("div", tag("dt", str(what)), tag("dd", say(number), class_="sum"), changed))
    return tag("section", tag("h2", "In short", id="short"), tag("dl", join(tiles), class_="tiles"))


def _contents(told: Sequence[Table]) -> Markup:
    links = [tag("li", tag("a", table.title, href=f"#{table.id}")) for table in told if table.rows]
    return tag("nav", tag("ul", join(links)), aria_label="Sections")


def _parts(report: Report, told: Sequence[Table]) -> Markup:
    held = {table.id: _part(report, table) for table in told if table.rows}
    times = tag("div", held.pop("days"), held.pop("hours"), class_="times")
    before = [held.pop(table.id) for table in told[: _place_of("days", told)] if table.id in held]
    empty = [tag("li", f"{table.title}: {table.empty}") for table in told if not table.rows]
    rest = [tag("section", tag("h2", "Nothing to report"), tag("ul", join(empty)), class_="part")] if empty else []
    return tag("div", join([*before, times, *held.values(), *rest]), class_="parts")


def _place_of(identity: str, told: Sequence[Table]) -> int:
    return next(place for place, table in enumerate(told) if table.id == identity)


def _part(report: Report, table: Table) -> Markup:
    places = [place for place, column in enumerate(table.columns) if not column.sheet_only]
    rows = [tuple(row[place] for place in places) for row in table.rows[:ROWS_SHOWN]]
    grid = Grid(
        table,
        tuple(table.columns[place].name for place in places),
        frozenset(n for n in range(len(places)) if isinstance(rows[0][n], int)),
        sayer(report.wanted.stretch.period),
    )
    chart = CHARTS.get(table.id)
    opened = len(rows) if table.id in IN_FULL else ROWS_OPEN
    told = [
        tag("h2", table.title, id=table.id),
        chart(report) if chart else "",
        tag("p", table.about, class_="about") if table.about else "",
        grid.shown(rows[:opened], table.title),
        *_others(grid, rows[opened:], len(table.rows) - len(rows)),
    ]
    return tag("section", join(filter(None, told)), class_=f"part {table.id}")


def _others(grid: Grid, folded: Sequence[Row], left_out: int) -> list[Markup]:
    if not folded:
        return []
    count = f"The other {len(folded):,}" + (f" of the first {ROWS_SHOWN:,}" if left_out else "")
    rest = tag("details", tag("summary", count), grid.shown(folded, f"{grid.table.title}, continued"))
    more = f"{len(folded) + left_out:,} more are on the screen and in the spreadsheet."
    told = [rest, tag("p", more, class_="printed")]
    return [*told, tag("p", f"{left_out:,} more are in the spreadsheet.", class_="about")] if left_out else told
