"""Who has not signed what: for the office a whole school, for a teacher their classes."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from django.utils import timezone

from belisha.console.access.models import Post, User
from belisha.console.access.roles import Role, rule_of
from belisha.console.agreements.models import Decline, Restriction
from belisha.console.agreements.signing.queries.sittings import pupils_of
from belisha.console.agreements.signing.queries.standing import here, standings
from belisha.console.agreements.signing.queries.teaching import sees_all, taught_by
from belisha.console.agreements.signing.rules import State
from belisha.console.agreements.texts.rules import kinds
from belisha.console.people.models import Group, Membership, Person

if TYPE_CHECKING:
    from datetime import date

    from belisha.console.access.models import School
    from belisha.console.agreements.signing.queries.standing import Line
    from belisha.console.agreements.texts.rules import Kind

__all__ = [
    "ClassRow",
    "Count",
    "Unsigned",
    "chase",
    "class_rows",
    "counts",
    "restricted_at",
    "seen_by",
    "unheard_at",
]


class Unsigned(NamedTuple):
    """Somebody, what they have not signed, and where they belong: class, or posts."""

    person: Person
    line: Line
    place: str
    restricted: bool


class Count(NamedTuple):
    """A kind of agreement, how many are asked for it, and how they stand."""

    kind: Kind
    asked: int
    states: Counter[State]

    @property
    def signed(self) -> int:
        """How many have signed."""
        return self.states[State.SIGNED]


class ClassRow(NamedTuple):
    """A class, how many of it are asked, and how many of them have signed all."""

    group: Group
    asked: int
    done: int


def seen_by(user: User, school: School, day: date) -> list[Person]:
    """Those whose signatures somebody sees: everybody, or the children of their classes."""
    if sees_all(user, school):
        return here(school, day)
    found = {pupil.pk: pupil for group in taught_by(user, school) for pupil in pupils_of(group, day)}
    return list(found.values())


def counts(school: School, people: list[Person], day: date) -> list[Count]:
    """How each kind of agreement stands with some people, in the order of kinds."""
    by_kind: dict[str, Counter[State]] = {kind.id: Counter() for kind in kinds()}
    for lines in standings(school, people, day).values():
        for line in lines:
            by_kind[line.kind.id][line.state] += 1
    return [Count(kind, by_kind[kind.id].total(), by_kind[kind.id]) for kind in kinds()]


def chase(school: School, people: list[Person], day: date, *, kind: str = "", place: str = "") -> list[Unsigned]:
    """What is not signed, by person; narrowed to a kind of agreement, a class or a post. A fixed number of queries."""
    places = _places(school, day)
    restricted = set(Restriction.objects.for_school(school).in_force().values_list("person_id", flat=True))
    found = standings(school, people, day)
    rows = [
        Unsigned(
            person,
            line,
            ", ".join(places.get(person.pk, [])) or str(person.get_kind_display()),
            person.pk in restricted,
        )
        for person in people
        for line in found[person.pk]
        if not line.is_done and (not kind or line.kind.id == kind)
    ]
    return [row for row in rows if not place or place in row.place.split(", ")]


def _place(person: Person, places: dict[int, list[str]]) -> str:
    return ", ".join(places.get(person.pk, [])) or str(person.get_kind_display())


def _places(school: School, day: date) -> dict[int, list[str]]:
    """Class or posts of everybody, in words, by their number. Two queries."""
    found: dict[int, list[str]] = {}
    held = Membership.objects.for_school(school).on(day).filter(teaches=False, group__kind=Group.Kind.CLASS)
    for person, name in held.order_by("group__name").values_list("person_id", "group__name"):
        found.setdefault(person, []).append(name)
    posts = Post.objects.held_on(day).filter(holder__school=school, holder__person__isnull=False)
    for person, role in posts.order_by("role", "pk").values_list("holder__person__pk", "role"):
        found.setdefault(person, []).append(str(rule_of(Role(role)).title))
    return found


def class_rows(school: School, groups: list[Group]) -> list[ClassRow]:
    """How far some classes are. A fixed number of queries."""
    day = timezone.localdate()
    held = Membership.objects.on(day).filter(group__in=groups, teaches=False, person__kind=User.Kind.PUPIL)
    held = held.filter(person__merged_into=None).select_related("person__school").order_by("pk")
    members: dict[int, list[Person]] = {group.pk: [] for group in groups}
    for one in held:
        members[one.group_id].append(one.person)
    found = standings(school, [person for people in members.values() for person in people], day)
    rows = []
    for group in groups:
        asked = [found[person.pk] for person in members[group.pk] if found[person.pk]]
        rows.append(ClassRow(group, len(asked), sum(all(line.is_done for line in lines) for lines in asked)))
    return rows


def unheard_at(school: School) -> int:
    """How many have declined and were not talked with. One query."""
    return Decline.objects.for_school(school).standing().filter(talked_at__isnull=True).count()


def restricted_at(school: School) -> int:
    """How many people's internet is restricted now. One query."""
    return Restriction.objects.for_school(school).in_force().count()
