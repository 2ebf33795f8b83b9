"""Names for what events hold ids of: schools, people, groups and devices of the policy in force."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from belisha.activity.days import LONDON
from belisha.engine.policy import PolicyError, load
from belisha.engine.policy.members import groups_of_person, lineage_of
from belisha.engine.policy.model import School
from belisha.engine.published import NothingPublishedError, policy_path, read_pointer


class Kind(StrEnum):
    """What can be asked about."""

    PERSON = "person"
    CLASS = "class"
    GROUP = "group"  # a class, year, key stage or other group
    DEVICE = "device"
    ROOM = "room"
    SCHOOL = "school"
    FEDERATION = "federation"


class Register(NamedTuple):
    """The schools of the policy by id, and the time they keep. Without schools where no policy is published."""

    zone: ZoneInfo
    schools: Mapping[str, School]
    federation: str = ""  # its name

    def named(self, kind: Kind, school: str) -> dict[str, tuple[str, ...]]:
        """All of a kind at a school: the names they go by, the one to show first, by id."""
        if school not in self.schools:
            return {}
        held = self.schools[school]
        if kind is Kind.PERSON:
            return {one.id: (one.name, one.sign_in) for one in held.people}
        if kind is Kind.DEVICE:
            return {one: (device.name,) for one, device in held.devices.items()}
        if kind is Kind.ROOM:
            return {one: (room.name,) for one, room in held.rooms.items()}
        if kind is Kind.CLASS:
            return {one: (each.name,) for one, each in held.classes.items()}
        if kind is Kind.GROUP:
            levels = (held.key_stages, held.years, held.classes, held.groups)
            return {one: (group.name,) for level in levels for one, group in level.items()}
        return {school: (held.name,)}

    def name_of(self, kind: Kind, school: str, one: str) -> str:
        """The name to show of one of a kind; the id where the policy does not hold it any more."""
        return self.named(kind, school).get(one, (one,))[0] or one

    def groups_within(self, school: str, group: str) -> list[str]:
        """The group and those that lie in it: the classes of a year, the years of a key stage."""
        if school not in self.schools:
            return [group]
        held = self.schools[school]
        every = [*held.classes, *held.years, *held.key_stages, *held.groups]
        within = [one for one in every if group in {member.id for member in lineage_of(held, [one])}]
        return list(dict.fromkeys([group, *within]))

    def in_room(self, school: str, room: str) -> tuple[list[str], list[str]]:
        """Ids of the devices given to a room, and the ranges of addresses that are its network's."""
        if school not in self.schools:
            return [], []
        held = self.schools[school]
        devices = [one for one, device in held.devices.items() if device.room == room]
        return devices, [network.range for network in held.networks.values() if network.room == room]

    def members(self, school: str, group: str) -> list[str]:
        """Ids of the people who belong to a group, directly or by a group within it."""
        if school not in self.schools:
            return []
        held = self.schools[school]
        return [
            one.id for one in held.people if group in {member.id for member in lineage_of(held, groups_of_person(one))}
        ]


def read_register(home: Path) -> Register:
    """The register of the policy in force; empty when nothing usable is published."""
    try:
        policy = load(policy_path(home, read_pointer(home).policy).read_bytes())
    except (OSError, NothingPublishedError, PolicyError, msgspec.MsgspecError):
        return Register(LONDON, {})
    return Register(ZoneInfo(policy.federation.time_zone), policy.schools, policy.federation.name)
