"""The questions that reports ask, and what their words mean: request, page, visit, try, search.

They run on the tables that `prepare` makes for a subject.
"""

from belisha.activity.questions.devices import Known, Used, devices, nobody_on_their_devices, ways_known
from belisha.activity.questions.events import counts, latest, lines
from belisha.activity.questions.sites import (
    TRY_GAP_MS,
    VISIT_GAP_MS,
    Blocked,
    Searched,
    Visited,
    blocked,
    searched,
    visited,
)
from belisha.activity.questions.subject import prepare
from belisha.activity.questions.sums import QUARTER_MS, Quarter, Totals, quarters, totals

__all__ = [
    "QUARTER_MS",
    "TRY_GAP_MS",
    "VISIT_GAP_MS",
    "Blocked",
    "Known",
    "Quarter",
    "Searched",
    "Totals",
    "Used",
    "Visited",
    "blocked",
    "counts",
    "devices",
    "latest",
    "lines",
    "nobody_on_their_devices",
    "prepare",
    "quarters",
    "searched",
    "totals",
    "visited",
    "ways_known",
]
