"""Finding concerns by words, among those that somebody may see.

A word that few concerns hold is looked up, and they are what is read; one that many hold is asked of each concern,
newest first, until the page is full. The answer is the same, whichever is quicker.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, TypeVar

from django.db.models import Exists, OuterRef, Q

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

Rows = TypeVar("Rows", bound="QuerySet[Any, Any]")

REFERENCE: Final = re.compile(Reference.regex)
MANY_WORDS: Final = 200  # that begin so: they are not counted one by one
COMMON: Final = 10_000  # places of a word from which it is asked of each concern


def found_by(by: By, school: School, typed: str) -> ConcernQuerySet:
    """Concerns open to somebody that hold every word typed, or a word beginning so: in entries, or in a name they see.

    All of them when nothing is typed that one could look for.
    """
    return narrowed(by, school, visible(by, school), typed)


def narrowed(by: By, school: School, concerns: Rows, typed: str) -> Rows:
    """Those of some concerns that `found_by` finds; the concerns begin at `visible`."""
    if REFERENCE.fullmatch(typed.strip()):
        return concerns.filter(reference=typed.strip().upper())
    routes = routes_of(by, school)
    for word in wanted(typed):
        concerns = concerns.filter(_holding(school, routes, word))
    return concerns


def _holding(school: School, routes: list[str], word: str) -> Q:
    words = _words(school, word, closed=False)
    few = list(words.values_list("pk", flat=True)[:MANY_WORDS])
    told = Q(word__in=few) if len(few) < MANY_WORDS else Q(word__in=words.values("pk"))
    places = WordPlace.objects.filter(told)
    named = _named(school, routes, word)
    if len(few) == MANY_WORDS or places[:COMMON].count() == COMMON:
        return Q(Exists(places.filter(concern=OuterRef("pk")))) | Q(pk__in=named)
    return Q(pk__in=places.order_by().values("concern").union(named))


def _named(school: School, routes: list[str], word: str) -> QuerySet[Any, Any]:
    """The concerns with somebody of that name, as far as the reader sees who is in them."""
    people = Person.objects.filter(school__federation=school.federation_id)
    people = people.filter(Q(search__startswith=word) | Q(search__contains=f" {word}")).order_by()
    subjects = Subject.objects.filter(person__in=people.values("pk"), ended_at=None).order_by()
    closed = WordPlace.objects.filter(word__in=_words(school, word, closed=True).values("pk"))
    seen = subjects.filter(Q(restricted=False) | Q(concern__route__in=routes))
    return seen.values("concern").union(closed.filter(concern__route__in=routes).order_by().values("concern"))


def _words(school: School, word: str, *, closed: bool) -> QuerySet[Word]:
    beginning = word.encode()
    return Word.objects.filter(school=school, closed=closed, text__gte=beginning, text__lt=after(beginning))
