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

__all__ = ["countable"]


def countable(school: School) -> ConcernQuerySet:
    """What figures for people without the right of a route count: the team's concerns about children alone.

    So no adult, whatever else they may see, learns from a sum that there is a concern about them.
    """
    adults = Subject.objects.filter(concern=OuterRef("pk"), ended_at=None, role__in=HIDES, person__isnull=False)
    rows: ConcernQuerySet = Concern.objects.for_school(school).filter(route=TEAM).standing()
    return rows.exclude(Exists(adults.exclude(person__kind=User.Kind.PUPIL)))
