"""What the pages of consents show: a class by purpose, one child with all answers, what differs, what runs out."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.http import Http404
from django.utils import timezone

from belisha.console.access.models import User
from belisha.console.agreements.consents.queries.permitting import asked_at, may_use_many, responsible_for
from belisha.console.agreements.consents.queries.seeing import classes_seen, pupils_seen
from belisha.console.agreements.consents.rules import SOON_DAYS, Answer, Why, for_adults, purpose_of
from belisha.console.agreements.models import ConsentAnswer
from belisha.console.people.models import Membership, Person

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from belisha.console.access.models import School
    from belisha.console.agreements.consents.rules import Purpose
    from belisha.console.people.models import Group

__all__ = [
    "Adult",
    "ClassLine",
    "History",
    "Line",
    "adults_of",
    "asked_purposes",
    "class_seen",
    "found_like",
    "history_of",
    "lines_of",
    "overview",
    "school_adults",
    "without_answer",
]


class Line(NamedTuple):
    """A person with the answers to each purpose, in the order of the columns."""

    person: Person
    answers: list[Answer]


class ClassLine(NamedTuple):
    """A class: how many pupils, and for each purpose how many may."""

    group: Group
    size: int
    allowed: list[int]


class Adult(NamedTuple):
    """Somebody who may answer for a child, and their last answers by purpose."""

    person: Person
    last: dict[str, ConsentAnswer]


class History(NamedTuple):
    """All that was ever answered about somebody, and who may answer now."""

    adults: list[Adult]
    answers: list[ConsentAnswer]


def asked_purposes(school: School) -> list[Purpose]:
    """What parents of a school are asked."""
    return [purpose_of(code) for code in asked_at(school)]


def class_seen(user: User, school: School, number: int) -> Group:
    """A class that somebody sees. Raises Http404."""
    found = classes_seen(user, school).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def lines_of(people: Iterable[Person], purposes: Sequence[Purpose], day: date) -> list[Line]:
    """People with their answers. Three queries beside that of the people."""
    people, codes = list(people), [purpose.id for purpose in purposes]
    found = may_use_many(people, codes, day)
    return [Line(person, [found[person.pk, code] for code in codes]) for person in people]


def pupils_in(user: User, school: School, group: Group) -> list[Person]:
    """The pupils of a class, in the order of a register."""
    held = Membership.objects.on(timezone.localdate()).filter(group=group, teaches=False)
    return list(pupils_seen(user, school).filter(pk__in=held.values("person")).select_related("school"))


def overview(user: User, school: School, purposes: Sequence[Purpose], day: date) -> list[ClassLine]:
    """Every class that somebody sees, with how many pupils may for each purpose. Always as many queries."""
    pupils = list(pupils_seen(user, school).select_related("school"))
    groups = list(classes_seen(user, school))
    held = Membership.objects.on(day).filter(group__in=groups, teaches=False).values_list("group_id", "person_id")
    found = may_use_many(pupils, [purpose.id for purpose in purposes], day)
    allowed = Counter[tuple[int, str]]()
    size = Counter[int]()
    here = {pupil.pk for pupil in pupils}
    for group, person in held:
        if person in here:
            size[group] += 1
            allowed.update((group, purpose.id) for purpose in purposes if found[person, purpose.id].allowed)
    return [
        ClassLine(group, size[group.pk], [allowed[group.pk, purpose.id] for purpose in purposes]) for group in groups
    ]


def found_like(user: User, school: School, typed: str) -> list[Person]:
    """At most 30 pupils whom somebody sees, whose names hold all that was typed."""
    found = pupils_seen(user, school)
    for word in typed.lower().split()[:5]:
        found = found.filter(search__contains=word)
    return list(found.select_related("school")[:30])


def without_answer(school: School, purposes: Sequence[Purpose], day: date, why: Why) -> list[Line]:
    """Pupils of a school of whom some answer has come out in one way: it differs, nobody said anything, it ran out."""
    pupils = Person.objects.for_school(school).filter(kind=User.Kind.PUPIL).on_roll(day)
    lines = lines_of(pupils.select_related("school").order_by("search", "pk"), purposes, day)
    return [line for line in lines if any(answer.why is why for answer in line.answers)]


def running_out(lines: Iterable[Line], day: date) -> list[Line]:
    """Those of whom some yes ends soon."""
    soon = day + timedelta(days=SOON_DAYS)
    return [line for line in lines if any(each.until is not None and each.until <= soon for each in line.answers)]


def adults_of(child: Person) -> list[Person]:
    """Who may answer for a child, by name."""
    numbers = responsible_for([child])[child.pk]
    return list(Person.objects.filter(pk__in=numbers).select_related("user", "school").order_by("search", "pk"))


def history_of(about: Person) -> History:
    """Who may answer about somebody with their last answers, and all answers ever, newest first. Three queries."""
    rows = ConsentAnswer.objects.filter(about=about).select_related("person", "entered_by").order_by("-at", "-pk")
    answers = list(rows)
    last: dict[int, dict[str, ConsentAnswer]] = defaultdict(dict)
    for row in answers:
        last[row.person_id].setdefault(row.purpose, row)
    people = adults_of(about) if about.kind == User.Kind.PUPIL else [about]
    return History([Adult(person, last[person.pk]) for person in people], answers)


def school_adults(school: School, day: date) -> list[Line]:
    """Staff, governors and volunteers with what they permit of themselves."""
    kinds = [User.Kind.STAFF, User.Kind.GOVERNOR, User.Kind.VOLUNTEER]
    people = Person.objects.for_school(school).filter(kind__in=kinds).on_roll(day).select_related("school")
    return lines_of(people.order_by("search", "pk"), for_adults(), day)
