"""Finds out who is behind a request and says how, in the order person, device, network, unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from belisha.engine.policy.directory import read_client
from belisha.engine.policy.members import find_group, groups_of_person, lineage_of, profile_of, unknown_profile
from belisha.engine.policy.who import How, Standing, Who

if TYPE_CHECKING:
    from collections.abc import Callable

    from belisha.engine.policy.directory import Directory, PlacedDevice, PlacedNetwork
    from belisha.engine.policy.inherit import Effective
    from belisha.engine.policy.model import Person, Policy

LONGEST_QUOTE = 60


class _Place(NamedTuple):
    """What the connection says: address as given, device and network as found."""

    address: str | None
    device: PlacedDevice | None
    network: PlacedNetwork | None

    @property
    def school(self) -> str | None:
        placed = self.device or self.network
        return placed.school if placed else None


class _Membership(NamedTuple):
    """Where somebody belongs: a school, groups of it, a profile of their own, the person when it is one."""

    school: str
    groups: tuple[str, ...]
    own_profile: str | None
    person: Person | None = None


class Identifier:
    """Answers who is behind a request for one policy."""

    def __init__(self, policy: Policy, directory: Directory, profile: Callable[[str], Effective]) -> None:
        self._policy = policy
        self._directory = directory
        self._profile = profile

    def identify(self, user: str | None, address: str | None, device: str | None, mac: str | None) -> Who:
        """Whoever is behind a request. A sign-in name that the policy does not know is nobody, whatever the device."""
        client = read_client(address)
        place = _Place(address, self._directory.device(device, mac, client), self._directory.network(client))
        if user:
            return self._by_sign_in(place, user)
        return self._by_device(place) or self._by_network(place) or self._nobody(place)

    def _by_sign_in(self, place: _Place, user: str) -> Who:
        placed = self._directory.person(user)
        if placed is None:
            reason = f"Nobody called “{_quoted(user)}” is in the policy, so the strictest profile applies."
            return self._unknown(place, reason, sign_in_required=False)
        return self._person(place, placed.school, placed.person, How.SIGN_IN, "signed in")

    def _by_device(self, place: _Place) -> Who | None:
        if place.device is None:
            return None
        school, _, device = place.device
        person = self._directory.by_id.get((school, device.person or ""))
        if person is not None:
            return self._person(place, school, person, How.DEVICE, f"has been given the device {device.name}")
        if device.room:
            return self._room(place, school, device.room, f"The device {device.name}")
        if device.group:
            return self._group(place, school, device.group, How.DEVICE, f"The device {device.name}")
        return None

    def _by_network(self, place: _Place) -> Who | None:
        if place.network is None:
            return None
        school, network_id, network = place.network
        what = f"The address {place.address}, in {network.name or network_id},"
        if network.room:
            return self._room(place, school, network.room, what)
        if network.group:
            return self._group(place, school, network.group, How.NETWORK, what)
        return None

    def _nobody(self, place: _Place) -> Who:
        where = f"the address {_quoted(place.address)} is given to nobody" if place.address else "no address is known"
        network = place.network.network if place.network else None
        required = network is None or network.sign_in != "none"
        reason = f"Nobody has signed in and {where}, so the strictest profile applies."
        return self._unknown(place, reason, sign_in_required=required)

    def _person(self, place: _Place, school: str, person: Person, how: How, known_by: str) -> Who:
        membership = _Membership(school, groups_of_person(person), person.profile, person)
        groups = [member.group.name for member in lineage_of(self._policy.schools[school], membership.groups)]
        of = f", of {', '.join(reversed(groups))}," if groups else ""
        return self._member(place, membership, how, f"{person.name}{of} {known_by}.")

    def _room(self, place: _Place, school: str, room_id: str, what: str) -> Who | None:
        room = self._policy.schools[school].rooms.get(room_id)
        if room is None:
            return None
        groups = (room.group,) if room.group else ()
        return self._member(place, _Membership(school, groups, room.profile), How.ROOM, f"{what} is in {room.name}.")

    def _group(self, place: _Place, school: str, group_id: str, how: How, what: str) -> Who | None:
        found = find_group(self._policy.schools[school], group_id)
        if found is None:
            return None
        return self._member(
            place, _Membership(school, (group_id,), None), how, f"{what} belongs to {found.group.name}."
        )

    def _member(self, place: _Place, membership: _Membership, how: How, reason: str) -> Who:
        school = self._policy.schools[membership.school]
        members = lineage_of(school, membership.groups)
        profile = profile_of(self._policy, school, members, membership.own_profile)
        person = membership.person
        return Who(
            school=membership.school,
            site=self._site(place),
            person=person.id if person else None,
            group=membership.groups[0] if membership.groups else None,
            how=how,
            device=place.device.id if place.device else None,
            profile=profile,
            page=self._profile(profile).page,
            sign_in_required=False,
            key=Standing(membership.school, profile, membership.groups, person.id if person and person.rules else None),
            reason=(reason,),
        )

    def _unknown(self, place: _Place, reason: str, *, sign_in_required: bool) -> Who:
        profile = unknown_profile(self._policy, place.school)
        return Who(
            school=place.school,
            site=self._site(place),
            person=None,
            group=None,
            how=How.UNKNOWN,
            device=place.device.id if place.device else None,
            profile=profile,
            page=self._profile(profile).page,
            sign_in_required=sign_in_required,
            key=Standing(place.school, profile, known=False),
            reason=(reason,),
        )

    def _site(self, place: _Place) -> str | None:
        """The site of the device's room, else of the network, else of the network's room."""
        if place.device and place.device.device.room:
            return self._room_site(place.device.school, place.device.device.room)
        if place.network is None:
            return None
        network = place.network.network
        return network.site or (self._room_site(place.network.school, network.room) if network.room else None)

    def _room_site(self, school: str, room_id: str) -> str | None:
        room = self._policy.schools[school].rooms.get(room_id)
        return room.site if room else None


def _quoted(text: str) -> str:
    """Foreign text made fit for a sentence: cut, and nothing in it that cannot be printed."""
    return "".join(letter if letter.isprintable() else "?" for letter in text[:LONGEST_QUOTE])
