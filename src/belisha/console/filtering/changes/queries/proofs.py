"""Changes that were not made as they should have been: the first of each sort, or None."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import TruncDate

from belisha.console.audit.models import Link
from belisha.console.filtering.changes import audit_events as events
from belisha.console.filtering.models import Change, ManagerRight

if TYPE_CHECKING:
    from datetime import date, datetime

    from belisha.console.access.models import School
    from belisha.console.filtering.models.changes import ChangeQuerySet

__all__ = [
    "applied_without_right",
    "not_assessed",
    "not_consented",
    "not_in_force_since",
    "not_on_record",
    "overdue_reviews",
]

APPLYING = (events.APPLIED.code, events.UNDONE.code, events.BLOCKED.code)


def _written(school: School) -> ChangeQuerySet:
    """Changes that wrote a version of the policy, the oldest first."""
    found: ChangeQuerySet = Change.objects.for_school(school).done().filter(version__isnull=False)
    return found.order_by("applied_at", "pk")


def not_on_record(school: School) -> Change | None:
    """A change that no link of the record tells of. Two queries."""
    chains = [school.chain, school.federation.chain]
    told = set(Link.objects.filter(chain__in=chains, event__in=APPLYING).values_list("about", flat=True))
    return next((change for change in _written(school) if f"change:{change.pk}" not in told), None)


def applied_without_right(school: School) -> Change | None:
    """A change that somebody applied who was no filter manager there on that day."""
    right = ManagerRight.objects.filter(
        Q(school=OuterRef("school")) | Q(school__isnull=True),
        federation=OuterRef("federation"),
        user=OuterRef("applied_by"),
        first__lte=OuterRef("day"),
        last__gte=OuterRef("day"),
    ).filter(Q(ended_at__isnull=True) | Q(ended_at__gte=OuterRef("applied_at")))
    changes = _written(school).exclude(way=Change.Way.EMERGENCY).filter(applied_by__isnull=False)
    return changes.annotate(day=TruncDate("applied_at")).filter(~Exists(right)).first()


def not_assessed(school: School) -> Change | None:
    """An ordinary change without halves by two people."""
    ordinary = _written(school).filter(way=Change.Way.ORDINARY)
    counted = ordinary.annotate(sides=Count("halves__side", distinct=True), people=Count("halves__by", distinct=True))
    return counted.filter(Q(sides__lt=2) | Q(people__lt=2)).first()


def not_consented(school: School) -> Change | None:
    """A risky change, or one that a side advised against, without a leader's consent; or by one of its assessors."""
    ordinary = _written(school).filter(way=Change.Way.ORDINARY)
    risky = ordinary.filter(Q(score__gte=F("mark")) | Q(halves__against=True))
    lacking = Q(consent_by__isnull=True) | Q(consent_by=F("halves__by")) | Q(consent_by=F("made_by"))
    return risky.filter(lacking).distinct().first()


def overdue_reviews(school: School, today: date) -> Change | None:
    """An emergency block whose review is late."""
    late: ChangeQuerySet = Change.objects.for_school(school).to_review()
    return late.filter(way=Change.Way.EMERGENCY, review_due__lt=today).order_by("review_due", "pk").first()


def not_in_force_since(school: School, moment: datetime) -> Change | None:
    """A change that was applied before a moment and has not reached the gateway."""
    waiting: ChangeQuerySet = Change.objects.for_school(school).not_in_force()
    return waiting.filter(applied_at__lt=moment).order_by("applied_at", "pk").first()
