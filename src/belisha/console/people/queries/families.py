"""Families: the adults of a child, the children of an adult, and both together."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import OuterRef, Q, Subquery
from django.shortcuts import get_object_or_404

from belisha.console.access.models import User
from belisha.console.people.models import Group, Membership, Person, Relationship

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from belisha.console.access.models import School

__all__ = ["Family", "adults_like", "children_like", "children_of", "family_of", "link_of", "may_hear_of"]


class Family(NamedTuple):
    """`adults`: links to the adults of a child, first to ring first. `children`: links of an adult. `siblings`: other
    children of the same adults."""

    adults: list[Relationship]
    children: list[Relationship]
    siblings: list[Person]


def family_of(person: Person) -> Family:
    """The family of a child or an adult: three queries."""
    links = Relationship.objects.filter(adult__merged_into__isnull=True, child__merged_into__isnull=True)
    links = links.select_related("adult__school", "child__school")
    adults = list(links.filter(child=person).order_by("priority", "pk"))
    children = list(links.filter(adult=person).order_by("child__search", "pk"))
    shared = Relationship.objects.filter(adult__in=[link.adult_id for link in adults]).exclude(child=person)
    siblings = Person.objects.filter(pk__in=shared.values("child"), merged_into__isnull=True).select_related("school")
    return Family(adults, children, list(siblings.order_by("search", "pk")))


def link_of(school: School, pk: int) -> Relationship:
    """A link of a child of a school by its id. Raises Http404."""
    links = Relationship.objects.for_school(school).select_related("adult", "child__school__federation")
    found: Relationship = get_object_or_404(links, pk=pk)
    return found


def adults_like(school: School, words: Sequence[str]) -> list[Person]:
    """At most 20 adults of a school whose names hold all words."""
    return _like(school, words, ~Q(kind=User.Kind.PUPIL))


def children_like(school: School, words: Sequence[str]) -> list[Person]:
    """At most 20 pupils of a school whose names or UPN hold all words."""
    return _like(school, words, Q(kind=User.Kind.PUPIL))


def may_hear_of(child: Person) -> list[Relationship]:
    """Links to adults who may be told about a child: parental responsibility, and no order against contact."""
    links = Relationship.objects.filter(child=child, no_contact=False, parental_responsibility=True)
    return list(links.select_related("adult").order_by("priority", "pk"))


def children_of(user: User, day: date) -> list[Relationship]:
    """Links to the children of whoever signs in by an account, at every school that it serves: one query.

    Each has `class_name`. A court's order of no contact leaves a child out, as does the end of their school days.
    """
    held = Membership.objects.on(day).filter(person=OuterRef("child"), teaches=False, group__kind=Group.Kind.CLASS)
    links = Relationship.objects.filter(
        Q(child__left__isnull=True) | Q(child__left__gte=day),
        adult__user__in=User.objects.signing_in_by([user]),
        adult__merged_into__isnull=True,
        child__merged_into__isnull=True,
        no_contact=False,
    )
    shown = links.annotate(class_name=Subquery(held.order_by("first", "pk").values("group__name")[:1]))
    shown = shown.select_related("adult__user", "adult__school", "child__school__federation")
    return list(shown.order_by("child__born", "child__search", "pk"))


def _like(school: School, words: Sequence[str], kinds: Q) -> list[Person]:
    if not words:
        return []
    found = Person.objects.for_school(school).filter(kinds)
    for word in words:
        found = found.filter(search__contains=word)
    return list(found.order_by("search", "pk")[:20])
