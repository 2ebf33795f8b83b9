"""Causes for an early review."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.http import Http404

from belisha.console.policies.models import EarlyCause

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from belisha.console.access.models import School

__all__ = ["cause_of", "causes_of", "open_causes"]


def causes_of(school: School) -> QuerySet[EarlyCause]:
    """All causes about policies that count at a school, the open ones first."""
    here = Q(policy__school=school) | Q(policy__school__isnull=True, policy__federation=school.federation_id)
    rows = EarlyCause.objects.filter(here).select_related("policy__school", "policy__federation", "decided_by")
    return rows.order_by("decided_at", "since", "pk")


def open_causes(school: School) -> QuerySet[EarlyCause]:
    """Those about which nothing is decided yet."""
    return causes_of(school).filter(decided_at__isnull=True)


def cause_of(school: School, pk: int) -> EarlyCause:
    """One of them. Raises Http404."""
    found = causes_of(school).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
