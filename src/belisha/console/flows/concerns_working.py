"""Work on concerns by the clock: whoever is next is told, tasks are reminded of, leaders get the week's numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from belisha.console.concerns.working.actions.digests import make_digests
from belisha.console.concerns.working.actions.escalating import escalate
from belisha.console.concerns.working.actions.reminding import remind
from belisha.console.flows.due import due

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["digest_concerns", "escalate_concerns", "remind_of_tasks"]


@due(name="tell the next person of a concern that nobody answers", every="minute")
def escalate_concerns(now: datetime) -> str:
    """Pass on what nobody has acknowledged in time."""
    return escalate(now)


@due(name="remind of tasks of concerns", every="day", at="07:30")
def remind_of_tasks(now: datetime) -> str:
    """Remind of what is due."""
    return remind(now)


@due(name="weekly numbers of concerns for leaders", every="week", at="monday 06:30")
def digest_concerns(now: datetime) -> str:
    """Make the numbers of the week before."""
    return make_digests(now)
