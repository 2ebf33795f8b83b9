"""Whose consents somebody may see, and how much: leaders and the office everybody's and why, teachers their classes'.

Whoever does not see families sees yes and no alone, never who said it, when or why.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.utils import timezone

from belisha.console.access.authorization import has_permission
from belisha.console.access.models import User
from belisha.console.access.permissions import Permission
from belisha.console.people.models import Group, Membership, Person

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from belisha.console.access.models import School

__all__ = ["child_seen", "classes_seen", "may_see_child", "pupils_seen", "sees_everybody", "sees_why"]


def sees_why(user: User, school: School) -> bool:
    """Whether somebody learns who answered what: whoever sees families."""
    return has_permission(user, Permission.SEE_FAMILIES, school)


def sees_everybody(user: User, school: School) -> bool:
    """Whether somebody sees all classes: leaders, the office, and whoever protects data."""
    return sees_why(user, school) or has_permission(user, Permission.SEE_AUDIT, school)


def classes_seen(user: User, school: School) -> QuerySet[Group]:
    """The classes whose consents somebody sees, by year and name."""
    today = timezone.localdate()
    classes = Group.objects.for_school(school).classes().open_on(today).order_by("year", "name", "pk")
    if sees_everybody(user, school):
        return classes
    taught = Membership.objects.on(today).filter(person__user=user, teaches=True).values("group")
    return classes.filter(pk__in=taught)


def pupils_seen(user: User, school: School) -> QuerySet[Person]:
    """The pupils whose consents somebody sees, in the order of a register."""
    today = timezone.localdate()
    pupils = Person.objects.for_school(school).filter(kind=User.Kind.PUPIL).on_roll(today).order_by("search", "pk")
    if sees_everybody(user, school):
        return pupils
    seen = Membership.objects.on(today).filter(teaches=False, group__in=classes_seen(user, school))
    return pupils.filter(pk__in=seen.values("person"))


def may_see_child(user: User, school: School, child: Person) -> bool:
    """Whether somebody sees the consents of a child."""
    return pupils_seen(user, school).filter(pk=child.pk).exists()


def child_seen(user: User, school: School, number: int) -> Person:
    """A child by their number, for somebody who sees them. Raises Http404."""
    found = pupils_seen(user, school).filter(pk=number).select_related("school__federation").first()
    if found is None:
        raise Http404
    return found
