"""What changed between two policies, counted by what it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from belisha.engine.policy.model import Frozen, Policy, School, SiteRule


class Changes(NamedTuple):
    """How many of one sort are new, gone or different."""

    added: int
    removed: int
    changed: int


def differences(old: Policy | None, new: Policy) -> dict[str, Changes]:
    """Changes by sort ("rules", "people", …); all of the new policy counts as added when there was none."""
    before = _pieces(old) if old else {}
    after = _pieces(new)
    return {sort: _compare(before.get(sort, {}), pieces) for sort, pieces in after.items()}


def _compare(before: Mapping[str, Frozen], after: Mapping[str, Frozen]) -> Changes:
    both = before.keys() & after.keys()
    return Changes(
        added=len(after.keys() - before.keys()),
        removed=len(before.keys() - after.keys()),
        changed=sum(before[key] != after[key] for key in both),
    )


def _pieces(policy: Policy) -> dict[str, dict[str, Frozen]]:
    """Every piece of a policy by its sort and by a name that is its own."""
    schools = policy.schools.items()
    return {
        "federation": {"": policy.federation},
        "profiles": dict(policy.profiles),
        "groups": {f"{at}/{key}": group for at, school in schools for key, group in _groups(school).items()},
        "rooms": {f"{at}/{key}": room for at, school in schools for key, room in school.rooms.items()},
        "devices": {f"{at}/{key}": device for at, school in schools for key, device in school.devices.items()},
        "networks": {f"{at}/{key}": network for at, school in schools for key, network in school.networks.items()},
        "calendars": {at: school.calendar for at, school in schools},
        "people": {person.id: person for _, school in schools for person in school.people},
        "rules": {rule.id: rule for _, rule in placed_rules(policy)},
    }


def _groups(school: School) -> dict[str, Frozen]:
    return {**school.key_stages, **school.years, **school.classes, **school.groups}


def placed_rules(policy: Policy) -> Iterator[tuple[str, SiteRule]]:
    """Every rule with the name of whom it is for."""
    yield from ((policy.federation.name, rule) for rule in policy.federation.rules)
    for school in policy.schools.values():
        yield from ((school.name, rule) for rule in school.rules)
        for level in (school.key_stages, school.years, school.classes, school.groups):
            for group in level.values():
                yield from ((f"{group.name}, {school.name}", rule) for rule in group.rules)
        for person in school.people:
            yield from ((f"{person.name}, {school.name}", rule) for rule in person.rules)
