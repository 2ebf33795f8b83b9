"""What may be counted for those who get figures and no names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from belisha.console.access.models import User
from belisha.console.concerns.models import Concern, Subject
from belisha.console.concerns.rules.routes import HIDES, TEAM

if TYPE_CHECKING:
    from belisha.console.access.models import School
    from belisha.console.concerns.models.concerns import ConcernQuerySet

__all__ = ["about_children", "countable"]


def countable(*schools: School) -> ConcernQuerySet:
    """What figures for people without the right of a route count: the team's concerns about children alone.

    So no adult, whatever else they may see, learns from a sum that there is a concern about them.
    """
    return about_children(Concern.objects.filter(school__in=schools).standing())


def about_children(rows: ConcernQuerySet) -> ConcernQuerySet:
    """Of some concerns the team's about children alone: what is noted or told to others goes by these."""
    adults = Subject.objects.filter(concern=OuterRef("pk"), ended_at=None, role__in=HIDES, person__isnull=False)
    return rows.filter(route=TEAM).exclude(Exists(adults.exclude(person__kind=User.Kind.PUPIL)))
