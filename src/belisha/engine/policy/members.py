"""Groups at every level of a school, and which of them a person, room, device or network belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from belisha.engine.policy.model import Level

if TYPE_CHECKING:
    from collections.abc import Iterable

    from belisha.engine.policy.model import Group, Person, Policy, School


class Member(NamedTuple):
    """A group somebody belongs to, its id and its level."""

    level: Level
    id: str
    group: Group


def find_group(school: School, group_id: str) -> Member | None:
    """The class, year, key stage or other group of this id."""
    if group_id in school.classes:
        return Member(Level.CLASS, group_id, school.classes[group_id])
    if group_id in school.years:
        return Member(Level.YEAR, group_id, school.years[group_id])
    if group_id in school.key_stages:
        return Member(Level.KEY_STAGE, group_id, school.key_stages[group_id])
    if group_id in school.groups:
        return Member(Level.GROUP, group_id, school.groups[group_id])
    return None


def _parent(school: School, group_id: str) -> str | None:
    if group_id in school.classes:
        return school.classes[group_id].year
    if group_id in school.years:
        return school.years[group_id].key_stage
    return None


def lineage_of(school: School, group_ids: Iterable[str]) -> list[Member]:
    """The groups and all that they lie in, from the least specific to the most; each once, unknown ids left out."""
    found: dict[str, Member] = {}
    for group_id in group_ids:
        current: str | None = group_id
        while current is not None:
            member = find_group(school, current)
            if member is not None:
                found[current] = member
            current = _parent(school, current)
    return sorted(found.values(), key=lambda member: (member.level, member.id))


def groups_of_person(person: Person) -> tuple[str, ...]:
    """The ids that a person names: class first."""
    return ((person.class_,) if person.class_ else ()) + person.groups


def profile_of(policy: Policy, school: School, members: Iterable[Member], own: str | None) -> str:
    """The profile of the most specific level that sets one; of two groups at one level the last by id."""
    candidates = [policy.federation.profile, school.profile, *(member.group.profile for member in members), own]
    return next(profile for profile in reversed(candidates) if profile)


def unknown_profile(policy: Policy, school_id: str | None) -> str:
    """The strictest profile: the school's for people not known, else the federation's."""
    school = policy.schools.get(school_id or "")
    return (school and school.unknown) or policy.federation.unknown
