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
COMMON: Final = 10_000  # concerns from which a word is asked of each concern
MANY: Final = 2_000  # words that begin so, or people named so: more are not handed to the database one by one


def found_by(by: By, school: School, typed: str) -> ConcernQuerySet:
    """Concerns open to somebody that hold every word typed, or a word beginning so: in entries, or in a name they see.

    All of them when nothing is typed that one could look for.
    """
    return narrowed(by, school, visible(by, school), typed)


def narrowed(by: By, school: School, concerns: Rows, typed: str) -> Rows:
    """Those of some concerns that `found_by` finds; the concerns begin at `visible`."""
    if REFERENCE.fullmatch(typed.strip()):
        return concerns.filter(reference=typed.strip().upper())
    routes, rare, common = routes_of(by, school), [], Q()
    for word in wanted(typed):
        places, named = _places(school, word), _named(school, routes, word)
        found = _few(places, named)
        if found is None:
            # of each concern: so that a page is full long before all of them were asked
            common &= Q(Exists(places.filter(concern=OuterRef("pk")))) | Q(pk__in=named)
        else:
            rare.append(found)
    # what few have is asked first: SQLite asks in the order in which it is told
    return (concerns.filter(pk__in=set.intersection(*rare)) if rare else concerns).filter(common)


def _few(*ways: QuerySet[Any, Any]) -> set[int] | None:
    """The concerns that some ways lead to; None where one of them leads to many."""
    found: set[int] = set()
    for way in ways:
        rows = way.order_by().values_list("concern", flat=True)[:COMMON]
        if rows.count() == COMMON:
            return None
        found.update(rows)
    return found


def _places(school: School, word: str) -> QuerySet[WordPlace]:
    """Where words stand that begin so."""
    return WordPlace.objects.filter(word__in=_one_by_one(_words(school, word, closed=False))).order_by()


def _named(school: School, routes: list[str], word: str) -> QuerySet[Any, Any]:
    """The concerns with somebody of that name, as far as the reader sees who is in them."""
    people = Person.objects.filter(school__federation=school.federation_id)
    people = people.filter(Q(search__startswith=word) | Q(search__contains=f" {word}")).order_by()
    subjects = Subject.objects.filter(person__in=_one_by_one(people), ended_at=None).order_by()
    closed = WordPlace.objects.filter(word__in=_words(school, word, closed=True).values("pk")).order_by()
    # apart, so that the concern is looked at for the restricted ones alone
    hidden = subjects.filter(restricted=True, concern__route__in=routes).values("concern")
    shown = subjects.filter(restricted=False).values("concern")
    return shown.union(hidden, closed.filter(concern__route__in=routes).values("concern"))


def _one_by_one(rows: QuerySet[Any, Any]) -> Any:
    """Rows by their numbers, from which a database knows how many they are; as a question where they are many."""
    numbers = list(rows.values_list("pk", flat=True)[:MANY])
    return numbers if len(numbers) < MANY else rows.values("pk")


def _words(school: School, word: str, *, closed: bool) -> QuerySet[Word]:
    beginning = word.encode()
    return Word.objects.filter(school=school, closed=closed, text__gte=beginning, text__lt=after(beginning))
