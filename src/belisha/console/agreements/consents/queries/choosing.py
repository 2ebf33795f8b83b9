"""What forms of consents choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from belisha.console.access.models import User
from belisha.console.people.models import Person

if TYPE_CHECKING:
    from belisha.console.access.models import School

__all__ = ["adult_of", "own_entry", "staff_accounts"]


def staff_accounts(school: School) -> dict[str, User]:
    """The accounts of staff who are here, by their number as text, in the order of names. One query."""
    staff = Person.objects.for_school(school).filter(kind=User.Kind.STAFF).on_roll(timezone.localdate())
    return {str(one.user_id): one.user for one in staff.select_related("user").order_by("search", "pk")}


def adult_of(school: School, number: int) -> Person | None:
    """An adult of a school by their number."""
    people = Person.objects.for_school(school).exclude(kind=User.Kind.PUPIL)
    return people.filter(pk=number).select_related("school__federation", "user").first()


def own_entry(user: User) -> Person | None:
    """Somebody's own entry on the register."""
    people = Person.objects.filter(user=user, merged_into__isnull=True)
    return people.select_related("school__federation", "user").first()
