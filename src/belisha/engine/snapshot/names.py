"""How hosts, networks and paths are written as keys of the index, and which key stands above which.

The index is a forest: a name of two labels is a top, its sub-domains stand below it, and the paths of a host below the
host. Building and looking up walk it from the top, so that a name in no list costs a single step.
"""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING, Final, NamedTuple

from belisha.engine.address import matching_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_boundary: Final = re.compile(rb"[/?&]")


class Width(NamedTuple):
    """A kind of network: IP version and prefix length; of full length, an address."""

    version: int
    length: int


class Span(NamedTuple):
    """The addresses that a network or an address stands for: its width and its leading bits."""

    width: Width
    number: int


def key_of(host: str, path: str) -> bytes:
    """The key of an entry: a host or network, with the path if the entry has one.

    A path counts with everything below it, so "/games/" is the same as "/games" and "/" is the whole host.
    Raises ValueError for a network that cannot be read.
    """
    key = _read_network(host) if "/" in host else host.encode()
    return key + matching_path(path).rstrip("/?&").encode() if path else key


def host_of(key: bytes) -> bytes:
    """The part of a key before its path."""
    return key.partition(b"/")[0]


def top_of(name: bytes) -> bytes:
    """The last two labels."""
    return name[name.rfind(b".", 0, name.rfind(b".")) + 1 :]


def name_keys(name: bytes) -> Iterator[bytes]:
    """The keys under which a name may be known, shortest first: the last two labels … the name itself."""
    dot = name.rfind(b".", 0, name.rfind(b"."))
    while dot >= 0:
        yield name[dot + 1 :]
        dot = name.rfind(b".", 0, dot)
    yield name


def prefixes(path: bytes) -> Iterator[bytes]:
    """The beginnings of a path that end before "/", "?" or "&", shortest first, then the whole."""
    for found in _boundary.finditer(path, 1):
        yield path[: found.start()]
    yield path


def span_of(host: bytes) -> Span | None:
    """What an address or network, given by its key, stands for; None for a name, which never ends in a number."""
    if host[-1:] >= b"a":
        return None
    if b"|" in host:
        version, length, number = map(int, host[1:].split(b"|"))
        return Span(Width(version, length), number)
    try:
        address = ip_address(host.decode().strip("[]"))
    except ValueError:
        return None
    return Span(Width(address.version, address.max_prefixlen), int(address))


def networks_around(span: Span, widths: Iterable[Width]) -> list[bytes]:
    """The keys of the networks of the given widths that hold this address or network."""
    (version, length), number = span
    return [
        _network_key(Span(width, number >> (length - width.length)))
        for width in widths
        if width.version == version and width.length < length
    ]


def text_of(key: bytes) -> str:
    """A key as people write it."""
    host, slash, path = key.partition(b"/")
    span = span_of(host)
    if span is None or b"|" not in host:
        return key.decode(errors="replace")
    (version, length), number = span
    network = f"[{IPv6Address(number << (128 - length))}]" if version == 6 else IPv4Address(number << (32 - length))
    return f"{network}/{length}{(slash + path).decode(errors='replace')}"


def _network_key(span: Span) -> bytes:
    # It ends in a digit, which makes it an address at first sight, and "|" occurs in no host.
    return b"[%d|%d|%d" % (*span.width, span.number)


def _read_network(text: str) -> bytes:
    network = ip_network(text.replace("[", "").replace("]", ""))
    width = Width(network.version, network.prefixlen)
    if width.length == network.max_prefixlen:
        return text.partition("/")[0].encode()
    return _network_key(Span(width, int(network.network_address) >> (network.max_prefixlen - width.length)))
