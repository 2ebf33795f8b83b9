"""What was asked and reported long ago, and is settled, is deleted, as the school has set."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.db.models import Q

from belisha.console.access.acting import By
from belisha.console.access.settings.queries import values_of
from belisha.console.filtering.asks import audit_events as events
from belisha.console.filtering.asks.declared import KEPT_MONTHS
from belisha.console.filtering.models import Ask, FailureReport, LessonOpening, PageReport

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.console.access.models import School

__all__ = ["forget_old"]

MONTH: Final = timedelta(days=365.25 / 12)
MAY_BE_ILLEGAL: Final = timedelta(days=7 * 365.25)  # police and courts may still ask


def forget_old(*, school: School, now: datetime) -> dict[str, int]:
    """Delete what a school keeps no longer; how many of each kind. On record with the numbers alone.

    What nobody has settled stays, however old: it is red until somebody does.
    """
    before = now - int(values_of(school)[KEPT_MONTHS.key]) * MONTH
    settled = Q(answered_at__lt=before)
    illegal = Q(illegal=False) | Q(answered_at__lt=now - MAY_BE_ILLEGAL)
    over = Q(until__isnull=True) | Q(until__lt=before)  # an ask whose site is open still is not settled
    old = {
        "asks": Ask.objects.for_school(school).filter(settled & over),
        "reports": PageReport.objects.for_school(school).filter(
            Q(practice=True, at__lt=before) | (settled & illegal), ~Q(illegal=True, answered_at__isnull=True)
        ),
        "failures": FailureReport.objects.for_school(school).filter(closed_at__lt=before),
        "openings": LessonOpening.objects.for_school(school).filter(until__lt=before),
    }
    with transaction.atomic():
        counts = {}
        for kind, rows in old.items():
            counts[kind] = rows.count()
            rows.delete()
        if any(counts.values()):
            By(None, system="retention").did(events.FORGOTTEN, to=school, at=school, after=counts)
    return counts
