"""What the filter keeps. A file for each subject."""

from belisha.console.filtering.models.changes import Change, DigestSign, Half, Impact, ManagerRight
from belisha.console.filtering.models.policy import PersonProfile, PolicyVersion, SiteRule
from belisha.console.filtering.models.proof import (
    Comparison,
    Disagreement,
    FilterCheck,
    HandTest,
    Outcome,
    ProbeAccount,
    ProbeAddress,
    ProbeResult,
    ProbeRun,
    ProbeState,
)

__all__ = [
    "Change",
    "Comparison",
    "DigestSign",
    "Disagreement",
    "FilterCheck",
    "Half",
    "HandTest",
    "Impact",
    "ManagerRight",
    "Outcome",
    "PersonProfile",
    "PolicyVersion",
    "ProbeAccount",
    "ProbeAddress",
    "ProbeResult",
    "ProbeRun",
    "ProbeState",
    "SiteRule",
]
