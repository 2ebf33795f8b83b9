"""The visitors' desk by the clock: who forgot to sign out is signed out, guest codes die, old visits are deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import ngettext

from belisha.console.access.models import School
from belisha.console.flows.due import due
from belisha.console.people.visits.actions import end_visits, forget_visits

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["close_visits", "forget_old_visits"]


@due(name="close visits at the end of the day", every="minute")
def close_visits(now: datetime) -> str:
    """Close what nobody signed out; says so when something was."""
    number = end_visits(now)
    told = ngettext("Signed out %(number)s visitor who had not.", "Signed out %(number)s visitors who had not.", number)
    return told % {"number": number} if number else ""


@due(name="delete old visits", every="day", at="03:20")
def forget_old_visits(now: datetime) -> str:
    """Delete visits that a school keeps no longer; says so when there were any."""
    number = sum(forget_visits(school=school, now=now) for school in School.objects.order_by("pk"))
    told = ngettext("Deleted %(number)s old visit.", "Deleted %(number)s old visits.", number)
    return told % {"number": number} if number else ""
