"""How many staff and families there are to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from belisha.console.access.models import User
from belisha.console.people.models import Person

if TYPE_CHECKING:
    from belisha.console.access.models import School

__all__ = ["how_many"]

KINDS = {"staff": User.Kind.STAFF, "parents": User.Kind.PARENT}


def how_many(school: School, audience: str) -> int:
    """Of an audience of adults, how many the register has today; 1 where it has none."""
    rows = Person.objects.for_school(school).filter(kind=KINDS[audience]).on_roll(timezone.localdate())
    return max(int(rows.count()), 1)
