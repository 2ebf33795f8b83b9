"""The hour around an alert, as it was frozen."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from django.utils import timezone

from belisha.console.monitoring.alerts.words import VERDICTS
from belisha.console.monitoring.models import AlertContext

if TYPE_CHECKING:
    from belisha.console.monitoring.models import Alert

__all__ = ["Event", "Hour", "hours_of"]


class Event(NamedTuple):
    """One thing that the person did."""

    at: datetime
    what: str
    where: str
    verdict: str
    why: str


class Hour(NamedTuple):
    """What was around one finding. `left_out`: parts of pages that say nothing; `whole`: the hour after is in it."""

    begins: datetime
    ends: datetime
    events: list[Event]
    left_out: int
    whole: bool


def hours_of(alert: Alert) -> list[Hour]:
    """The hours around all findings of an alert, the newest first. One query."""
    rows = AlertContext.objects.filter(finding__alert=alert).select_related("finding")
    return [
        Hour(
            row.finding.first,
            row.finding.last,
            [_event(*parts) for parts in row.events],
            row.left_out,
            row.whole,
        )
        for row in rows.order_by("-finding__first", "-pk")
    ]


def _event(at: str, what: str, where: str, verdict: str, why: str) -> Event:
    return Event(timezone.localtime(datetime.fromisoformat(at)), what, where, str(VERDICTS.get(verdict, verdict)), why)
