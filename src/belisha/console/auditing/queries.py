"""Questions to the record: its entries newest first, of whom, by whom, about what, when; and whose record it is."""

from __future__ import annotations

import json
import re
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from django.db.models import Q
from django.utils import timezone

from belisha.console.access.models import Federation, School, User
from belisha.console.audit.models import Body, Link
from belisha.console.auditing.rules import Entry, entry_of, mentions
from belisha.console.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from django.db.models import QuerySet

__all__ = ["Looking", "Page", "all_entries", "entries", "ids_of", "names_of", "numbers_about", "page_of"]

SIZE: Final = 50
# A rare word is searched for in several answers, none of which takes long: so many entries, in so many steps.
STEP: Final = 500
STEPS: Final = 20
MOST_IDS: Final = 300
Edge = tuple[datetime, int]  # when a link was written, and its number: where a walk back is
ID: Final = re.compile(r"^[a-z]+:\d+$|^system$")


class Looking(NamedTuple):
    """What somebody looks for. `who` and `about` are an id ("person:204") or a part of a name; empty: everything."""

    kind: str = ""
    who: str = ""
    about: str = ""
    first: date | None = None
    last: date | None = None
    text: str = ""

    @property
    def said(self) -> dict[str, str]:
        """What is looked for, as the record keeps it."""
        return {name: str(value) for name, value in self._asdict().items() if value}


class Page(NamedTuple):
    """Some entries, newest first. `older`: number to go on from; `searched`: how far back words were looked for."""

    entries: list[Entry]
    older: int | None
    searched: datetime | None


def names_of(chains: Iterable[str]) -> dict[str, str]:
    """Whose record each chain is, as people read it: "Oakfield", or "Oakfield, concerns" for one that is kept apart."""
    wholes: list[School | Federation] = [*Federation.objects.all(), *School.objects.all()]
    known = {place.chain: place.name for place in wholes}
    return {chain: known.get(chain) or _apart(chain, known) for chain in chains}


def _apart(chain: str, known: Mapping[str, str]) -> str:
    what, _colon, number = chain.rpartition(":")
    school = known.get(f"school:{number}")
    return f"{school}, {what.replace('-', ' ')}" if school else chain


def entries(place: School | Federation, looking: Looking, before: int | None = None) -> Page:
    """One page of the record of a school or of the federation."""
    links = _older(_links(place, looking), place.chain, before)
    words = looking.text.lower().split()
    if not words:
        return _full(list(links[: SIZE + 1]))
    found: list[Link] = []
    edge: Edge | None = None
    for some, reached in islice(_steps(links, words), STEPS):
        found, edge = found + some, reached
        if len(found) > SIZE:
            return _full(found)
    return Page([entry_of(link) for link in found], edge[1], edge[0]) if edge else _full(found)


def all_entries(place: School | Federation, looking: Looking) -> Iterator[Entry]:
    """Every entry that fits, newest first, a few in memory at a time."""
    words = looking.text.lower().split()
    links = _links(place, looking)
    if not words:
        return (entry_of(link) for link in links.iterator(chunk_size=1000))
    return (entry_of(link) for some, _ in _steps(links, words) for link in some)


def page_of(place: School | Federation, numbers: list[int]) -> list[Entry]:
    """Entries by their numbers."""
    links = Link.objects.filter(chain=place.chain, number__in=numbers).order_by("number")
    return [entry_of(link) for link in links.select_related("body", "tombstone__by__body")]


def numbers_about(place: School | Federation, about: str) -> list[int]:
    """Numbers of all entries about somebody whose words are still there: about the person and about their account."""
    links = Link.objects.filter(chain=place.chain, about__in=_same(place, about), tombstone=None)
    return list(links.exclude(event="audit.shredded").order_by("number").values_list("number", flat=True))


