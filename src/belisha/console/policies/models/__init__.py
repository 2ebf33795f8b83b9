"""What policies keep. A file for each subject."""

from belisha.console.policies.models.approving import (
    Approval,
    Audience,
    ChangeMinuted,
    EarlyCause,
    Outcome,
    PageCheck,
    Reminder,
    Response,
    Round,
    Silence,
    StepWord,
    VersionSignature,
)
from belisha.console.policies.models.policies import ClauseChoice, FrozenAt, OwnClause, Policy, Version
from belisha.console.policies.models.shelf import Brought, Document, DocumentContent, Sentence
from belisha.console.policies.models.writing import Edit

__all__ = [
    "Approval",
    "Audience",
    "Brought",
    "ChangeMinuted",
    "ClauseChoice",
    "Document",
    "DocumentContent",
    "EarlyCause",
    "Edit",
    "FrozenAt",
    "Outcome",
    "OwnClause",
    "PageCheck",
    "Policy",
    "Reminder",
    "Response",
    "Round",
    "Sentence",
    "Silence",
    "StepWord",
    "Version",
    "VersionSignature",
]
