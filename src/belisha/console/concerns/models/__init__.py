"""What is kept of concerns; a file for each part."""

from belisha.console.concerns.models.concerns import Concern, Entry, Reader, Subject
from belisha.console.concerns.models.evidence import EvidenceFile
from belisha.console.concerns.models.importing import ConcernImport, ImportedFile, ImportedRow, ImportMapping
from belisha.console.concerns.models.keeping import Hold, KeepingReview, PersonHold
from belisha.console.concerns.models.leaving import HandOver, ReceivedFile, ReceivingKey
from belisha.console.concerns.models.patterns import TrendNote
from belisha.console.concerns.models.record import EntryDraft, Merge, Tie, Word, WordPlace
from belisha.console.concerns.models.referrals import Answer, Contact, Referral
from belisha.console.concerns.models.reporting import HelpReview, LocalHelp, ReportDraft
from belisha.console.concerns.models.telling import Telling, TellingPractice
from belisha.console.concerns.models.working import (
    Clock,
    DigestRead,
    Drill,
    DrillStep,
    Finding,
    LeadersDigest,
    LoadedTable,
    Step,
    Task,
    Turn,
)

__all__ = [
    "Answer",
    "Clock",
    "Concern",
    "ConcernImport",
    "Contact",
    "DigestRead",
    "Drill",
    "DrillStep",
    "Entry",
    "EntryDraft",
    "EvidenceFile",
    "Finding",
    "HandOver",
    "HelpReview",
    "Hold",
    "ImportMapping",
    "ImportedFile",
    "ImportedRow",
    "KeepingReview",
    "LeadersDigest",
    "LoadedTable",
    "LocalHelp",
    "Merge",
    "PersonHold",
    "Reader",
    "ReceivedFile",
    "ReceivingKey",
    "Referral",
    "ReportDraft",
    "Step",
    "Subject",
    "Task",
    "Telling",
    "TellingPractice",
    "Tie",
    "TrendNote",
    "Turn",
    "Word",
    "WordPlace",
]
