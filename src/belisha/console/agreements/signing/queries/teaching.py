"""Whose signatures somebody may see and take: the office and leaders everybody's, a teacher those of their classes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils import timezone

from belisha.console.access.authorization import role_for
from belisha.console.access.permissions import Permission
from belisha.console.access.roles import Role
from belisha.console.people.models import Group, Membership

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from belisha.console.access.models import School, User
    from belisha.console.people.models import Person

__all__ = ["classes_for", "may_take", "sees_all", "taught_by"]

OF_CLASSES: Final = frozenset({Role.TEACHER})


def sees_all(user: User, school: School, right: Permission = Permission.SEE_SIGNATURES) -> bool:
    """Whether a right reaches everybody of a school, and not the classes that somebody teaches alone."""
    role = role_for(user, right, school)
    if role is None or role not in OF_CLASSES:
        return role is not None
    return any(role_for(user, wide, school) for wide in (Permission.WRITE_AGREEMENTS, Permission.RECEIVE_VISITORS))


def taught_by(user: User, school: School) -> QuerySet[Group]:
    """The classes that somebody teaches today."""
    teaching = Membership.objects.for_school(school).on(timezone.localdate()).filter(teaches=True, person__user=user)
    groups = Group.objects.for_school(school).classes().open_on(timezone.localdate())
    return groups.filter(pk__in=teaching.values("group")).order_by("year", "name", "pk")


def classes_for(user: User, school: School) -> QuerySet[Group]:
    """The classes whose signatures somebody may take: all, or those that they teach."""
    if not sees_all(user, school, Permission.TAKE_SIGNATURES):
        return taught_by(user, school)
    return Group.objects.for_school(school).classes().open_on(timezone.localdate()).order_by("year", "name", "pk")


def may_take(user: User, person: Person) -> bool:
    """Whether somebody may take the signature of a person."""
    school = person.school
    if role_for(user, Permission.TAKE_SIGNATURES, school) is None:
        return False
    if sees_all(user, school, Permission.TAKE_SIGNATURES):
        return True
    held = Membership.objects.on(timezone.localdate()).filter(person=person, teaches=False)
    return held.filter(group__in=taught_by(user, school)).exists()
