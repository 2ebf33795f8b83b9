"""Who is in the building, and who was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404

from belisha.console.access.models import User
from belisha.console.people.models import Person, Visit
from belisha.console.people.rules.names import fold

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.db.models import QuerySet

    from belisha.console.access.models import School

__all__ = ["hosts_of", "in_building", "known_visitor", "late_visits", "visit_of", "visits_of"]


def visits_of(school: School) -> QuerySet[Visit]:
    """Every visit to a school, newest first."""
    visits: QuerySet[Visit] = Visit.objects.for_school(school).select_related("person__user", "host", "school")
    return visits


def in_building(school: School) -> list[Visit]:
    """The visitors who are in the building now, by name: one query."""
    return list(visits_of(school).filter(left_at__isnull=True).order_by("person__search", "pk"))


def late_visits(school: School, now: datetime) -> int:
    """How many visitors should have left and have not signed out."""
    return Visit.objects.for_school(school).open().filter(until__lt=now).count()


def visit_of(school: School, pk: int) -> Visit:
    """A visit to a school by its number. Raises Http404."""
    return get_object_or_404(visits_of(school), pk=pk)


def hosts_of(school: School, day: date) -> QuerySet[Person]:
    """Whose guest somebody can be: the staff who are here on a day, by name."""
    staff: QuerySet[Person] = Person.objects.for_school(school).on_roll(day).filter(kind=User.Kind.STAFF)
    return staff.order_by("search", "pk")


def known_visitor(school: School, name: str, organisation: str) -> Person | None:
    """The entry of a visitor who was here before: same name, same organisation."""
    known = Person.objects.for_school(school).filter(kind=User.Kind.VISITOR, organisation__iexact=organisation)
    wanted = sorted(fold(name).split())
    return next((each for each in known.order_by("-joined", "-pk") if sorted(fold(each.name).split()) == wanted), None)
