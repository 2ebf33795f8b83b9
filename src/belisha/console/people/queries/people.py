"""Who is there: lists of each kind, and one person with what their page shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from belisha.console.access.models import Post, School, User
from belisha.console.people.models import Group, Membership, Need, Person, Photo, Relationship

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from belisha.console.people.models.people import PersonQuerySet

__all__ = [
    "NO_CLASS",
    "PersonView",
    "counts",
    "in_class",
    "is_own_staff",
    "leavers",
    "list_of",
    "own_entries",
    "own_person",
    "own_staff",
    "person_of",
    "person_view",
    "photo_of",
    "pupil_of",
    "with_need",
    "without_class",
]

NO_CLASS: Final = "none"


def _class_now(day: date, *, teaches: bool = False) -> Subquery:
    held = Membership.objects.on(day).filter(person=OuterRef("pk"), teaches=teaches, group__kind=Group.Kind.CLASS)
    return Subquery(held.order_by("first", "pk").values("group__name")[:1])


def list_of(school: School, kind: str = "") -> PersonQuerySet:
    """Those of a kind (empty: everybody) who are here or will come, in the order of a register.

    Each has `class_name`, of staff the class that they teach; of parents `children_here` holds links with the child.
    """
    day = timezone.localdate()
    people: PersonQuerySet = Person.objects.for_school(school).filter(Q(left__isnull=True) | Q(left__gte=day))
    if kind:
        people = people.filter(kind=kind)
    people = people.annotate(class_name=_class_now(day, teaches=kind == User.Kind.STAFF)).select_related("school")
    if kind == User.Kind.PARENT:
        links = Relationship.objects.filter(child__merged_into__isnull=True).select_related("child").order_by("child")
        people = people.prefetch_related(Prefetch("children_links", links, to_attr="children_here"))
    return people.order_by("search", "pk")


def leavers(school: School, *, parents: bool) -> PersonQuerySet:
    """Those who have left, latest first; parents only for those who may see families."""
    gone: PersonQuerySet = Person.objects.for_school(school).gone_by(timezone.localdate()).select_related("school")
    if not parents:
        gone = gone.exclude(kind=User.Kind.PARENT)
    return gone.order_by("-left", "search", "pk")


def counts(school: School) -> dict[str, int]:
    """How many of each kind are here or will come: one query."""
    day = timezone.localdate()
    here = Person.objects.for_school(school).filter(Q(left__isnull=True) | Q(left__gte=day))
    kinds = here.order_by().values_list("kind").annotate(number=Count("pk"))
    return dict(kinds)


def in_class(people: QuerySet[Person], value: str) -> QuerySet[Person]:
    """Those of a class by its id; NO_CLASS: those in none."""
    day = timezone.localdate()
    held = Membership.objects.on(day).filter(group__kind=Group.Kind.CLASS)
    if value == NO_CLASS:
        return people.exclude(Exists(held.filter(teaches=False, person=OuterRef("pk"))))
    return people.filter(pk__in=held.filter(group_id=int(value)).values("person"))


def with_need(people: QuerySet[Person], value: str) -> QuerySet[Person]:
    """Those with a need that holds now."""
    return people.filter(pk__in=Need.objects.current().filter(kind=value).values("person"))


def without_class(school: School) -> PersonQuerySet:
    """Pupils who are here or will come and are in no class, now or later."""
    day = timezone.localdate()
    # of this school's classes, or PostgreSQL reads the classes of everybody
    held = Membership.objects.filter(
        Q(last__isnull=True) | Q(last__gte=day), group__kind=Group.Kind.CLASS, group__school=school
    )
    here: PersonQuerySet = Person.objects.for_school(school).filter(
        Q(left__isnull=True) | Q(left__gte=day), kind=User.Kind.PUPIL
    )
    return here.exclude(Exists(held.filter(person=OuterRef("pk")))).order_by("search", "pk")


def person_of(school: School, pk: int) -> Person:
    """Somebody of a school by their id, leavers too. Raises Http404."""
    found: Person = get_object_or_404(
        Person.objects.for_school(school).select_related("school__federation", "user"), pk=pk
    )
    return found


def pupil_of(school: School, pk: int) -> Person:
    """A pupil of a school by their id, leavers too. Raises Http404, also for somebody who is no pupil."""
    found = person_of(school, pk)
    if found.kind != User.Kind.PUPIL:
        raise Http404
    return found


def own_person(user: object) -> Person:
    """The entry of whoever is signed in. Raises Http404 for those who are on no register."""
    people = Person.objects.filter(merged_into__isnull=True).select_related("school__federation", "user")
    found: Person = get_object_or_404(people, user=user)
    return found


def own_entries(user: object) -> list[Person]:
    """Every entry of whoever is signed in: one at each school that they belong to, their own account's first.

    Raises Http404 for those who are on no register.
    """
    accounts = User.objects.signing_in_by([user] if isinstance(user, User) else [])
    found = Person.objects.filter(user__in=accounts, merged_into__isnull=True)
    people = list(found.select_related("school__federation", "user").order_by("user__joined_to", "pk"))
    if not people:
        raise Http404
    return sorted(people, key=lambda one: one.user.joined_to_id is not None)


def is_own_staff(user: User) -> bool:
    """Whether somebody is on the register of a school as staff."""
    return Person.objects.filter(user=user, kind=User.Kind.STAFF, merged_into__isnull=True).exists()


def own_staff(user: User, school: School) -> Person | None:
    """The entry of whoever is signed in, if they are on the staff of a school."""
    if user.kind != User.Kind.STAFF:
        return None
    return Person.objects.for_school(school).filter(user=user, kind=User.Kind.STAFF).first()


def photo_of(person: Person) -> Photo | None:
    """Somebody's photo, with its bytes."""
    return Photo.objects.filter(person=person).first()


class PersonView(NamedTuple):
    """What the first page about somebody shows: classes and groups now, before and to come, posts, whether a photo."""

    memberships: list[Membership]
    earlier: list[Membership]
    posts: list[Post]
    photo: bool


def person_view(person: Person) -> PersonView:
    """What the first page about somebody shows: three queries."""
    day = timezone.localdate()
    held = list(person.memberships.select_related("group").order_by("-first", "-pk"))
    now = [one for one in held if one.last is None or one.last >= day]
    posts = list(Post.objects.filter(holder=person.user_id).held_on(day).order_by("first", "pk"))
    photo = Photo.objects.filter(person=person).exists()
    return PersonView(now, [one for one in held if one not in now], posts, photo)
