"""What the filter keeps. A file for each subject."""

from belisha.console.filtering.models.changes import Change, DigestSign, Half, Impact, ManagerRight
from belisha.console.filtering.models.policy import PersonProfile, PolicyVersion, SiteRule

__all__ = [
    "Change",
    "DigestSign",
    "Half",
    "Impact",
    "ManagerRight",
    "PersonProfile",
    "PolicyVersion",
    "SiteRule",
]
