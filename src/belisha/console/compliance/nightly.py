"""Each night every duty of every school is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from belisha.activity.counted import counted
from belisha.console.access.acting import By
from belisha.console.access.models import School
from belisha.console.compliance.actions import reassess
from belisha.console.flows.due import due

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["reassess_schools"]


@due(name="look at how the duties stand", every="day", at="03:00")
def reassess_schools(now: datetime) -> str:
    """Ask every proof at every school; how many stand otherwise than before, in words."""
    found = [reassess(By(None, system="nightly"), school=school, now=now) for school in School.objects.all()]
    asked, changed = sum(each.asked for each in found), sum(each.changed for each in found)
    return f"{counted(asked, 'duty', 'duties')} of {counted(len(found), 'school')} were looked at; {changed} changed"
