"""Figures of tests in words, for pages and signatures."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from belisha.console.filtering.models import ProbeResult

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Figures", "figures_in_words"]


class Figures(NamedTuple):
    """One kind of test: its name, how many things were tested, and how they came out."""

    kind: str
    tests: int
    well: int
    passed: int
    shut: int
    unseen: int
    unknown: int


def figures_in_words(figures: Mapping[str, Mapping[str, int]]) -> list[Figures]:
    """The figures by kind of test, in the order of the evidence; kinds that are no longer known keep their id."""
    names = dict(ProbeResult.Kind.choices)
    order = [*names, *(kind for kind in figures if kind not in names)]
    return [
        Figures(
            str(names.get(kind, kind)),
            *(int(figures[kind].get(name, 0)) for name in ("tests", "well", "passed", "shut", "unseen", "unknown")),
        )
        for kind in order
        if kind in figures
    ]
