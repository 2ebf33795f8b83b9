"""Questions about canonical hosts: parents, IP addresses, other names of the same machine, agreement with SNI."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address
from typing import TYPE_CHECKING

from belisha.engine.address.forms import Address
from belisha.engine.address.reading import read_authority, read_host

if TYPE_CHECKING:
    from collections.abc import Iterator

# RFC 6052, 2.1: the well-known prefix under which IPv6-only networks reach IPv4 (64:ff9b::/96).
_NAT64 = int(IPv6Address("64:ff9b::")) >> 32


def is_ip(host: str) -> bool:
    """Whether a canonical host is an IPv4 or IPv6 address; no canonical name ends in a number."""
    return host[:1] == "[" or host.rpartition(".")[2].isdigit()


def suffixes(host: str) -> Iterator[str]:
    """The host, then each parent at label boundaries; an IP address has none but itself."""
    yield host
    if is_ip(host):
        return
    dot = host.find(".")
    while dot >= 0:
        yield host[dot + 1 :]
        dot = host.find(".", dot + 1)


def readings(host: str) -> tuple[str, ...]:
    """The host and the IPv4 address that it leads to when it is an IPv6 form of one (mapped, NAT64, 6to4)."""
    if host[:1] != "[":
        return (host,)
    address = IPv6Address(host[1:-1])
    inner = address.ipv4_mapped or address.sixtofour
    if inner is None and int(address) >> 32 == _NAT64:
        inner = IPv4Address(int(address) & 0xFFFF_FFFF)
    return (host,) if inner is None else (host, str(inner))


def host_and_sni_agree(host: str, sni: str) -> bool:
    """Whether host and TLS server name name the same host, in whatever spelling; unreadable ones never agree.

    An empty SNI agrees with an IP address only: browsers send a name for every named host (RFC 6066, 3).
    """
    named = read_host(host)
    if not isinstance(named, str):
        return False
    return named == read_host(sni) if sni else is_ip(named)


def host_header_agrees(header: str, host: str) -> bool:
    """Whether a Host header (with or without port) names this host; ports are not compared."""
    said = read_authority(header)
    return isinstance(said, Address) and said.host == read_host(host)
