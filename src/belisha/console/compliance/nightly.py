"""Each minute what may stand otherwise is looked at, each night every duty of every school."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from belisha.activity.counted import counted
from belisha.console.access.acting import By
from belisha.console.access.models import School
from belisha.console.compliance.actions import reassess, refresh
from belisha.console.flows.due import due

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["reassess_schools", "refresh_schools"]

SECONDS: Final = 10  # other jobs of the minute wait for it


@due(name="look at how the duties stand", every="day", at="03:00")
def reassess_schools(now: datetime) -> str:
    """Ask every proof at every school; how many stand otherwise than before, in words."""
    found = [reassess(By(None, system="nightly"), school=school, now=now) for school in School.objects.all()]
    asked, changed = sum(each.asked for each in found), sum(each.changed for each in found)
    return f"{counted(asked, 'duty', 'duties')} of {counted(len(found), 'school')} were looked at; {changed} changed"


@due(name="look at duties that may stand otherwise", every="minute")
def refresh_schools(now: datetime) -> str:
    """Ask the proofs whose answer counts no longer; says something only where a duty stands otherwise."""
    found = refresh(By(None, system="each minute"), schools=School.objects.all(), now=now, seconds=SECONDS)
    asked = counted(found.asked, "duty", "duties")
    return f"{asked} were looked at; {found.changed} changed" if found.changed else ""
