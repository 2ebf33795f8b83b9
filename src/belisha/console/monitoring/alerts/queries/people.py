"""People of a school whom something may be about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from belisha.console.people.models import Person

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from belisha.console.access.models import School

__all__ = ["everybody"]


def everybody(school: School) -> QuerySet[Person]:
    """Whoever is at the school today."""
    return (
        Person.objects.for_school(school).on_roll(timezone.localdate()).select_related("user").order_by("search", "pk")
    )
