"""Reminders go in the morning of working days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils import timezone

from belisha.console.compliance.tasks.actions import remind
from belisha.console.flows.due import due

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["remind_of_tasks"]

SATURDAY: Final = 5


@due(name="remind of tasks", every="day", at="07:10")
def remind_of_tasks(now: datetime) -> str:
    """Tell people what falls due and is late; nobody at weekends."""
    return "" if timezone.localdate(now).weekday() >= SATURDAY else remind(now)
