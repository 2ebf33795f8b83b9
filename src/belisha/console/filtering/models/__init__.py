"""What the filter keeps. A file for each subject."""

from belisha.console.filtering.models.changes import Change, Half, ManagerRight
from belisha.console.filtering.models.policy import PersonProfile, PolicyVersion, SiteRule

__all__ = [
    "Change",
    "Half",
    "ManagerRight",
    "PersonProfile",
    "PolicyVersion",
    "SiteRule",
]
