"""Who exists, as the console publishes it: people, classes, rooms, devices and calendars, laid over a policy.

The policy says what holds for a group, the register who is in it. A school that the register does not name stays as
the policy has it. What a person, class or room has of its own in the policy (a profile, rules) stays with its id.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

import msgspec
from msgspec.structs import replace

from belisha.engine.policy.model import Calendar, Device, Group, Person, Policy, Room, School, SchoolClass, YearGroup

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

__all__ = ["Register", "SchoolRegister", "dump_register", "load_register", "with_register"]

Piece = TypeVar("Piece", bound=Group | Room)

# What a school that is new to the policy begins with; a profile that the policy lacks is left out, so that the
# federation's own holds.
KEY_STAGES: Final = {
    "eyfs": ("Early Years", "infants"),
    "ks1": ("Key Stage 1", "infants"),
    "ks2": ("Key Stage 2", "juniors"),
}
YEARS: Final = {
    "nursery": ("Nursery", "eyfs"),
    "reception": ("Reception", "eyfs"),
    "year-1": ("Year 1", "ks1"),
    "year-2": ("Year 2", "ks1"),
    "year-3": ("Year 3", "ks2"),
    "year-4": ("Year 4", "ks2"),
    "year-5": ("Year 5", "ks2"),
    "year-6": ("Year 6", "ks2"),
}
GROUPS: Final = {
    "staff": ("Staff", "staff"),
    "leaders": ("Leadership", None),
    "technicians": ("Technicians", "technicians"),
    "guests": ("Guests", "guests"),
}


class SchoolRegister(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One school's people and places. Ids are those of the policy; a name that leads nowhere is dropped."""

    name: str
    calendar: Calendar | None = None  # None: the policy's stays
    sites: dict[str, str] = {}
    classes: dict[str, SchoolClass] = {}
    groups: dict[str, Group] = {}
    rooms: dict[str, Room] = {}
    devices: dict[str, Device] = {}
    people: tuple[Person, ...] = ()


class Register(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The registers of schools by their ids."""

    schools: dict[str, SchoolRegister] = {}


def dump_register(register: Register) -> bytes:
    """The register as it is kept: the same bytes for the same register."""
    return msgspec.json.encode(register, order="deterministic")


def load_register(content: bytes) -> Register:
    """Read what `dump_register` wrote. Raises ValueError when it is not a register."""
    return msgspec.json.decode(content, type=Register)


def with_register(policy: Policy, register: Register) -> Policy:
    """The policy with the people, classes, places and calendars that the register gives."""
    schools = dict(policy.schools)
    for code, registered in register.schools.items():
        known = schools.get(code) or _new_school(registered.name, policy.profiles)
        schools[code] = _with_people(_with_groups(known, registered), registered)
    return replace(policy, schools=schools)


def _new_school(name: str, profiles: Container[str]) -> School:
    def profile(wanted: str | None) -> str | None:
        return wanted if wanted in profiles else None

    return School(
        name=name,
        key_stages={code: Group(name=title, profile=profile(wanted)) for code, (title, wanted) in KEY_STAGES.items()},
        years={code: YearGroup(name=title, key_stage=stage) for code, (title, stage) in YEARS.items()},
        groups={code: Group(name=title, profile=profile(wanted)) for code, (title, wanted) in GROUPS.items()},
    )


def _with_groups(school: School, registered: SchoolRegister) -> School:
    classes = {
        code: replace(one, year=one.year if one.year in school.years else None)
        for code, one in _own(registered.classes, school.classes).items()
    }
    groups = {**school.groups, **_own(registered.groups, school.groups)}
    sites = {**school.sites, **registered.sites}
    known = {*school.key_stages, *school.years, *classes, *groups}
    rooms = {
        code: replace(
            one, group=one.group if one.group in known else None, site=one.site if one.site in sites else None
        )
        for code, one in {**school.rooms, **_own(registered.rooms, school.rooms)}.items()
    }
    networks = {
        code: one if one.group is None or one.group in known else replace(one, group=None)
        for code, one in school.networks.items()
    }
    return replace(
        school,
        name=registered.name,
        calendar=registered.calendar or school.calendar,
        sites=sites,
        classes=classes,
        groups=groups,
        rooms=rooms,
        networks=networks,
    )


def _if_in(known: Container[str], name: str | None) -> str | None:
    return name if name in known else None


def _own(registered: Mapping[str, Piece], known: Mapping[str, Piece]) -> dict[str, Piece]:
    """What the register names, each with the profile and rules that the policy holds for it."""
    kept: dict[str, Piece] = {}
    for code, one in registered.items():
        old = known.get(code)
        kept[code] = one if old is None else replace(old, name=one.name, **_place(one, old))
    return kept


def _place(one: Group | Room, old: Group | Room) -> dict[str, Any]:
    """The register's word on where something belongs; where it is silent the policy's stays."""
    fields = {SchoolClass: ("year",), Room: ("site", "group")}.get(type(one), ())
    place = {field: getattr(one, field) or getattr(old, field) for field in fields}
    # what is open for a lesson is the register's alone: what it no longer names has been closed
    return {**place, "openings": one.openings} if isinstance(one, SchoolClass) else place


def _with_people(school: School, registered: SchoolRegister) -> School:
    old = {person.id: person for person in school.people}
    people = tuple(_person(person, old.get(person.id), school) for person in registered.people)
    ids = {person.id for person in people}
    groups = {*school.key_stages, *school.years, *school.classes, *school.groups}
    devices = {
        code: device
        for code, device in (registered.devices or school.devices).items()
        if (device.person is None or device.person in ids)
        and (device.room is None or device.room in school.rooms)
        and (device.group is None or device.group in groups)
    }
    return replace(school, people=people, devices=devices)


def _person(person: Person, old: Person | None, school: School) -> Person:
    settled = replace(
        person,
        class_=person.class_ if person.class_ in school.classes else None,
        groups=tuple(group for group in person.groups if group in school.groups),
    )
    if old is None:
        return settled
    return replace(settled, profile=settled.profile or old.profile, rules=settled.rules or old.rules)
