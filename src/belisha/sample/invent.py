"""Invents the people of the sample schools: the same ones for the same seed."""

from __future__ import annotations

from functools import cache
from importlib import resources
from itertools import count
from random import Random
from typing import TYPE_CHECKING, Final, NamedTuple

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

SEED: Final = 2026
YEARS: Final = ("reception", "year-1", "year-2", "year-3", "year-4", "year-5", "year-6")
KINDEST_WORDS: Final = ("reception", "year-1", "year-2")  # whose passwords are made of the shortest words


class SampleSchool(NamedTuple):
    """What differs between the two schools. `classes`: a name for each of YEARS, with its number of pupils."""

    id: str
    short: str
    name: str
    plain: str
    site: str
    net: str
    staff_days: str
    lunch: str
    after_lunch: str
    local: tuple[str, str]
    topic: tuple[str, str]
    classes: tuple[tuple[str, int], ...]


class SamplePerson(NamedTuple):
    """Somebody invented; `year` is None for adults."""

    id: str
    sign_in: str
    name: str
    year: str | None
    class_: str | None
    groups: tuple[str, ...]


SCHOOLS: Final = (
    SampleSchool(
        id="oakfield",
        short="oak",
        name="Oakfield Primary School",
        plain="Oakfield",
        site="Mill Lane",
        net="10.20",
        staff_days="2026-09-01, 2026-10-23, 2027-01-04, 2027-07-20, 2027-07-21",
        lunch="12:00",
        after_lunch="13:00",
        local=("oakfield-primary.example/games", "Our own learning games, made by Year 6."),
        topic=("en.wikipedia.org/wiki/Roman_Britain", "The Romans, our topic this term."),
        classes=(
            ("Acorn", 30),
            ("Beech", 30),
            ("Cedar", 30),
            ("Elder", 31),
            ("Hazel", 30),
            ("Maple", 30),
            ("Rowan", 31),
        ),
    ),
    SampleSchool(
        id="st-brigids",
        short="stb",
        name="St Brigid's Primary School",
        plain="St Brigid's",
        site="Church Street",
        net="10.30",
        staff_days="2026-09-01, 2026-09-02, 2027-01-04, 2027-02-12, 2027-04-12",
        lunch="12:15",
        after_lunch="13:15",
        local=("st-brigids.example", "The parish's pages for children."),
        topic=("en.wikipedia.org/wiki/Ancient_Egypt", "The Egyptians, our topic this term."),
        classes=(
            ("Wren", 28),
            ("Robin", 30),
            ("Finch", 30),
            ("Swift", 30),
            ("Heron", 30),
            ("Kestrel", 30),
            ("Osprey", 30),
        ),
    ),
)

STAFF: Final = (
    (("staff", "leaders"), 4),
    (("staff",), 25),
    (("technicians",), 1),
)

# The three people whom the README tries things with, by school: they take the place of the first of their kind.
INFANT: Final = SamplePerson("oak-p1001", "poppy.lane", "Poppy Lane", "year-1", "beech", ())
JUNIOR: Final = SamplePerson("oak-p1002", "amir.stone", "Amir Stone", "year-4", "hazel", ("digital-leaders",))
TEACHER: Final = SamplePerson("oak-s1003", "j.winter", "Jo Winter", None, None, ("staff",))


@cache
def everybody(seed: int = SEED) -> Mapping[str, tuple[SamplePerson, ...]]:
    """Pupils by class, then staff, of each school by its id."""
    inventor = _Inventor(seed)
    people = {school.id: inventor.people_of(school) for school in SCHOOLS}
    first = SCHOOLS[0].id
    return {**people, first: tuple(_with_examples(people[first]))}


def _with_examples(people: Iterable[SamplePerson]) -> Iterator[SamplePerson]:
    waiting = [INFANT, JUNIOR, TEACHER]
    for person in people:
        example = next((one for one in waiting if (one.year, one.class_) == (person.year, person.class_)), None)
        if example is not None and person.groups != ("staff", "leaders"):
            waiting.remove(example)
            yield example
        else:
            yield person


class _Inventor:
    """Draws names; no sign-in name comes twice."""

    def __init__(self, seed: int) -> None:
        pool = yaml.safe_load(resources.files("belisha.sample").joinpath("names.yaml").read_text("utf-8"))
        self._first, self._last = pool["first"].split(), pool["last"].split()
        self._random = Random(seed)  # noqa: S311 - names, not secrets
        self._numbers = count(1)
        self._taken = {INFANT.sign_in, JUNIOR.sign_in, TEACHER.sign_in}

    def people_of(self, school: SampleSchool) -> tuple[SamplePerson, ...]:
        """Everybody at one school."""
        pupils = [
            self._pupil(school, year, class_name.lower())
            for year, (class_name, size) in zip(YEARS, school.classes, strict=True)
            for _ in range(size)
        ]
        return (*pupils, *(self._adult(school, groups) for groups, number in STAFF for _ in range(number)))

    def _pupil(self, school: SampleSchool, year: str, class_: str) -> SamplePerson:
        first, last = self._name()
        groups = ("digital-leaders",) if year == "year-6" and self._random.random() < 1 / 8 else ()
        number = f"{school.short}-p{next(self._numbers):04}"
        return SamplePerson(number, self._sign_in(f"{first}.{last}"), f"{first} {last}", year, class_, groups)

    def _adult(self, school: SampleSchool, groups: tuple[str, ...]) -> SamplePerson:
        first, last = self._name()
        number = f"{school.short}-s{next(self._numbers):04}"
        return SamplePerson(number, self._sign_in(f"{first[0]}.{last}"), f"{first} {last}", None, None, groups)

    def _name(self) -> tuple[str, str]:
        return self._random.choice(self._first), self._random.choice(self._last)

    def _sign_in(self, wanted: str) -> str:
        plain = wanted.lower()
        free = next(name for name in (plain, *(f"{plain}{n}" for n in range(2, 99))) if name not in self._taken)
        self._taken.add(free)
        return free
