"""The visitors' desk by the clock: whoever forgot to sign out is signed out, and guest codes die."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import ngettext

from belisha.console.flows.due import due
from belisha.console.people.visits.actions import end_visits

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["close_visits"]


@due(name="close visits at the end of the day", every="minute")
def close_visits(now: datetime) -> str:
    """Close what nobody signed out; says so when something was."""
    number = end_visits(now)
    told = ngettext("Signed out %(number)s visitor who had not.", "Signed out %(number)s visitors who had not.", number)
    return told % {"number": number} if number else ""
