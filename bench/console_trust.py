"""Invents a trust for the console's benchmark: 40 schools, 20,000 pupils, 3,000 staff, 30,000 parents."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count
from random import Random
from typing import TYPE_CHECKING, Final, NamedTuple

from belisha.console.access.models import Federation, Post, School, User
from belisha.console.people.models import Device, Group, Membership, Person, Relationship
from belisha.sample.invent import everybody

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Size", "make_school", "make_trust"]

FIRST_DAY: Final = date(2026, 9, 1)
OPENED: Final = datetime(2026, 9, 1, 8, tzinfo=UTC)
YEARS: Final = ("reception", "year-1", "year-2", "year-3", "year-4", "year-5", "year-6")
POSTS: Final = (
    "head",
    "dsl",
    "deputy-dsl",
    "slt",
    "computing-lead",
    "network-manager",
    "data-manager",
    "office",
    "senco",
)


class Size(NamedTuple):
    """How many schools, and of each how many pupils, staff, parents and devices."""

    schools: int = 40
    pupils: int = 500
    staff: int = 75
    parents: int = 750
    devices: int = 300


def make_trust(name: str, size: Size, first: int = 1) -> list[School]:
    """A federation; no account has a password, for nobody signs in with one here. `first`: its schools' numbers."""
    federation = Federation.objects.create(name=name)
    return [make_school(federation, number, size) for number in range(first, first + size.schools)]


class _Names:
    """Names as the sample has them, over and over in another order; user names with a number."""

    def __init__(self, school: int) -> None:
        people = [person.name.partition(" ")[::2] for school in everybody().values() for person in school]
        self._given, self._family = [given for given, _ in people], [family for _, family in people]
        self._random = Random(school)
        self._numbers = count(1 + school * 10_000)

    def __call__(self) -> tuple[str, str, str]:
        """Given name, family name, user name."""
        given, family = self._random.choice(self._given), self._random.choice(self._family)
        return given, family, f"{given}.{family}{next(self._numbers)}".lower()


def make_school(federation: Federation, number: int, size: Size) -> School:
    """One school with everybody in it."""
    names = _Names(number)
    school = School.objects.create(federation=federation, code=f"school-{number}", name=f"Primary School {number}")
    classes = Group.objects.bulk_create(
        Group(school=school, kind="class", code=f"{year}-{part}", name=f"Class {year} {part}", year=year)
        for year in YEARS
        for part in ("a", "b")
    )
    pupils = _people(school, "pupil", size.pupils, names)
    staff = _people(school, "staff", size.staff, names)
    parents = _people(school, "parent", size.parents, names)
    Membership.objects.bulk_create([*_in_classes(pupils, classes), *_teaching(staff, classes)])
    Relationship.objects.bulk_create(_families(parents, pupils))
    Post.objects.bulk_create(
        Post(federation=federation, school=school, role=role, holder=person.user, first=FIRST_DAY, leads=role == "dsl")
        for person, role in zip(staff, [*POSTS, *["teacher"] * (len(staff) - len(POSTS))], strict=False)
    )
    Device.objects.bulk_create(
        Device(
            school=school,
            code=f"device-{each}",
            name=f"Laptop {each}",
            mac=f"02:00:{number // 256:02x}:{number % 256:02x}:{each // 256:02x}:{each % 256:02x}",
        )
        for each in range(size.devices)
    )
    return school


def _people(school: School, kind: str, how_many: int, names: _Names) -> list[Person]:
    named = [names() for _ in range(how_many)]
    users = User.objects.bulk_create(
        User(
            federation=school.federation,
            school=school,
            kind=kind,
            name=f"{given} {family}",
            username=username,
            password="!",
            opened_at=None if kind == "parent" else OPENED,
        )
        for given, family, username in named
    )
    return Person.objects.bulk_create(
        Person(
            school=school,
            user=user,
            kind=kind,
            given=given,
            family=family,
            mis_id=f"{kind}-{number}",
            year=YEARS[number % len(YEARS)] if kind == "pupil" else "",
            born=_birthday(number) if kind == "pupil" else None,
            joined=FIRST_DAY,
        )
        for number, (user, (given, family, _)) in enumerate(zip(users, named, strict=True))
    )


def _birthday(number: int) -> date:
    """Somewhere in the school year of a pupil's year group."""
    return date(2021 - number % len(YEARS), 9, 1) + timedelta(days=number * 97 % 365)


def _in_classes(pupils: list[Person], classes: list[Group]) -> Iterator[Membership]:
    for number, pupil in enumerate(pupils):
        group = classes[number % len(YEARS) * 2 + number // len(YEARS) % 2]
        yield Membership(person=pupil, group=group, first=FIRST_DAY)


def _teaching(staff: list[Person], classes: list[Group]) -> Iterator[Membership]:
    for teacher, group in zip(staff[len(POSTS) :], classes, strict=False):
        yield Membership(person=teacher, group=group, teaches=True, first=FIRST_DAY)


def _families(parents: list[Person], pupils: list[Person]) -> Iterator[Relationship]:
    for number, parent in enumerate(parents):
        yield Relationship(
            adult=parent,
            child=pupils[number % len(pupils)],
            kind="mother" if number < len(pupils) else "father",
            parental_responsibility=True,
            priority=1 + number // len(pupils),
        )
