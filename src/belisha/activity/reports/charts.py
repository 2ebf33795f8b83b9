"""Bars as SVG, made here, without script: one panel for pages, and one beneath it for blocked tries if there are any.

The numbers are those of the table that stands beneath.
"""

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from belisha.activity.reports.markup import tag
from belisha.activity.reports.report import Report, Sums
from belisha.activity.reports.words import say

WIDTH = 360
_TOP, _HEIGHT, _FOOT = 26, 54, 14
_SMALL_HEIGHT = 22
_DIGIT = 5.6  # width of a digit at the size of the labels
_LABEL = 5.4


class Bar(NamedTuple):
    """``name``: in full; ``label``: what fits below the bar."""

    name: str
    label: str
    value: int


class Panel(NamedTuple):
    """One row of bars. ``unit``: what is counted, in the plural."""

    unit: str
    bars: tuple[Bar, ...]
    height: int
    kind: str  # pages or tries
    colour: str


class _Box(NamedTuple):
    """Where a bar stands."""

    left: float
    floor: int
    slot: float
    tall: float


def day_chart(report: Report) -> Markup:
    """By day, or by week where the report is long."""
    length = "week" if report.by_week else "day"
    labels = [f"{row.day.day} {row.day:%b}" if report.by_week else f"{row.day:%a} {row.day.day}" for row in report.days]
    names = [say(row.day) for row in report.days]
    return _chart("days-chart", f"by {length}", _panels(report.days, names, labels))


def hour_chart(report: Report) -> Markup:
    """By hour of the day."""
    labels = [f"{row.hour:02d}" for row in report.hours]
    names = [f"{row.hour:02d}:00" for row in report.hours]
    return _chart("hours-chart", "by hour of the day", _panels(report.hours, names, labels))


def _panels(rows: Sequence[Sums], names: Sequence[str], labels: Sequence[str]) -> list[Panel]:
    pages = tuple(Bar(*each) for each in zip(names, labels, (row.pages for row in rows), strict=True))
    tries = tuple(Bar(*each) for each in zip(names, labels, (row.tries for row in rows), strict=True))
    panels = [Panel("Pages opened", pages, _HEIGHT, "pages", "#2f6ea5")]
    return (
        [*panels, Panel("Blocked tries", tries, _SMALL_HEIGHT, "tries", "#a3341f")]
        if any(bar.value for bar in tries)
        else panels
    )


def _chart(identity: str, by: str, panels: Sequence[Panel]) -> Markup:
    title = f"{' and '.join(panel.unit.lower() for panel in panels).capitalize()} {by}"
    height = sum(_TOP + panel.height for panel in panels) + _FOOT
    parts = [tag("title", title, id=f"{identity}-title"), tag("desc", _describe(panels), id=f"{identity}-desc")]
    top = 0
    for panel in panels:
        parts += _panel(panel, top)
        top += _TOP + panel.height
    parts += _labels(panels[0].bars, top)
    named = f"{identity}-title {identity}-desc"
    return tag("svg", *parts, role="img", aria_labelledby=named, viewBox=f"0 0 {WIDTH} {height}")


def _describe(panels: Sequence[Panel]) -> str:
    told = []
    for panel in panels:
        most = max(panel.bars, key=lambda bar: bar.value)
        told.append(f"{panel.unit}: {sum(bar.value for bar in panel.bars):,}, most {most.name} with {most.value:,}.")
    return " ".join([*told, "The table has every number."])


def _panel(panel: Panel, top: int) -> list[Markup]:
    floor, slot = top + _TOP + panel.height, WIDTH / len(panel.bars)
    scale = panel.height / max(1, *(bar.value for bar in panel.bars))
    numbered = max(len(say(bar.value)) for bar in panel.bars) * _DIGIT <= slot
    parts = [tag("text", panel.unit, class_="unit", font_size="10", font_weight="bold", x="0", y=f"{top + 11}")]
    for place, bar in enumerate(panel.bars):
        if bar.value:
            parts += _bar(panel, bar, _Box(place * slot, floor, slot, bar.value * scale), numbered=numbered)
    return [*parts, tag("line", stroke="#1b1b1b", x1="0", x2=f"{WIDTH}", y1=f"{floor}", y2=f"{floor}")]


def _bar(panel: Panel, bar: Bar, box: _Box, *, numbered: bool) -> list[Markup]:
    rectangle = tag(
        "rect",
        tag("title", f"{bar.name}: {say(bar.value)}"),
        class_=panel.kind,
        fill=panel.colour,
        x=f"{box.left + box.slot * 0.15:.1f}",
        y=f"{box.floor - box.tall:.1f}",
        width=f"{box.slot * 0.7:.1f}",
        height=f"{box.tall:.1f}",
    )
    if not numbered:
        return [rectangle]
    return [rectangle, _text("value", box.left + box.slot / 2, box.floor - box.tall - 3, say(bar.value))]


def _labels(bars: Sequence[Bar], below: int) -> list[Markup]:
    slot = WIDTH / len(bars)
    every = 1 + int(max(len(bar.label) for bar in bars) * _LABEL // slot)
    return [_text("label", (n + 0.5) * slot, below + 10, bar.label) for n, bar in enumerate(bars) if n % every == 0]


def _text(kind: str, middle: float, base: float, text: str) -> Markup:
    return tag("text", text, class_=kind, text_anchor="middle", font_size="9", x=f"{middle:.1f}", y=f"{base:.1f}")
