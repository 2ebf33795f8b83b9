"""Accounts with what the register says of their owners."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db.models import Exists, OuterRef, Q, Subquery
from django.shortcuts import get_object_or_404
from django.utils import timezone

from belisha.console.access.accounts.queries.accounts import accounts_of
from belisha.console.access.models import Card, PictureCode, School, User
from belisha.console.people.models import Group, Membership, Person

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

__all__ = [
    "OPEN",
    "STATES",
    "class_taught",
    "classes_for",
    "is_in_years",
    "list_of",
    "pupil_of",
    "pupils_of",
    "school_called",
    "those_of_class",
    "those_with_state",
    "without_account",
    "young_classes",
]

OPEN: Final = Q(opened_at__isnull=False, closed_at__isnull=True)
STATES: Final = {
    "open": OPEN,
    "closed": Q(closed_at__isnull=False),
    "none": Q(opened_at__isnull=True),
    "first-password": OPEN & Q(must_change_password=True),
    "overdue": OPEN & Q(password_overdue=True),
    "generic": Q(generic__isnull=False),
    "youngest": Q(has_card=True) | Q(has_pictures=True),
}


def list_of(school: School, today: date) -> QuerySet[User]:
    """Accounts of a school with `class_name`, `year`, `has_card` and `has_pictures`; merged people are gone from it."""
    held = Membership.objects.on(today).filter(person__user=OuterRef("pk"), teaches=False, group__kind=Group.Kind.CLASS)
    return (
        accounts_of(school)
        .filter(person__merged_into__isnull=True)
        .annotate(
            class_name=Subquery(held.order_by("first", "pk").values("group__name")[:1]),
            has_card=Exists(Card.objects.filter(user=OuterRef("pk"), revoked_at__isnull=True)),
            has_pictures=Exists(PictureCode.objects.filter(user=OuterRef("pk"))),
        )
        .order_by("name", "pk")
    )


def those_with_state(accounts: QuerySet[User], state: str) -> QuerySet[User]:
    """Those in one of STATES."""
    return accounts.filter(STATES[state])


def those_of_class(accounts: QuerySet[User], group: str) -> QuerySet[User]:
    """Pupils who are in a class today, by the class's id."""
    held = Membership.objects.on(timezone.localdate()).filter(group_id=int(group), teaches=False)
    return accounts.filter(pk__in=held.values("person__user"))


def without_account(school: School, today: date) -> QuerySet[Person]:
    """Those on the roll, or about to join, whose account is not open."""
    here = Person.objects.for_school(school).filter(Q(left__isnull=True) | Q(left__gte=today))
    return here.exclude(user__in=User.objects.for_school(school).filter(OPEN)).select_related("user")


def classes_for(user: User, school: School, *, every: bool, today: date) -> QuerySet[Group]:
    """The classes whose passwords somebody may set: those that they teach today, or all."""
    classes = Group.objects.for_school(school).classes().open_on(today)
    if not every:
        taught = Membership.objects.on(today).filter(person__user=user, teaches=True)
        classes = classes.filter(pk__in=taught.values("group"))
    ordered: QuerySet[Group] = classes.order_by("year", "name", "pk")
    return ordered


def class_taught(user: User, school: School, pk: int, *, every: bool, today: date) -> Group:
    """One of the classes that somebody may see to. Raises Http404."""
    return get_object_or_404(classes_for(user, school, every=every, today=today), pk=pk)


def pupils_of(group: Group, today: date) -> QuerySet[Person]:
    """The pupils who are in a class today with their accounts, in the order of a register."""
    held = Membership.objects.on(today).filter(group=group, teaches=False)
    pupils = Person.objects.for_school(group.school).filter(pk__in=held.values("person"), kind=User.Kind.PUPIL)
    ordered: QuerySet[Person] = (
        pupils.select_related("user", "school")
        .annotate(
            has_card=Exists(Card.objects.filter(user=OuterRef("user"), revoked_at__isnull=True)),
            has_pictures=Exists(PictureCode.objects.filter(user=OuterRef("user"))),
        )
        .order_by("search", "pk")
    )
    return ordered


def pupil_of(group: Group, pk: int, today: date) -> Person:
    """A pupil of a class by their number whose account is open. Raises Http404."""
    open_ones = pupils_of(group, today).filter(user__opened_at__isnull=False, user__closed_at__isnull=True)
    return get_object_or_404(open_ones, pk=pk)


def school_called(code: str) -> School | None:
    """A school by its code, for a page that nobody has signed in to yet."""
    return School.objects.filter(code=code).select_related("federation").first()


def is_in_years(user: User, years: tuple[str, ...]) -> bool:
    """Whether the owner of an account is in one of some year groups."""
    return Person.objects.filter(user=user, year__in=years).exists()


def young_classes(school: School, years: tuple[str, ...], today: date) -> QuerySet[Group]:
    """The classes with pupils of some year groups today, as they choose them when they sign in."""
    young = Person.objects.for_school(school).filter(year__in=years)
    held = Membership.objects.on(today).filter(person__in=young, teaches=False)
    classes: QuerySet[Group] = Group.objects.for_school(school).classes().filter(pk__in=held.values("group"))
    return classes.order_by("name", "pk")
