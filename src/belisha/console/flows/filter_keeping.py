"""By the clock: requests, reports and lesson openings that a school keeps no longer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import ngettext

from belisha.console.access.models import School
from belisha.console.filtering.asks.actions.forgetting import forget_old
from belisha.console.flows.due import due

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["forget_old_asks"]


@due(name="requests and reports that are kept no longer", every="day", at="04:20")
def forget_old_asks(now: datetime) -> str:
    """Delete what is settled and older than each school keeps it."""
    count = sum(sum(forget_old(school=school, now=now).values()) for school in School.objects.order_by("pk"))
    words = ngettext("%(n)s old request or report was deleted.", "%(n)s old requests and reports were deleted.", count)
    return words % {"n": count} if count else ""
