"""Whom a report may be about: found on the register as far as whoever writes it may see it."""

from __future__ import annotations

from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING, Final, NamedTuple

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.authorization import has_permission
from belisha.console.access.models import User
from belisha.console.access.permissions import Permission
from belisha.console.concerns.reporting.rules.names import bare_words, same_name
from belisha.console.people.models import Person
from belisha.console.people.queries.people import list_of
from belisha.console.people.words import KINDS_ONE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from belisha.console.access.models import School

__all__ = ["Match", "matches", "surely"]

SHOWN: Final = 8  # of one name
READ: Final = 80
WORKS_HERE: Final = {User.Kind.STAFF, User.Kind.GOVERNOR, User.Kind.VOLUNTEER, User.Kind.CONTRACTOR}


class Match(NamedTuple):
    """Somebody on the register whose name fits what was written."""

    person: Person
    label: str
    works_here: bool


def matches(user: User, school: School, names: Sequence[str]) -> list[list[Match]]:
    """For each name those whom it may mean: only whom `user` may see on the register. One query for all names."""
    if not names or not has_permission(user, Permission.SEE_PEOPLE, school):
        return [[] for _name in names]
    wanted = [bare_words(name) for name in names]
    asked = [reduce(and_, (Q(search__contains=word) for word in words)) for words in wanted if words]
    if not asked:
        return [[] for _name in names]
    people = list_of(school)
    if not has_permission(user, Permission.SEE_FAMILIES, school):
        people = people.exclude(kind=User.Kind.PARENT)
    found = list(people.filter(reduce(or_, asked))[:READ])
    return [
        [_match(each) for each in found if words and all(word in each.search for word in words)][:SHOWN]
        for words in wanted
    ]


def _match(person: Person) -> Match:
    class_name: str = getattr(person, "class_name", None) or ""
    what = class_name or person.job or person.organisation or str(KINDS_ONE.get(person.kind, ""))
    if person.kind == User.Kind.PARENT:
        what = _("parent or carer")
    return Match(person, f"{person.name}, {what}" if what else person.name, person.kind in WORKS_HERE)


def surely(school: School, name: str) -> Person | None:
    """The one person here whose name this is in full, or whose family name with a title: never shown to who wrote it.

    So that a report about somebody is closed to them even where whoever wrote it may not look at the register.
    """
    words = bare_words(name)
    if not words:
        return None
    today = timezone.localdate()
    people = Person.objects.for_school(school).filter(Q(left__isnull=True) | Q(left__gte=today))
    people = people.filter(reduce(and_, (Q(search__contains=word) for word in words))).order_by("pk")
    adults = [one for one in people[:READ] if same_name(name, one.given, one.family, one.known_as)]
    return adults[0] if len(adults) == 1 else None
