"""What the filter keeps. A file for each subject."""

from belisha.console.filtering.models.asks import (
    Ask,
    Asker,
    CategoryAgreement,
    FailureReport,
    LessonOpening,
    PageReport,
    ProcedureRead,
    SpoolFault,
    SpoolPlace,
    StepTaken,
)
from belisha.console.filtering.models.changes import Change, DigestSign, Half, Impact, ManagerRight
from belisha.console.filtering.models.coverage import CoverageCase, CoverageLook
from belisha.console.filtering.models.gateways import Gateway, GatewayHour
from belisha.console.filtering.models.lists import (
    CategoryDay,
    ListDay,
    ListOutcome,
    ListSuggestion,
    RefusedSite,
    SiteCorrection,
)
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
from belisha.console.filtering.models.remote import RemoteGrant

__all__ = [
    "Ask",
    "Asker",
    "CategoryAgreement",
    "CategoryDay",
    "Change",
    "Comparison",
    "CoverageCase",
    "CoverageLook",
    "DigestSign",
    "Disagreement",
    "FailureReport",
    "FilterCheck",
    "Gateway",
    "GatewayHour",
    "Half",
    "HandTest",
    "Impact",
    "LessonOpening",
    "ListDay",
    "ListOutcome",
    "ListSuggestion",
    "ManagerRight",
    "Outcome",
    "PageReport",
    "PersonProfile",
    "PolicyVersion",
    "ProbeAccount",
    "ProbeAddress",
    "ProbeResult",
    "ProbeRun",
    "ProbeState",
    "ProcedureRead",
    "RefusedSite",
    "RemoteGrant",
    "SiteCorrection",
    "SiteRule",
    "SpoolFault",
    "SpoolPlace",
    "StepTaken",
]
