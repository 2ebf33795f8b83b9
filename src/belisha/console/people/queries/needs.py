"""Needs of pupils: one, those that have ended, and those that are overdue for review."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404
from django.utils import timezone

from belisha.console.people.models import Need

if TYPE_CHECKING:
    from datetime import date

    from belisha.console.access.models import School
    from belisha.console.people.models import Person
    from belisha.console.people.models.needs import NeedQuerySet

__all__ = ["current_needs", "earlier_needs", "need_of", "needs_with_pupils", "overdue_needs"]


def need_of(school: School, pk: int) -> Need:
    """A need that holds now of a pupil of a school, by its id. Raises Http404."""
    rows = Need.objects.for_school(school).current().select_related("person__school__federation")
    found: Need = get_object_or_404(rows, pk=pk)
    return found


def earlier_needs(pupil: Person) -> list[Need]:
    """What has ended or was reviewed, latest first."""
    ended = Need.objects.filter(person=pupil, ended__isnull=False).select_related("noted_by")
    return list(ended.order_by("-ended", "-pk"))


def current_needs(school: School, day: date) -> NeedQuerySet:
    """Needs that hold of pupils who are on roll on a day."""
    found: NeedQuerySet = Need.objects.for_school(school).current().filter(person__joined__lte=day)
    return found.exclude(person__left__lt=day)


def needs_with_pupils(school: School) -> NeedQuerySet:
    """Needs that hold of pupils who are on roll, those first that should be looked at again."""
    found: NeedQuerySet = current_needs(school, timezone.localdate()).select_related("person__school")
    return found.order_by("review", "person__search", "pk")


def overdue_needs(school: School, day: date) -> NeedQuerySet:
    """Those that should have been reviewed before a day."""
    return current_needs(school, day).filter(review__lt=day)
