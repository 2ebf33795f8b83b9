"""Finding concerns by words, among those that somebody may see."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from django.db.models import Q

from belisha.console.concerns.addresses import Reference
from belisha.console.concerns.models import Subject, Word, WordPlace
from belisha.console.concerns.queries.visible import routes_of, visible
from belisha.console.concerns.rules.words import after, wanted
from belisha.console.people.models import Person

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from belisha.console.access.acting import By
    from belisha.console.access.models import School
    from belisha.console.concerns.models.concerns import ConcernQuerySet

__all__ = ["found_by", "narrowed"]

REFERENCE: Final = re.compile(Reference.regex)


def found_by(by: By, school: School, typed: str) -> ConcernQuerySet:
    """Concerns open to somebody that hold every word typed, or a word beginning so: in entries, or in a name they see.

    All of them when nothing is typed that one could look for.
    """
    return narrowed(by, school, visible(by, school), typed)


def narrowed(by: By, school: School, concerns: ConcernQuerySet, typed: str) -> ConcernQuerySet:
    """Those of some concerns that `found_by` finds; the concerns begin at `visible`."""
    if REFERENCE.fullmatch(typed.strip()):
        return concerns.filter(reference=typed.strip().upper())
    routes = routes_of(by, school)
    for word in wanted(typed):
        concerns = concerns.filter(_holding(school, routes, word))
    return concerns


def _holding(school: School, routes: list[str], word: str) -> Q:
    open_, closed = _places(school, word, closed=False), _places(school, word, closed=True)
    people = Person.objects.filter(school__federation=school.federation_id)
    named = people.filter(Q(search__startswith=word) | Q(search__contains=f" {word}"))
    subjects = Subject.objects.filter(person__in=named.values("pk"), ended_at=None)
    in_routes = Q(route__in=routes)
    return (
        Q(pk__in=open_)
        | Q(pk__in=subjects.filter(restricted=False).values("concern"))
        | in_routes & (Q(pk__in=closed) | Q(pk__in=subjects.filter(restricted=True).values("concern")))
    )


def _places(school: School, word: str, *, closed: bool) -> QuerySet[WordPlace, dict[str, object]]:
    beginning = word.encode()
    words = Word.objects.filter(school=school, closed=closed, text__gte=beginning, text__lt=after(beginning))
    return WordPlace.objects.filter(word__in=words.values("pk")).values("concern")
