"""Bars as SVG, made here, without script: one panel for pages, and one beneath it for blocked tries if there are any.

The numbers are those of the table that stands beneath.
"""

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

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
    parts = [
        Markup('<svg role="img" aria-labelledby="{0}-title {0}-desc" viewBox="0 0 {1} {2}">').format(
            identity, WIDTH, height
        ),
        Markup('<title id="{}-title">{}</title>').format(identity, title),
        Markup('<desc id="{}-desc">{}</desc>').format(identity, _describe(panels)),
    ]
    top = 0
    for panel in panels:
        parts += _panel(panel, top)
        top += _TOP + panel.height
    return Markup("").join([*parts, *_labels(panels[0].bars, top), Markup("</svg>")])


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
    parts = [
        Markup('<text class="unit" font-size="10" font-weight="bold" x="0" y="{}">{}</text>').format(
            top + 11, panel.unit
        )
    ]
    for place, bar in enumerate(panel.bars):
        if bar.value:
            parts += _bar(panel, bar, _Box(place * slot, floor, slot, bar.value * scale), numbered=numbered)
    return [*parts, Markup('<line stroke="#1b1b1b" x1="0" x2="{0}" y1="{1}" y2="{1}"/>').format(WIDTH, floor)]


def _bar(panel: Panel, bar: Bar, box: _Box, *, numbered: bool) -> list[Markup]:
    rectangle = Markup(
        '<rect class="{}" fill="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"><title>{}: {}</title></rect>'
    ).format(
        panel.kind,
        panel.colour,
        box.left + box.slot * 0.15,
        box.floor - box.tall,
        box.slot * 0.7,
        box.tall,
        bar.name,
        say(bar.value),
    )
    if not numbered:
        return [rectangle]
    return [rectangle, _text("value", box.left + box.slot / 2, box.floor - box.tall - 3, say(bar.value))]


def _labels(bars: Sequence[Bar], below: int) -> list[Markup]:
    slot = WIDTH / len(bars)
    every = 1 + int(max(len(bar.label) for bar in bars) * _LABEL // slot)
    return [_text("label", (n + 0.5) * slot, below + 10, bar.label) for n, bar in enumerate(bars) if n % every == 0]


def _text(kind: str, middle: float, base: float, text: str) -> Markup:
    return Markup('<text class="{}" text-anchor="middle" font-size="9" x="{:.1f}" y="{:.1f}">{}</text>').format(
        kind, middle, base, text
    )
