"""Who else belongs to the sample schools: posts of the staff, governors, parents and carers. All invented."""

from __future__ import annotations

from functools import cache
from importlib import resources
from itertools import count
from random import Random
from typing import TYPE_CHECKING, Final, NamedTuple

import yaml

from belisha.sample.invent import SCHOOLS, SEED, everybody

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from belisha.sample.invent import SamplePerson, SampleSchool

__all__ = [
    "FEDERATION_ADULTS",
    "FOR_ALL",
    "LEADING",
    "SampleAdult",
    "SampleFamily",
    "adults_of",
    "families_of",
    "roles_of_staff",
]

SUPPLIER: Final = "Beck Valley School IT"


class SampleAdult(NamedTuple):
    """Somebody invented who is not in the policy: a governor, the DPO, a visitor. `roles` as the console names them."""

    id: str
    sign_in: str
    name: str
    kind: str
    job: str
    roles: tuple[str, ...]


class SampleFamily(NamedTuple):
    """A household: adults (id, name, what they are to the children), and the ids of the children."""

    adults: tuple[tuple[str, str, str], ...]
    children: tuple[str, ...]


# For the whole federation; they are on the register of the first school.
FEDERATION_ADULTS: Final = (
    SampleAdult("fed-1", "m.hartley", "Marian Hartley", "staff", "Executive head", ("executive-head",)),
    SampleAdult("fed-3", "t.lund", "Tove Lund", "staff", "Head of technology", ("network-manager",)),
    SampleAdult("fed-2", "o.dacre", "Owen Dacre", "contractor", "Data protection officer", ("dpo",)),
)

# Held for every school at once, by somebody who is on the register of the first.
FOR_ALL: Final = frozenset({"chair"})

LEADERS: Final = (("head",), ("dsl",), ("slt",), ("slt",))
# Posts whose holders manage a school, so that section 128 of the Education and Skills Act 2008 is checked.
LEADING: Final = frozenset({"executive-head", "head", "dsl", "slt", "chair", "safeguarding-governor", "governor"})
# One post after another for the staff who are not leaders; after these, everybody is support staff. Networks are
# managed for both schools by one person (FEDERATION_ADULTS).
OTHERS: Final = (
    *((("teacher",),) * 7),
    ("deputy-dsl", "teacher"),
    ("computing-lead", "teacher"),
    ("senco", "teacher"),
    ("data-manager",),
    ("office",),
    ("office",),
)
JOBS: Final = {
    "head": "Head teacher",
    "dsl": "Deputy head and safeguarding lead",
    "slt": "Assistant head",
    "teacher": "Teacher",
    "deputy-dsl": "Teacher and deputy safeguarding lead",
    "computing-lead": "Teacher and computing lead",
    "senco": "Special needs co-ordinator",
    "data-manager": "Data manager",
    "office": "School office",
    "technician": "Technician",
    "support-staff": "Teaching assistant",
}


def roles_of_staff(school: SampleSchool) -> Mapping[str, tuple[str, ...]]:
    """The posts of each member of staff by their id; a class teacher's class is the one of the same number."""
    staff = [person for person in everybody()[school.id] if person.year is None]
    leaders = iter(LEADERS)
    others = iter(OTHERS)
    return {person.id: _roles(person, leaders, others) for person in staff}


def _roles(
    person: SamplePerson, leaders: Iterator[tuple[str, ...]], others: Iterator[tuple[str, ...]]
) -> tuple[str, ...]:
    if "leaders" in person.groups:
        return next(leaders)
    if "technicians" in person.groups:
        return ("technician",)
    return next(others, ("support-staff",))


def adults_of(school: SampleSchool) -> tuple[SampleAdult, ...]:
    """Governors and one visitor of a school. A federation has one governing body: its chair is of the first school."""
    chooser = _chooser(school, "adults")
    given, family = [*_names()["women"], *_names()["men"]], _names()["last"]
    chair = ("governor", "Chair of governors", ("chair",))
    kinds = (
        chair if school == SCHOOLS[0] else ("governor", "Vice chair of governors", ("governor",)),
        ("governor", "Safeguarding governor", ("safeguarding-governor",)),
        ("governor", "Parent governor", ("governor",)),
        ("governor", "Governor", ("governor",)),
        ("visitor", "Author, here for book week", ()),
        ("volunteer", "Reading volunteer", ()),
    )
    return tuple(
        _adult(school, number, (chooser.choice(given), chooser.choice(family)), kind)
        for number, kind in enumerate(kinds, start=1)
    )


def _adult(
    school: SampleSchool, number: int, name: tuple[str, str], kind: tuple[str, str, tuple[str, ...]]
) -> SampleAdult:
    given, family = name
    sign_in = f"{given}.{family}.{school.short}".lower()
    return SampleAdult(f"{school.short}-a{number}", sign_in, f"{given} {family}", *kind)


@cache
def families_of(school: SampleSchool) -> tuple[SampleFamily, ...]:
    """The households of a school's pupils. Children of one name are brothers and sisters as often as not."""
    chooser = _chooser(school, "families")
    numbers = count(1)
    return tuple(
        SampleFamily(tuple(_parents(school, chooser, surname, numbers)), tuple(children))
        for surname, children in _siblings(school, chooser)
    )


def _siblings(school: SampleSchool, chooser: Random) -> list[tuple[str, list[str]]]:
    households: list[tuple[str, list[str]]] = []
    for pupil in everybody()[school.id]:
        if pupil.year is not None:
            surname = pupil.name.partition(" ")[2]
            kin = [children for name, children in households if name == surname]
            if kin and chooser.random() < 1 / 2:
                chooser.choice(kin).append(pupil.id)
            else:
                households.append((surname, [pupil.id]))
    return households


def _parents(
    school: SampleSchool, chooser: Random, surname: str, numbers: Iterator[int]
) -> Iterator[tuple[str, str, str]]:
    kinds = chooser.choice((("mother", "father"), ("mother", "father"), ("mother",), ("father", "step-parent")))
    for kind in kinds:
        given = chooser.choice(_names()["men" if kind == "father" else "women"])
        family = chooser.choice(_names()["last"]) if kind == "step-parent" else surname
        yield f"{school.short}-f{next(numbers):04}", f"{given} {family}", kind


def _chooser(school: SampleSchool, what: str) -> Random:
    return Random(f"{SEED} {school.id} {what}")  # noqa: S311 - names, not secrets


@cache
def _names() -> Mapping[str, list[str]]:
    pool = yaml.safe_load(resources.files("belisha.sample").joinpath("names.yaml").read_text("utf-8"))
    return {part: pool[part].split() for part in ("women", "men", "last")}
