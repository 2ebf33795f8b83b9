"""Where people stand with the agreements that they are asked for: one by one, or a whole school in a few queries."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q
from django.utils import timezone

from belisha.console.access.models import User
from belisha.console.agreements.models import Agreement, Decline, Signature
from belisha.console.agreements.signing.rules import Given, State, where
from belisha.console.agreements.texts.queries import asked
from belisha.console.people.models import Person, Relationship

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from belisha.console.access.models import School
    from belisha.console.agreements.texts.rules import Kind

# up to so many people are asked for by their numbers; for more the whole school is read, for SQLite would look for each
# number of a long list beside each child
FEW = 100

__all__ = ["Line", "here", "own_lines_unsigned", "standing_of", "standings"]


class Line(NamedTuple):
    """Somebody and one agreement (for one child of theirs): its state, the signature that counts, since when asked."""

    kind: Kind
    agreement: Agreement
    child: Person | None
    state: State
    since: date
    at_once: bool
    signature: Signature | None

    @property
    def is_done(self) -> bool:
        """Whether it is signed."""
        return self.state is State.SIGNED


def standing_of(person: Person, day: date) -> list[Line]:
    """Where one person stands with everything that they are asked for on a day."""
    return standings(person.school, [person], day)[person.pk]


def own_lines_unsigned(user: User, school: School, day: date) -> list[Line]:
    """What somebody has still to sign for themselves at a school; one who declined has answered.

    What a parent signs for a child stands with the child, on the pages of families.
    """
    if not Agreement.objects.for_school(school).in_force().exists():
        return []
    person = Person.objects.for_school(school).on_roll(day).filter(user=user).select_related("school").first()
    lines = standing_of(person, day) if person else []
    open_ = [line for line in lines if not line.is_done and line.state is not State.DECLINED]
    return [line for line in open_ if line.child is None]


def here(school: School, day: date, kind: str = "") -> list[Person]:
    """Everybody who is at a school on a day, or those of a kind, in the order of a register. One query."""
    people = Person.objects.for_school(school).on_roll(day).select_related("user", "school")
    return list((people.filter(kind=kind) if kind else people).order_by("search", "pk"))


def standings(school: School, people: Iterable[Person], day: date) -> dict[int, list[Line]]:
    """The same for many people of one school, by their number. At most nine queries, whatever their number."""
    people = list(people)
    issued = _Issued(school)
    wanted = asked(school, people, issued.there, day)
    given = _Given(school, people)
    children = _children(school, people, day)
    return {
        person.pk: [
            _line(kind, issued, given, person, child, day)
            for kind in wanted[person.pk]
            for child in (children.get(person.pk, []) if kind.per_child else [None])
        ]
        for person in people
    }


def _line(kind: Kind, issued: _Issued, given: _Given, person: Person, child: Person | None, day: date) -> Line:
    asks = issued.asks[kind.id]
    signature = given.last.get((person.pk, kind.id, child.pk if child else None))
    decline = given.declined.get((person.pk, kind.id))
    found = where(
        yearly=kind.often == "yearly",
        asks_from=asks.number,
        issued=timezone.localdate(asks.issued_at),
        joined=max(person.joined, child.joined) if child else person.joined,
        signed=_given(signature) if signature else None,
        declined=timezone.localdate(decline.at) if decline else None,
        today=day,
    )
    counting = signature if found.state is State.SIGNED else None
    return Line(kind, issued.there[kind.id], child, found.state, found.since, found.at_once, counting)


def _given(signature: Signature) -> Given:
    withdrawn = signature.withdrawn_at
    return Given(signature.agreement.number, signature.counts_for, timezone.localdate(withdrawn) if withdrawn else None)


class _Issued:
    """What is in force, by kind, and the oldest agreement of that kind whose signatures still count. One query."""

    def __init__(self, school: School) -> None:
        self.there: dict[str, Agreement] = {}
        self.asks: dict[str, Agreement] = {}
        rows = Agreement.objects.for_school(school).defer("forms").order_by("kind", "number")
        for row in rows:
            if row.asks_again or row.kind not in self.asks:
                self.asks[row.kind] = row
            if row.ended_at is None:
                self.there[row.kind] = row


class _Given:
    """The last signature of each person, kind and child, and the declines that stand. Two queries."""

    def __init__(self, school: School, people: list[Person]) -> None:
        numbers = [person.pk for person in people]
        signatures = Signature.objects.for_school(school).select_related("agreement", "person")
        signatures = signatures.defer("agreement__forms")
        declines = Decline.objects.for_school(school).standing().select_related("agreement").defer("agreement__forms")
        if len(numbers) <= FEW:
            signatures = signatures.filter(Q(person__in=numbers) | Q(person__merged_into__in=numbers))
            declines = declines.filter(person__in=numbers)
        self.last: Mapping[tuple[int, str, int | None], Signature] = {
            # what was signed under an entry that was merged into another one stays theirs
            (row.person.merged_into_id or row.person_id, row.agreement.kind, row.child_id): row
            for row in signatures.order_by("at", "pk")
        }
        self.declined: Mapping[tuple[int, str], Decline] = {
            (row.person_id, row.agreement.kind): row for row in declines.order_by("at", "pk")
        }


def _children(school: School, people: list[Person], day: date) -> dict[int, list[Person]]:
    """The children at a school for whom parents sign: those that they are responsible for. One query."""
    parents = {person.pk for person in people if person.kind == User.Kind.PARENT}
    if not parents:
        return {}
    links = Relationship.objects.filter(
        child__school=school, child__merged_into=None, parental_responsibility=True, no_contact=False
    ).select_related("child")
    if len(parents) <= FEW:
        links = links.filter(adult__in=parents)
    found: dict[int, list[Person]] = {}
    for link in links.order_by("child__search", "child"):
        if link.adult_id in parents and (link.child.left is None or link.child.left >= day):
            found.setdefault(link.adult_id, []).append(link.child)
    return found
