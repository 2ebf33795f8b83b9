"""All that is known of a child, across the concerns that somebody may see, in the order in which it happened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from django.db.models import Count, Prefetch, Q
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.concerns.models import Concern, Subject
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

    from belisha.console.access.acting import By
    from belisha.console.access.models import School
    from belisha.console.concerns.record.queries.entries import Written

__all__ = ["Found", "Moment", "chronology", "concerns_of", "people_found"]

MOST: Final = 50


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


def _seen(by: By, school: School) -> QuerySet[Subject]:
    """Who is in which concern, as far as somebody may see."""
    mine = Q(restricted=False) | Q(concern__route__in=routes_of(by, school))
    return Subject.objects.filter(mine, ended_at=None, concern__in=visible(by, school).values("pk"))


def people_found(by: By, school: School, typed: str) -> list[Found]:
    """People of that name who are in concerns that somebody may see; at most fifty. Nobody for no name."""
    words = search_words(typed)
    if not words:
        return []
    named = Person.objects.filter(school__federation=school.federation_id)
    for word in words:
        named = named.filter(search__contains=word)
    rows = _seen(by, school).filter(person__in=named.values("pk")).order_by().values_list("person")
    counts = dict(rows.annotate(number=Count("concern", distinct=True)).order_by("person")[:MOST])
    people = Person.objects.filter(pk__in=counts).order_by("search", "pk")
    return [Found(person, counts[person.pk]) for person in people]


def concerns_of(by: By, school: School, number: int) -> tuple[Person, list[Concern]]:
    """Somebody, and the concerns about them that the reader may see, oldest first.

    Raises Http404 alike where there are none, where all are hidden, and where there is nobody.
    """
    seen = _seen(by, school).filter(person=number)
    people = Prefetch("subjects", Subject.objects.filter(ended_at=None).select_related("person"))
    rows = Concern.objects.filter(pk__in=seen.values("concern")).select_related("school", "assigned_to")
    found = list(rows.prefetch_related(people).order_by("reported_at", "pk"))
    if not found:
        raise Http404
    return Person.objects.get(pk=number), found


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
    found = []
    for concern in concerns:
        title = _("%(category)s: reported") % {"category": _(category_of(concern.category).title)}
        found.append(Moment(concern.reported_at, concern, "begun", title, text=concern.get_origin_display()))
        if concern.closed_at:
            found.append(Moment(concern.closed_at, concern, "closed", _("Closed")))
    return found


def _entries(by_pk: dict[int, Concern]) -> list[Moment]:
    found = []
    for one in written_of(rows_of(by_pk.values())):
        entry = one.entry
        concern = by_pk.get(entry.concern_id) or by_pk[entry.concern.merged_into_id or 0]
        who = entry.by.name if entry.by else entry.by_name
        title = str(entry.get_kind_display())
        found.append(Moment(entry.about or entry.at, concern, entry.kind, title, who, entry.text, one))
    return found


def _parts(by: By, concerns: Sequence[Concern], by_pk: dict[int, Concern]) -> list[Moment]:
    found = [each for each in happenings_of(by, concerns) if each.concern in by_pk]
    return [Moment(each.at, by_pk[each.concern], "part", each.title, each.who, each.text) for each in found]


def _fits(row: Moment, first: date | None, last: date | None, kind: str) -> bool:
    day = timezone.localtime(row.at).date()
    return (first is None or day >= first) and (last is None or day <= last) and kind in {"", row.kind}
