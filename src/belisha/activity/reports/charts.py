"""Bars as SVG, made here, without script: one panel for pages, and one beneath it for blocked tries if there are any.

The numbers are those of the table that stands beneath.
"""

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from belisha.activity.reports.report import Report, Sums
from belisha.activity.reports.words import say

WIDTH = 360
_TOP, _HEIGHT, _FOOT = 30, 62, 13
_SMALL_HEIGHT = 30
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
    kind: str  # the class that colours it


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
    panels = [Panel("Pages opened", pages, _HEIGHT, "pages")]
    return (
        [*panels, Panel("Blocked tries", tries, _SMALL_HEIGHT, "tries")] if any(bar.value for bar in tries) else panels
    )


def _chart(identity: str, by: str, panels: Sequence[Panel]) -> Markup:
    title = f"{' and '.join(panel.unit.lower() for panel in panels).capitalize()} {by}"
    height = sum(_TOP + panel.height + _FOOT for panel in panels)
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
        top += _TOP + panel.height + _FOOT
    return Markup("").join([*parts, Markup("</svg>")])


def _describe(panels: Sequence[Panel]) -> str:
    told = []
    for panel in panels:
        most = max(panel.bars, key=lambda bar: bar.value)
        told.append(f"{panel.unit}: {sum(bar.value for bar in panel.bars):,}, most {most.name} with {most.value:,}.")
    return " ".join([*told, "The table has every number."])


def _panel(panel: Panel, top: int) -> list[Markup]:
    floor, slot = top + _TOP + panel.height, WIDTH / len(panel.bars)
    scale = panel.height / max(1, *(bar.value for bar in panel.bars))
    parts = [Markup('<text class="unit" x="0" y="{}">{}</text>').format(top + 11, panel.unit)]
    every = 1 + int(max(len(bar.label) for bar in panel.bars) * _LABEL // slot)
    numbered = max(len(f"{bar.value:,}") for bar in panel.bars) * _DIGIT <= slot
    for place, bar in enumerate(panel.bars):
        left, tall = place * slot, bar.value * scale
        middle = _number(left + slot / 2)
        if bar.value:
            parts.append(
                Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"><title>{}: {}</title></rect>').format(
                    panel.kind,
                    _number(left + slot * 0.15),
                    _number(floor - tall),
                    _number(slot * 0.7),
                    _number(tall),
                    bar.name,
                    say(bar.value),
                )
            )
            if numbered:
                parts.append(
                    Markup('<text class="value" x="{}" y="{}">{}</text>').format(
                        middle, _number(floor - tall - 3), say(bar.value)
                    )
                )
        if place % every == 0:
            parts.append(Markup('<text class="label" x="{}" y="{}">{}</text>').format(middle, floor + 10, bar.label))
    return [*parts, Markup('<line class="floor" x1="0" x2="{0}" y1="{1}" y2="{1}"/>').format(WIDTH, floor)]


def _number(value: float) -> str:
    return f"{value:.1f}"
