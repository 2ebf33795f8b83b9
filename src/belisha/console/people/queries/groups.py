"""Classes and groups: all of a school, and one with its pupils and teachers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Count, Prefetch, Q
from django.shortcuts import get_object_or_404
from django.utils import timezone

from belisha.console.access.models import School, User
from belisha.console.people.models import Group, Membership, Person
from belisha.console.people.rules.rollover import ClassRow

if TYPE_CHECKING:
    from datetime import date

    from belisha.console.people.models.groups import GroupQuerySet

__all__ = ["Members", "class_choices", "class_rows", "closed_groups", "group_of", "groups_of", "members_of", "staff_of"]


def groups_of(school: School, kind: str = "") -> GroupQuerySet:
    """Open classes and groups with `size` (how many are in it, without teachers) and `taught` (who teaches it)."""
    day = timezone.localdate()
    now = (Q(memberships__last__isnull=True) | Q(memberships__last__gte=day)) & Q(memberships__first__lte=day)
    groups: GroupQuerySet = Group.objects.for_school(school).open_on(day).select_related("school")
    if kind:
        groups = groups.filter(kind=kind)
    teaching = Membership.objects.on(day).filter(teaches=True).select_related("person").order_by("person__search", "pk")
    size = Count("memberships", filter=now & Q(memberships__teaches=False))
    return (
        groups.annotate(size=size)
        .prefetch_related(Prefetch("memberships", teaching, to_attr="taught"))
        .order_by("year", "name", "pk")
    )


def closed_groups(school: School) -> GroupQuerySet:
    """Classes and groups that are no more, latest first."""
    closed: GroupQuerySet = Group.objects.for_school(school).filter(closed__lte=timezone.localdate())
    return closed.order_by("-closed", "name", "pk")


def group_of(school: School, pk: int) -> Group:
    """A class or group of a school by its id. Raises Http404."""
    found: Group = get_object_or_404(Group.objects.for_school(school).select_related("school__federation"), pk=pk)
    return found


class Members(NamedTuple):
    """Who is in a class or group now, who will come into it, and who teaches it."""

    now: list[Membership]
    coming: list[Membership]
    teachers: list[Membership]


def members_of(group: Group) -> Members:
    """Who is in a class or group and who teaches it, in the order of a register: one query."""
    day = timezone.localdate()
    held = (
        Membership.objects.filter(Q(last__isnull=True) | Q(last__gte=day), group=group)
        .select_related("person")
        .order_by("person__search", "pk")
    )
    rows = list(held)
    return Members(
        [one for one in rows if not one.teaches and one.first <= day],
        [one for one in rows if not one.teaches and one.first > day],
        [one for one in rows if one.teaches],
    )


def class_choices(school: School) -> list[tuple[str, str]]:
    """Open classes as choices of a form: id and name."""
    classes = Group.objects.for_school(school).classes().open_on(timezone.localdate()).order_by("year", "name", "pk")
    return [(str(pk), name) for pk, name in classes.values_list("pk", "name")]


def class_rows(school: School, day: date) -> list[ClassRow]:
    """Classes that are open on a day, by year and name."""
    classes = Group.objects.for_school(school).classes().open_on(day).order_by("year", "name", "pk")
    return [ClassRow(*row) for row in classes.values_list("pk", "name", "year")]


def staff_of(school: School) -> list[tuple[str, str]]:
    """Staff who are here as choices of a form: id and name."""
    staff = Person.objects.for_school(school).filter(kind=User.Kind.STAFF).on_roll(timezone.localdate())
    return [(str(one.pk), one.name) for one in staff.order_by("search", "pk")]
