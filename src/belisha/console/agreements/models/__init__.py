"""What agreements keep. A file for each subject."""

from belisha.console.agreements.models.agreements import Agreement, Signature
from belisha.console.agreements.models.consents import ConsentAnswer, Publication, Shown, TakeDown
from belisha.console.agreements.models.home import Activity, FamilyStep, HomeLink, Notice, NoticeRead
from belisha.console.agreements.models.keeping import LetGo
from belisha.console.agreements.models.signing import Decline, Reminder, Restriction, Scan, SigningLink, Sitting
from belisha.console.agreements.models.texts import Wording

__all__ = [
    "Activity",
    "Agreement",
    "ConsentAnswer",
    "Decline",
    "FamilyStep",
    "HomeLink",
    "LetGo",
    "Notice",
    "NoticeRead",
    "Publication",
    "Reminder",
    "Restriction",
    "Scan",
    "Shown",
    "Signature",
    "SigningLink",
    "Sitting",
    "TakeDown",
    "Wording",
]
