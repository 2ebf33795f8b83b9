"""The questions that reports ask, and what their words mean: request, page, visit, try, search.

They run on the tables that `prepare` makes for a subject.
"""

from belisha.activity.questions.devices import Known, Used, devices, nobody_on_their_devices, ways_known
from belisha.activity.questions.events import counts, latest, lines
from belisha.activity.questions.sites import (
    Blocked,
    Refused,
    Searched,
    Visited,
    blocked,
    refused,
    searched,
    visited,
)
from belisha.activity.questions.subject import TRY_GAP_MS, VISIT_GAP_MS, Asking, Only, prepare, prepare_lines
from belisha.activity.questions.sums import QUARTER_MS, Quarter, Share, Totals, all_totals, quarters, shares, totals

__all__ = [
    "QUARTER_MS",
    "TRY_GAP_MS",
    "VISIT_GAP_MS",
    "Asking",
    "Blocked",
    "Known",
    "Only",
    "Quarter",
    "Refused",
    "Searched",
    "Share",
    "Totals",
    "Used",
    "Visited",
    "all_totals",
    "blocked",
    "counts",
    "devices",
    "latest",
    "lines",
    "nobody_on_their_devices",
    "prepare",
    "prepare_lines",
    "quarters",
    "refused",
    "searched",
    "shares",
    "totals",
    "visited",
    "ways_known",
]
