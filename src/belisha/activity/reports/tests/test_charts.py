"""The numbers in a chart are those of the table beneath it, whatever they are."""

import re
import xml.etree.ElementTree as ET
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from belisha.activity.reports.charts import day_chart, hour_chart
from belisha.activity.reports.report import Day, Hour, Report
from belisha.activity.reports.tables import tables
from belisha.activity.reports.tests.made import bare
from belisha.activity.reports.words import say

numbers = st.integers(0, 3_000_000)
days = st.lists(st.tuples(numbers, numbers), min_size=1, max_size=31)
hours = st.lists(st.tuples(numbers, numbers), min_size=24, max_size=24)


def drawn(chart: str, kind: str) -> dict[str, str]:
    """What each bar says in its title, by name."""
    titles = [bar.findtext("title") or "" for bar in ET.fromstring(chart).iter("rect") if bar.get("class") == kind]
    return dict(title.rsplit(": ", 1) for title in titles)  # type: ignore[misc]


def tabled(report: Report, table_id: str, column: int) -> dict[str, str]:
    """The same from the table: rows that are not zero."""
    (table,) = [table for table in tables(report) if table.id == table_id]
    return {say(row[0]): say(row[column]) for row in table.rows if row[column]}


@given(days, hours)
def test_the_numbers_in_a_chart_equal_those_in_its_table(
    by_day: list[tuple[int, int]], by_hour: list[tuple[int, int]]
) -> None:
    first = date(2028, 2, 20)
    report = bare(
        days=[Day(day=first + timedelta(days=n), pages=one, tries=two) for n, (one, two) in enumerate(by_day)],
        hours=[Hour(hour=n, pages=one, tries=two) for n, (one, two) in enumerate(by_hour)],
    )
    for chart, table in ((day_chart(report), "days"), (hour_chart(report), "hours")):
        assert drawn(chart, "pages") == tabled(report, table, 1)
        assert drawn(chart, "tries") == tabled(report, table, 2)


@given(days)
def test_no_bar_leaves_the_picture_and_the_tallest_fills_it(by_day: list[tuple[int, int]]) -> None:
    first = date(2026, 11, 1)
    report = bare(days=[Day(day=first + timedelta(days=n), pages=one) for n, (one, _) in enumerate(by_day)])
    chart = day_chart(report)
    root = ET.fromstring(chart)
    height = float((root.get("viewBox") or "").split()[3])
    bars = [(float(bar.get("y") or 0), float(bar.get("height") or 0)) for bar in root.iter("rect")]
    assert all(y > 0 and y + tall <= height for y, tall in bars)
    assert not bars or max(tall for _, tall in bars) == 54.0


def test_a_chart_says_to_a_screen_reader_what_it_shows() -> None:
    report = bare(days=[Day(day=date(2026, 11, 16), pages=4, tries=1), Day(day=date(2026, 11, 17), pages=9)])
    root = ET.fromstring(day_chart(report))
    assert (root.get("role"), root.get("aria-labelledby")) == ("img", "days-chart-title days-chart-desc")
    assert root.findtext("title") == "Pages opened and blocked tries by day"
    assert root.findtext("desc") == (
        "Pages opened: 13, most Tue 17 Nov with 9. Blocked tries: 1, most Mon 16 Nov with 1. "
        "The table has every number."
    )


def test_without_blocks_there_is_one_panel() -> None:
    chart = day_chart(bare(days=[Day(day=date(2026, 11, 16), pages=4)]))
    assert "Blocked" not in chart
    assert re.search(r"<title id=\"days-chart-title\">Pages opened by day</title>", chart)


def test_labels_that_would_touch_are_left_out_and_the_bars_stay() -> None:
    many = [Day(day=date(2026, 10, 1) + timedelta(days=n), pages=1_000 + n) for n in range(31)]
    chart = day_chart(bare(days=many))
    assert chart.count("<rect") == 31
    assert chart.count('class="value"') == 0
    assert 5 <= chart.count('class="label"') <= 11
