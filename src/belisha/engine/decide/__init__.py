"""Decides: a request, a rulebook, an index and a moment become a verdict that carries its reason.

Keep verdicts by standing and host: `verdict.holds_at(path)` says whether one made for another path of the same host
is good for this one as well, until `verdict.until`.
"""

from belisha.engine.decide.because import (
    Approved,
    Because,
    ByCategory,
    ByFileKind,
    ByRule,
    LockedList,
    Open,
    OpenedForClass,
    SchoolLocked,
    Unlisted,
    Unreadable,
)
from belisha.engine.decide.changes import what_would_change
from belisha.engine.decide.order import decide, decide_for
from belisha.engine.decide.verdict import Allowed, Blocked, Request, Summary, Verdict, summarise
from belisha.engine.policy import How, Rulebook, Slot, Tls, Who, slot

__all__ = [
    "Allowed",
    "Approved",
    "Because",
    "Blocked",
    "ByCategory",
    "ByFileKind",
    "ByRule",
    "How",
    "LockedList",
    "Open",
    "OpenedForClass",
    "Request",
    "Rulebook",
    "SchoolLocked",
    "Slot",
    "Summary",
    "Tls",
    "Unlisted",
    "Unreadable",
    "Verdict",
    "Who",
    "decide",
    "decide_for",
    "slot",
    "summarise",
    "what_would_change",
]
