"""What the nightly comparison of gateway and console found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from belisha.console.filtering.models import Comparison, Disagreement

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from belisha.console.access.models import School

__all__ = ["comparisons_of", "disagreements_of", "newest_comparison"]


def comparisons_of(school: School) -> QuerySet[Comparison]:
    """All comparisons of a school, newest day first."""
    found: QuerySet[Comparison] = Comparison.objects.for_school(school)
    return found.select_related("school").order_by("-day", "-pk")


def newest_comparison(school: School) -> Comparison | None:
    """The one of the newest day."""
    return comparisons_of(school).first()


def disagreements_of(comparison: Comparison) -> QuerySet[Disagreement]:
    """What was found in one, in the order of the requests."""
    found: QuerySet[Disagreement] = Disagreement.objects.for_school(comparison.school)
    return found.filter(comparison=comparison).order_by("at", "pk")
