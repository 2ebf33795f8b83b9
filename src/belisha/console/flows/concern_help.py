"""By the clock: the directory of help is looked through each night, without asking the internet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from belisha.console.access.models import School
from belisha.console.concerns.reporting.queries.helping import overdue_at
from belisha.console.flows.due import due

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["look_through_help"]


@due(name="look through the directory of help", every="day", at="03:40")
def look_through_help(now: datetime) -> str:
    """Count the lines that must be tried again, school by school: their homes and the duty say so from then on."""
    del now
    found = {school.name: len(overdue_at(school)) for school in School.objects.order_by("pk")}
    late = ", ".join(f"{name} {number}" for name, number in found.items() if number)
    return _("Lines of the directory of help to try again: %(late)s.") % {"late": late} if late else ""
