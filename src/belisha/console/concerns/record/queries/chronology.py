"""All that is known of a child, across the concerns that somebody may see, in the order in which it happened."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from django.db.models import Prefetch, Q
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.concerns.models import Concern, Entry, Subject
from belisha.console.concerns.queries.visible import routes_of, visible
from belisha.console.concerns.record.hooks import happenings_of
from belisha.console.concerns.record.queries.entries import rows_of, written_of
from belisha.console.concerns.rules.categories import category_of
from belisha.console.people.models import Person
from belisha.console.people.rules.names import search_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from django.db.models import QuerySet
    from django_stubs_ext import StrPromise

    from belisha.console.access.acting import By
    from belisha.console.access.models import School
    from belisha.console.concerns.record.queries.entries import Written

__all__ = ["Found", "Moment", "chronology", "concerns_of", "people_found"]

MOST: Final = 50
MOST_PAIRS: Final = 20_000  # of people and concerns: far more than anybody looks through


class Found(NamedTuple):
    """Somebody, and in how many concerns that the reader may see."""

    person: Person
    concerns: int


class Moment(NamedTuple):
    """One line of a chronology. `written`: the entry that it is; `kind` is its kind, or "begun", "closed", "part"."""

    at: datetime
    concern: Concern
    kind: str
    title: str
    who: str = ""
    text: str = ""
    written: Written | None = None


def _seen(by: By, school: School, people: QuerySet[Person]) -> list[tuple[int, int]]:
    """Who of some people is in which concern, as far as somebody may see. Few queries, and none reads all concerns."""
    mine = Q(restricted=False) | Q(concern__route__in=routes_of(by, school))
    rows = Subject.objects.filter(mine, ended_at=None, person__in=people.order_by().values("pk")).order_by(
        "person", "pk"
    )
    pairs = list(rows.values_list("person", "concern")[:MOST_PAIRS])
    concerns = {concern for _person, concern in pairs}
    # unsorted: to sort them a database might walk through all concerns of the school
    seen = set(visible(by, school).filter(pk__in=concerns).order_by().values_list("pk", flat=True))
    return [(person, concern) for person, concern in pairs if concern in seen]


def people_found(by: By, school: School, typed: str) -> list[Found]:
    """People of that name who are in concerns that somebody may see; at most fifty. Nobody for no name."""
    words = search_words(typed)
    if not words:
        return []
    named = Person.objects.filter(school__federation=school.federation_id)
    for word in words:
        named = named.filter(search__contains=word)
    counts = Counter(person for person, _concern in _seen(by, school, named))
    people = Person.objects.filter(pk__in=list(counts)).order_by("search", "pk")[:MOST]
    return [Found(person, counts[person.pk]) for person in people]


def concerns_of(by: By, school: School, number: int) -> tuple[Person, list[Concern]]:
    """Somebody, and the concerns about them that the reader may see, oldest first.

    Raises Http404 alike where there are none, where all are hidden, and where there is nobody.
    """
    person = Person.objects.filter(pk=number)
    seen = [concern for _person, concern in _seen(by, school, person)]
    people = Prefetch("subjects", Subject.objects.filter(ended_at=None).select_related("person"))
    rows = Concern.objects.filter(pk__in=seen).select_related("school")
    found = list(rows.prefetch_related(people).order_by("reported_at", "pk"))
    if not found:
        raise Http404
    return person.get(), found


def chronology(
    by: By,
    concerns: Sequence[Concern],
    *,
    first: date | None = None,
    last: date | None = None,
    kind: str = "",
) -> list[Moment]:
    """What happened in some concerns, oldest first, of some days or one kind. A fixed number of queries."""
    by_pk = {concern.pk: concern for concern in concerns}
    rows = [*_begun(concerns), *_entries(by_pk), *_parts(by, concerns, by_pk)]
    kept = [row for row in rows if _fits(row, first, last, kind)]
    return sorted(kept, key=lambda row: row.at)


def _begun(concerns: Iterable[Concern]) -> list[Moment]:
    found, origins = [], _labels(Concern.Origin.choices)
    for concern in concerns:
        title = _("%(category)s: reported") % {"category": _(category_of(concern.category).title)}
        found.append(Moment(concern.reported_at, concern, "begun", title, text=origins[concern.origin]))
        if concern.closed_at:
            found.append(Moment(concern.closed_at, concern, "closed", _("Closed")))
    return found


def _entries(by_pk: dict[int, Concern]) -> list[Moment]:
    found, kinds = [], _labels(Entry.Kind.choices)
    for one in written_of(rows_of(by_pk.values())):
        entry = one.entry
        concern = by_pk.get(entry.concern_id) or by_pk[entry.concern.merged_into_id or 0]
        who = entry.by.name if entry.by else entry.by_name
        found.append(Moment(entry.about or entry.at, concern, entry.kind, kinds[entry.kind], who, entry.text, one))
    return found


def _labels(choices: Iterable[tuple[str, StrPromise | str]]) -> dict[str, str]:
    """What values are called, looked up once: a chronology says them hundreds of times."""
    return {value: str(label) for value, label in choices}


def _parts(by: By, concerns: Sequence[Concern], by_pk: dict[int, Concern]) -> list[Moment]:
    found = [each for each in happenings_of(by, concerns) if each.concern in by_pk]
    return [Moment(each.at, by_pk[each.concern], "part", each.title, each.who, each.text) for each in found]


def _fits(row: Moment, first: date | None, last: date | None, kind: str) -> bool:
    day = timezone.localtime(row.at).date()
    return (first is None or day >= first) and (last is None or day <= last) and kind in {"", row.kind}
