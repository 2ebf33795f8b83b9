"""People, devices and networks of every school, by what a request says about them."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from belisha.engine.policy.model import Device, Network, Person, Policy

IPAddress = IPv4Address | IPv6Address


class PlacedDevice(NamedTuple):
    """A device, its id and its school."""

    school: str
    id: str
    device: Device


class PlacedNetwork(NamedTuple):
    """A network, its id and its school."""

    school: str
    id: str
    network: Network


class PlacedPerson(NamedTuple):
    """A person and their school."""

    school: str
    person: Person


def read_client(address: str | None) -> IPAddress | None:
    """The client's address as a number; None when there is none or it is not an address."""
    if not address:
        return None
    try:
        client = ip_address(address.strip("[]"))
    except ValueError:
        return None
    if isinstance(client, IPv6Address):
        return client.ipv4_mapped or IPv6Address(int(client))
    return client


def plain_mac(mac: str) -> str:
    """A hardware address in lower case with colons, however it was written."""
    digits = "".join(digit for digit in mac[:40].lower() if digit in "0123456789abcdef")
    return ":".join(digits[start : start + 2] for start in range(0, len(digits), 2))


def plain_sign_in(name: str) -> str:
    """A sign-in name as it is compared: case and surrounding spaces do not count."""
    return name.strip().casefold()


class Directory:
    """People, devices and networks of every school, by what a request says about them."""

    def __init__(self, policy: Policy) -> None:
        self._people: dict[str, PlacedPerson] = {}
        self.by_id: dict[tuple[str, str], Person] = {}
        self._devices: dict[str, PlacedDevice] = {}
        self._by_mac: dict[str, PlacedDevice] = {}
        self._by_address: dict[IPAddress, PlacedDevice] = {}
        self._networks: list[tuple[int, int, dict[int, PlacedNetwork]]] = []
        for school_id, school in policy.schools.items():
            for person in school.people:
                self._people[plain_sign_in(person.sign_in)] = PlacedPerson(school_id, person)
                self.by_id[school_id, person.id] = person
            for device_id, device in school.devices.items():
                self._add_device(PlacedDevice(school_id, device_id, device))
        self._add_networks(
            PlacedNetwork(school_id, network_id, network)
            for school_id, school in policy.schools.items()
            for network_id, network in school.networks.items()
        )

    def _add_device(self, placed: PlacedDevice) -> None:
        self._devices[placed.id] = placed
        if placed.device.mac:
            self._by_mac[plain_mac(placed.device.mac)] = placed
        client = read_client(placed.device.address)
        if client is not None:
            self._by_address[client] = placed

    def _add_networks(self, networks: Iterable[PlacedNetwork]) -> None:
        """Networks by version and length of prefix, longest first, so that the most exact range is found first."""
        by_prefix: dict[tuple[int, int], dict[int, PlacedNetwork]] = {}
        for placed in networks:
            network = ip_network(placed.network.range, strict=False)
            same_length = by_prefix.setdefault((network.version, network.prefixlen), {})
            same_length[int(network.network_address)] = placed
        self._networks = [(*key, by_prefix[key]) for key in sorted(by_prefix, reverse=True)]

    def person(self, sign_in: str) -> PlacedPerson | None:
        """The person of a sign-in name."""
        return self._people.get(plain_sign_in(sign_in))

    def device(self, device: str | None, mac: str | None, client: IPAddress | None) -> PlacedDevice | None:
        """The device: by its id, else by its hardware address, else by its address."""
        return (
            self._devices.get(device or "")
            or self._by_mac.get(plain_mac(device or ""))
            or self._by_mac.get(plain_mac(mac or ""))
            or (None if client is None else self._by_address.get(client))
        )

    def network(self, client: IPAddress | None) -> PlacedNetwork | None:
        """The most exact range that the address lies in."""
        if client is None:
            return None
        number = int(client)
        for version, length, same_length in self._networks:
            if version == client.version:
                spare = client.max_prefixlen - length
                placed = same_length.get(number >> spare << spare)
                if placed is not None:
                    return placed
        return None
