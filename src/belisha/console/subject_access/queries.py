"""Requests, their pieces, and who may see which. A piece is shown to nobody to whom its app does not open it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q
from django.http import Http404

from belisha.console.concerns.queries.conflicts import family_of, own_and_stood_for
from belisha.console.people.models import Person, Relationship
from belisha.console.people.rules.names import search_words
from belisha.console.people.subject_access import HOLDERS
from belisha.console.subject_access.models import AccessRequest, PieceDecision
from belisha.console.subject_access.rules import proposed, seal_of, without

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from belisha.console.access.acting import By
    from belisha.console.access.models import School
    from belisha.console.people.subject_access import Held, Holder

__all__ = [
    "Piece",
    "all_pieces",
    "carers_of",
    "may_ask_for",
    "may_open_all",
    "people_found",
    "person_of",
    "piece_of",
    "pieces_for",
    "request_of",
    "requests",
    "rows_of",
]

MOST = 50


class Piece(NamedTuple):
    """One piece with what was decided of it; `decision` is None where nothing was, or its words are others now."""

    holder: Holder
    held: Held
    person: Person
    decision: PieceDecision | None
    seal: str
    proposals: tuple[str, ...]

    @property
    def name(self) -> str:
        """By which forms and addresses know it."""
        return f"{self.holder.code}.{self.held.key}"

    @property
    def is_checked(self) -> bool:
        """Whether two people have dealt with it."""
        return self.decision is not None and self.decision.checked_by_id is not None

    @property
    def given(self) -> str:
        """What would go out; "" where it is withheld."""
        if self.decision is None or self.decision.says == PieceDecision.Says.WITHHOLD:
            return ""
        return without(self.held.text, self.decision.cuts)


def requests(by: By, school: School) -> QuerySet[AccessRequest]:
    """Those of a school, but none about whoever asks, their family, or somebody whose post they cover."""
    rows = AccessRequest.objects.filter(school=school).select_related("person", "school", "made_by")
    own = own_and_stood_for(by)
    return rows.exclude(person__in=own | family_of(own))


def request_of(by: By, school: School, key: str) -> AccessRequest:
    """One. Raises Http404 alike where it is hidden and where there is none."""
    found = requests(by, school).select_related("packed_by", "sent_by", "person__school").filter(key=key).first()
    if found is None:
        raise Http404
    return found


def may_ask_for(by: By, person: Person) -> bool:
    """Whether somebody may put down a request about a person: not about themselves or their family."""
    own = own_and_stood_for(by)
    return person.pk not in own | family_of(own)


def people_found(by: By, school: School, typed: str) -> list[Person]:
    """People of the register by name, left or not; nobody of one's own family. At most fifty."""
    words = search_words(typed)
    if not words:
        return []
    own = own_and_stood_for(by)
    rows = Person.objects.for_school(school).exclude(pk__in=own | family_of(own))
    for word in words:
        rows = rows.filter(search__contains=word)
    return list(rows.order_by("search", "pk")[:MOST])


def person_of(by: By, school: School, number: int) -> Person:
    """Somebody whom a request may be about. Raises Http404."""
    found: Person | None = Person.objects.for_school(school).select_related("school").filter(pk=number).first()
    if found is None or not may_ask_for(by, found):
        raise Http404
    return found


def rows_of(person: Person) -> list[Person]:
    """Their row and those that were merged into it."""
    rows = Person.objects.filter(Q(pk=person.pk) | Q(merged_into=person)).select_related("school__federation", "user")
    return list(rows.order_by("pk"))


def all_pieces(request: AccessRequest, only: str = "") -> list[Piece]:
    """Everything, whoever may see it: for packing. Asked of every app anew; with `only`, of that one alone."""
    holders = [holder for code, holder in HOLDERS.items() if only in {"", code}]
    known = {(row.holder, row.piece): row for row in _decisions(request)}
    found = []
    for person in rows_of(request.person):
        own = (person.name, person.given, person.family)
        for holder in holders:
            for held in holder.find(person):
                seal = seal_of(held.text, held.file, held.title)
                row = known.get((holder.code, held.key))
                names = tuple(proposed(held.text, held.others, own))
                found.append(Piece(holder, held, person, row if row and row.seal == seal else None, seal, names))
    return found


def _decisions(request: AccessRequest) -> Iterable[PieceDecision]:
    return request.decisions.select_related("decided_by", "checked_by").order_by("pk")


def pieces_for(by: By, request: AccessRequest, only: str = "") -> list[Piece]:
    """The pieces that somebody may read (`only`: of one app): no number, heading or hint of any other."""
    pieces = all_pieces(request, only)
    guards: dict[str, set[str]] = defaultdict(set)
    for piece in pieces:
        if piece.held.guard:
            guards[piece.holder.code].add(piece.held.guard)
    opened = {code: _opened(HOLDERS[code], by, request.school, wanted) for code, wanted in guards.items()}
    return [piece for piece in pieces if not piece.held.guard or piece.held.guard in opened[piece.holder.code]]


def _opened(holder: Holder, by: By, school: School, wanted: set[str]) -> set[str]:
    return holder.opens(by, school, wanted) if holder.opens else wanted


def piece_of(by: By, request: AccessRequest, name: str) -> Piece:
    """One that somebody may read. Raises Http404."""
    for piece in pieces_for(by, request, name.partition(".")[0]):
        if piece.name == name:
            return piece
    raise Http404


def may_open_all(by: By, request: AccessRequest) -> bool:
    """Whether somebody may read every piece: who hands over an open pack can read all of it."""
    return len(pieces_for(by, request)) == len(all_pieces(request))


def carers_of(person: Person) -> list[Relationship]:
    """Who is what to a child, as the register has it: may they ask, and has a court forbidden contact?"""
    rows = Relationship.objects.filter(child=person, adult__merged_into=None).select_related("adult")
    return list(rows.order_by("priority", "pk"))
