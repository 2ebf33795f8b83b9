"""What of weekly reports needs somebody."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from belisha.console.access.needs import Need, Urgency, Weight, needs
from belisha.console.access.permissions import Permission
from belisha.console.monitoring.use.queries import to_read
from belisha.console.monitoring.use.rules import UNREAD_DAYS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from belisha.console.access.models import School, User

__all__ = ["reports_to_read"]


@needs(Permission.SEE_INTERNET_USE)
def reports_to_read(user: User, school: School) -> Iterator[Need]:
    """Weekly reports that one has not read; after a week now."""
    waiting = to_read(user, school)
    if waiting:
        before = timezone.now() - timedelta(days=UNREAD_DAYS)
        red = any(line.report.made_at and line.report.made_at < before for line in waiting)
        text = ngettext("Read %(n)s weekly report", "Read %(n)s weekly reports", len(waiting)) % {"n": len(waiting)}
        link = reverse("use", args=[school.code])
        yield Need(text, link, Urgency.NOW if red else Urgency.SOON, weight=Weight.DUE)
