"""Checks of groups and people: what they name must exist, and nobody may be two people or in two classes."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from belisha.engine.policy.reading.profiles import unknown_profile
from belisha.engine.policy.reading.shapes import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from belisha.engine.policy.model import Fault, Frozen, Person, Policy, School
    from belisha.engine.policy.reading.marks import Marks


def check_members(policy: Policy, marks: Marks) -> Iterator[Fault]:
    """Faults of schools, groups and people, other than of their rules."""
    if not policy.schools:
        yield marks.fault(policy, "there must be at least one school", "schools")
    yield from _profiles_named(policy, marks)
    for school in policy.schools.values():
        yield from _groups(school, marks)
        for person in school.people:
            yield from _person(school, person, marks)
    yield from _twice(policy, marks)


def missing(name: str | None, known: Collection[str], what: str) -> str | None:
    """The message for a name that is not among those known; None when it is, or when nothing is named."""
    return None if not name or name in known else f"there is no {what} “{name}”{did_you_mean(name, known)}"


def _profiles_named(policy: Policy, marks: Marks) -> Iterator[Fault]:
    for piece, field, profile in _uses_of_profiles(policy):
        if profile and profile not in policy.profiles:
            yield marks.fault(piece, unknown_profile(profile, policy.profiles), field)


def _uses_of_profiles(policy: Policy) -> Iterator[tuple[Frozen, str, str | None]]:
    yield policy.federation, "profile", policy.federation.profile
    yield policy.federation, "unknown", policy.federation.unknown
    for school in policy.schools.values():
        yield school, "profile", school.profile
        yield school, "unknown", school.unknown
        levels = (school.key_stages, school.years, school.classes, school.groups, school.rooms)
        for level in levels:
            yield from ((piece, "profile", piece.profile) for piece in level.values())
        yield from ((person, "profile", person.profile) for person in school.people)


def _groups(school: School, marks: Marks) -> Iterator[Fault]:
    for year in school.years.values():
        message = missing(year.key_stage, school.key_stages, "key stage")
        if message:
            yield marks.fault(year, message, "key_stage")
    for school_class in school.classes.values():
        message = missing(school_class.year, school.years, "year")
        if message:
            yield marks.fault(school_class, message, "year")
    levels = {
        "key_stages": school.key_stages.keys(),
        "years": school.years.keys(),
        "classes": school.classes.keys(),
        "groups": school.groups.keys(),
    }
    used = Counter(group_id for ids in levels.values() for group_id in ids)
    for level_name, ids in levels.items():
        for group_id in ids:
            if used[group_id] > 1:
                yield marks.fault(school, "this id is used at more than one level", level_name, group_id)


def _person(school: School, person: Person, marks: Marks) -> Iterator[Fault]:
    message = missing(person.class_, school.classes, "class")
    if message:
        yield marks.fault(person, message, "class")
    for number, group in enumerate(person.groups):
        if group in school.classes:
            other = f" and {person.class_}" if person.class_ else ""
            yield marks.fault(person, f"{group}{other}: a class belongs under “class”, and one only", "groups", number)
        else:
            message = missing(group, school.groups, "group")
            if message:
                yield marks.fault(person, message, "groups", number)
    profiles = {school.groups[group].profile for group in person.groups if group in school.groups} - {None}
    if len(profiles) > 1 and person.profile is None:
        named = " and ".join(sorted(str(profile) for profile in profiles))
        yield marks.fault(person, f"is in groups with different profiles ({named}): say “profile” here", "groups")


def _twice(policy: Policy, marks: Marks) -> Iterator[Fault]:
    sign_ins: dict[str, Person] = {}
    ids: dict[str, Person] = {}
    for school in policy.schools.values():
        for person in school.people:
            first = sign_ins.setdefault(person.sign_in, person)
            if first is not person and person.sign_in:
                message = f"“{person.sign_in}” is also the sign-in name {marks.at(first)}"
                yield marks.fault(person, message, "sign_in")
            same = ids.setdefault(person.id, person)
            if same is not person and person.id:
                yield marks.fault(person, f"“{person.id}” is also the id {marks.at(same)}", "id")
