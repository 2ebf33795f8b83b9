"""Checks of rooms, devices and networks: to whom they belong, and that no address belongs to two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from belisha.engine.policy.reading.members import missing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from belisha.engine.policy.model import Device, Fault, Frozen, Policy, School
    from belisha.engine.policy.reading.marks import Marks


def check_places(policy: Policy, marks: Marks) -> Iterator[Fault]:
    """Faults of rooms, devices and networks."""
    for school in policy.schools.values():
        for piece, field, message in _names(school):
            if message:
                yield marks.fault(piece, message, field)
        for device in school.devices.values():
            yield from _device(device, marks)
        for network in school.networks.values():
            if network.room and network.group:
                yield marks.fault(network, "belongs to a room or to a group, not to both", "group")
    yield from _twice(policy, marks)


def _names(school: School) -> Iterator[tuple[Frozen, str, str | None]]:
    """Every name that a room, device or network uses, with what is wrong with it."""
    groups = {*school.key_stages, *school.years, *school.classes, *school.groups}
    people = {person.id for person in school.people}
    for room in school.rooms.values():
        yield room, "site", missing(room.site, school.sites, "site")
        yield room, "group", missing(room.group, groups, "class or group")
    for device in school.devices.values():
        yield device, "person", missing(device.person, people, "person with the id")
        yield device, "room", missing(device.room, school.rooms, "room")
        yield device, "group", missing(device.group, groups, "class or group")
    for network in school.networks.values():
        yield network, "site", missing(network.site, school.sites, "site")
        yield network, "room", missing(network.room, school.rooms, "room")
        yield network, "group", missing(network.group, groups, "class or group")


def _device(device: Device, marks: Marks) -> Iterator[Fault]:
    if not (device.address or device.mac):
        yield marks.fault(device, "needs an “address” or a “mac” to be known by")
    holders = [holder for holder in (device.person, device.room, device.group) if holder]
    if len(holders) != 1:
        yield marks.fault(device, "must belong to one person, one room or one group")


def _twice(policy: Policy, marks: Marks) -> Iterator[Fault]:
    first: dict[tuple[str, str], Frozen] = {}
    for piece, field, value in _unique(policy):
        other = first.setdefault((field, value), piece)
        if other is not piece:
            below = () if field == "id" else (field,)
            yield marks.fault(piece, f"“{value}” is also {marks.at(other)}", *below)


def _unique(policy: Policy) -> Iterator[tuple[Frozen, str, str]]:
    """What may be there once only, over all schools. Ranges of different length may overlap: the longer one counts."""
    for school in policy.schools.values():
        for device_id, device in school.devices.items():
            yield device, "id", device_id
            if device.address:
                yield device, "address", device.address
            if device.mac:
                yield device, "mac", device.mac
        for network in school.networks.values():
            if network.range:
                yield network, "range", network.range