def ids_of(place: School | Federation, words: str) -> set[str]:
    """The ids that an id or a part of a name stands for: of people on the register and of accounts."""
    if ID.match(words):
        return _same(place, words)
    people, users = _people(place), _users(place)
    for word in words.split():
        people = people.filter(Q(given__icontains=word) | Q(family__icontains=word) | Q(known_as__icontains=word))
        users = users.filter(Q(name__icontains=word) | Q(username__icontains=word))
    rows = people.values_list("pk", "user_id")[:MOST_IDS]
    found = {name for person, user in rows for name in (f"person:{person}", f"user:{user}")}
    return found | {f"user:{user}" for user in users.values_list("pk", flat=True)[:MOST_IDS]}


def _links(place: School | Federation, looking: Looking) -> QuerySet[Link]:
    links = Link.objects.filter(chain=place.chain).select_related("body", "tombstone__by__body")
    if looking.kind:
        links = links.filter(event=looking.kind)
    if looking.who:
        links = links.filter(actor__in=ids_of(place, looking.who))
    if looking.about:
        links = links.filter(about__in=ids_of(place, looking.about))
    if looking.first:
        links = links.filter(at__gte=_midnight(looking.first))
    if looking.last:
        links = links.filter(at__lt=_midnight(looking.last + timedelta(days=1)))
    return links.order_by("-at", "-number")


def _full(found: list[Link]) -> Page:
    """The page of some links; one more than it holds tells that there are older ones."""
    older = found[SIZE - 1].number if len(found) > SIZE else None
    return Page([entry_of(link) for link in found[:SIZE]], older, None)


def _older(links: QuerySet[Link], chain: str, before: int | None) -> QuerySet[Link]:
    """Those that come after a link on the way back."""
    at = Link.objects.filter(chain=chain, number=before).values_list("at", flat=True).first() if before else None
    return _beyond(links, (at, before)) if at and before else links


def _beyond(links: QuerySet[Link], edge: Edge | None) -> QuerySet[Link]:
    return links.filter(at__lte=edge[0]).exclude(at=edge[0], number__gte=edge[1]) if edge else links


def _steps(links: QuerySet[Link], words: list[str]) -> Iterator[tuple[list[Link], Edge | None]]:
    """Walk back: of each step the links that mention words, and how far it went; None at the end.

    Words are looked for in the bodies of one step at a time: a database guesses badly how rare a word is, and asked for
    all at once it may read everything for each.
    """
    edge: Edge | None = None
    while rows := list(_beyond(links, edge).values_list("pk", "at", "number")[:STEP]):
        edge = (rows[-1][1], rows[-1][2]) if len(rows) == STEP else None
        yield _mentioning([pk for pk, _, _ in rows], words), edge
        if edge is None:
            return


def _mentioning(pks: list[int], words: list[str]) -> list[Link]:
    bodies = Body.objects.filter(pk__in=pks).select_related("link")
    for word in words:
        bodies = bodies.filter(content__icontains=json.dumps(word, ensure_ascii=False)[1:-1])
    found = [body.link for body in bodies if mentions(body.link, words)]
    return sorted(found, key=lambda link: (link.at, link.number), reverse=True)


def _same(place: School | Federation, name: str) -> set[str]:
    """An id, with that of the account of a person, or of the person of an account."""
    kind, _, digits = name.partition(":")
    number = int(digits[:18] or 0)
    if kind == "person":
        return {name, *(f"user:{user}" for user in _people(place).filter(pk=number).values_list("user_id", flat=True))}
    if kind == "user":
        return {name, *(f"person:{pk}" for pk in _people(place).filter(user=number).values_list("pk", flat=True))}
    return {name}


def _people(place: School | Federation) -> QuerySet[Person]:
    schools = [place] if isinstance(place, School) else place.schools.all()
    return Person.objects.filter(school__in=schools).order_by("pk")


def _users(place: School | Federation) -> QuerySet[User]:
    federation = place.federation_id if isinstance(place, School) else place.pk
    return User.objects.filter(federation=federation).order_by("pk")


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
