"""Parents on the registers of several schools of a federation: who may be one person, and who signs in as one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, F, Max, Min, OuterRef, Prefetch, Q, Value
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils import timezone

from belisha.console.access.models import School, User
from belisha.console.people.models import Person, Relationship

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from belisha.console.access.models import Federation

__all__ = ["at_several_schools", "namesakes_of", "parent_of", "still_used_elsewhere"]


def _here(federation: Federation) -> QuerySet[Person]:
    # the schools by their numbers: without a join the database goes through names in order and stops after a page
    schools = list(School.objects.filter(federation=federation).values_list("pk", flat=True))
    here = Person.objects.filter(school__in=schools, kind=User.Kind.PARENT, merged_into__isnull=True)
    return here.filter(Q(left__isnull=True) | Q(left__gte=timezone.localdate()))


def _parents(federation: Federation) -> QuerySet[Person]:
    """Every parent and carer of a federation who is here, with their account and `children_here`."""
    day = timezone.localdate()
    links = Relationship.objects.filter(child__merged_into__isnull=True).filter(
        Q(child__left__isnull=True) | Q(child__left__gte=day)
    )
    children = Prefetch("children_links", links.select_related("child").order_by("child__search"), "children_here")
    parents: QuerySet[Person] = (
        _here(federation).select_related("school", "user__joined_to__school").prefetch_related(children)
    )
    return parents.order_by("search", "school__name", "pk")


def at_several_schools(federation: Federation) -> QuerySet[Person]:
    """Parents whose name stands on the register of another school as well, and those who sign in by one account."""
    # names are gathered once: counting asks about thousands of parents, and one by one took PostgreSQL three times as
    # long. `named` is `search` without its index, for SQLite would look up each name there at each school
    names = _here(federation).order_by().values("search").annotate(first=Min("school"), last=Max("school"))
    several = names.exclude(first=F("last")).values("search")
    joined = User.objects.filter(federation=federation, joined_to__isnull=False).order_by().values("pk")
    parents = _parents(federation).alias(named=Coalesce("search", Value("")))
    return parents.filter(Q(named__in=several) | Q(user__in=joined))


def parent_of(federation: Federation, pk: int) -> Person:
    """A parent of a federation by the number of their entry. Raises Http404."""
    found = _parents(federation).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def namesakes_of(federation: Federation, person: Person) -> list[Person]:
    """Parents at other schools who have the same name, or the same account."""
    account = person.user.joined_to_id or person.user_id
    same = Q(search=person.search) | Q(user=account) | Q(user__joined_to=account)
    return list(_parents(federation).filter(same).exclude(school=person.school_id))


def still_used_elsewhere(today: date) -> Exists:
    """Whether the account of an entry is also the one by which its owner signs in for a school where they still are."""
    others = Person.objects.filter(user__joined_to=OuterRef("user"), merged_into__isnull=True)
    return Exists(others.filter(Q(left__isnull=True) | Q(left__gte=today)))
