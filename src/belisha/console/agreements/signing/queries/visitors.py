"""Visitors at the desk: who has signed today and waits for a badge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from belisha.console.access.models import User
from belisha.console.agreements.models import Signature
from belisha.console.agreements.signing.queries.standing import standing_of
from belisha.console.people.models import Person, Visit

if TYPE_CHECKING:
    from belisha.console.access.models import School

__all__ = ["desk_mark", "unsigned_at_desk", "visitor_of", "waiting"]


def desk_mark(token: str, number: int) -> str:
    """What stands beside a visitor's number at the desk: whoever holds the device finds no other visitor's page."""
    return salted_hmac("belisha.desk", f"{token}:{number}").hexdigest()[:16]


def visitor_of(school: School, token: str, number: int, mark: str) -> Person | None:
    """A visitor who is expected today and came to this page by their own name; None for everybody else."""
    if not constant_time_compare(mark, desk_mark(token, number)):
        return None
    today = timezone.localdate()
    rows = Person.objects.for_school(school).filter(pk=number, kind=User.Kind.VISITOR, left__gte=today)
    return rows.select_related("user", "school__federation").first()


def waiting(school: School) -> list[Person]:
    """Visitors who signed at the desk today and have not been in the building since."""
    today = timezone.localdate()
    signed = Signature.objects.for_school(school).filter(way=Signature.Way.DESK, at__date=today)
    here = Visit.objects.for_school(school).filter(arrived_at__date=today)
    people = Person.objects.for_school(school).filter(pk__in=signed.values("person"))
    return list(people.exclude(pk__in=here.values("person")).order_by("search", "pk"))


def unsigned_at_desk(person: Person) -> list[str]:
    """The titles of what a visitor has still to sign before a badge."""
    lines = standing_of(person, timezone.localdate())
    return [line.kind.title for line in lines if not line.is_done and "desk" in line.kind.doors]
