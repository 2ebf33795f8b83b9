"""Rosters by the clock: the watched folders each minute, and at night what need not be kept goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from belisha.console.flows.due import due
from belisha.console.people.roster.actions import sweep_rosters
from belisha.console.people.roster.feeding import sweep_folders, take_feeds

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["sweep_old_rosters", "take_roster_feeds"]


@due(name="take in roster feeds", every="minute")
def take_roster_feeds(now: datetime) -> str:
    """Take in what lies ready in the watched folders of all schools."""
    return take_feeds(now)


@due(name="delete what rosters no longer need", every="day", at="03:20")
def sweep_old_rosters(now: datetime) -> str:
    """Delete what old imports and old files hold of people."""
    return ". ".join(filter(None, (sweep_rosters(now), sweep_folders(now))))
