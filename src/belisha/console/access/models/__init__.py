"""Federations, schools, accounts, and who holds which post when. A file for each subject."""

from belisha.console.access.models.accounts import (
    AccessReview,
    AdviceOpened,
    Card,
    Comparison,
    DevicePassword,
    GateWaiver,
    GenericAccount,
    KeptName,
    OldPassword,
    OutsideService,
    PictureCode,
    ServiceAccess,
    Stray,
)
from belisha.console.access.models.posts import Away, Cover, Post
from belisha.console.access.models.schools import Federation, School
from belisha.console.access.models.settings import Decision
from belisha.console.access.models.sign_in import (
    Browser,
    CacheEntry,
    Ending,
    FactorReset,
    Flag,
    Guess,
    KeptForm,
    LockTest,
    Session,
    StandIn,
    StandInAnswer,
)
from belisha.console.access.models.users import User

__all__ = [
    "AccessReview",
    "AdviceOpened",
    "Away",
    "Browser",
    "CacheEntry",
    "Card",
    "Comparison",
    "Cover",
    "Decision",
    "DevicePassword",
    "Ending",
    "FactorReset",
    "Federation",
    "Flag",
    "GateWaiver",
    "GenericAccount",
    "Guess",
    "KeptForm",
    "KeptName",
    "LockTest",
    "OldPassword",
    "OutsideService",
    "PictureCode",
    "Post",
    "School",
    "ServiceAccess",
    "Session",
    "StandIn",
    "StandInAnswer",
    "Stray",
    "User",
]
