"""One name or address out of a list becomes an entry, or a sentence saying why not."""

from __future__ import annotations

import ipaddress
import re
from typing import NamedTuple

from belisha.engine.address import Refused, is_ip, is_public_suffix, matching_path, read_host

LONGEST_NAME = 253  # RFC 1035, without the last dot
WIDEST = {4: 8, 6: 16}  # shortest prefix that a list may cover: no publisher names more than such a block

PLAIN_NAME = re.compile(r"(?:(?!xn--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?!xn--)[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?")
NAME = re.compile(r"(?:[a-z0-9_-]{1,63}\.)*[a-z0-9_-]{1,63}")
NETWORK = re.compile(r"\[?(\d+(?:\.\d+){3}|[0-9a-fA-F]*:[0-9a-fA-F:.]*)\]?/(\d{1,3})")
END_OF_AUTHORITY = re.compile(r"[/?]")
SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*://")

OWN_NAMES = frozenset(
    {
        "localhost",
        "local",
        "broadcasthost",
        "ip6-localhost",
        "ip6-loopback",
        "ip6-localnet",
        "ip6-mcastprefix",
        "ip6-allnodes",
        "ip6-allrouters",
        "ip6-allhosts",
    }
)
OWN_ENDS = (".localhost", ".local", ".localdomain")
OWN_NETWORKS = tuple(
    ipaddress.ip_network(text)
    for text in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "224.0.0.0/3",
        "::/127",
        "fc00::/7",
        "fe80::/10",
        "ff00::/8",
    )
)

OWN = "a name or address of the machine itself or of its own network"
EMPTY = "no name"
SPACES = "more than one word where one name belongs"
STAR = "a star inside a name; only a whole first label may be one"
SINGLE = "a single word, not a full name"
SUFFIX = "a whole public suffix, under which unrelated people hold names"
MARKS = "a name with signs that no name has, or with a part of more than 63"
LONG = "a name longer than names can be"
USER = "a user name or an e-mail address"
WIDE = "a network so wide that it covers much of the internet"


class Entry(NamedTuple):
    """One entry of a list, canonical.

    host: a name (it counts with everything below it), an address, or a network "a.b.c.d/len" or "[v6]/len".
    path: "" for the whole host, else where it begins, as `matching_path` writes it, with "?query" if it has one.
    """

    host: str
    path: str = ""

    def __str__(self) -> str:
        """The entry as a line of a list, which `entry_of` reads back; the scheme tells a path from a prefix length."""
        return f"http://{self.host}{self.path}" if self.path else self.host


def entry_of(text: str) -> Entry | str:
    """The entry that a list means by `text`, or the reason why there is none.

    Takes a name, "*.name", ".name", an address, a network, a URL, or a host with a path. Ports do not count.
    """
    if PLAIN_NAME.fullmatch(text):
        return _named(text, "")
    text = text.strip()
    if not text:
        return EMPTY
    if len(text.split(None, 1)) > 1:
        return SPACES
    if network := NETWORK.fullmatch(text):
        return _network(network[1], network[2])
    scheme = SCHEME.match(text)
    return _address(text[scheme.end() :] if scheme else text)


def _address(text: str) -> Entry | str:
    """An entry from host[:port][/path][?query][#fragment]; the fragment is dropped, as it never leaves the browser."""
    text = text.replace("\\", "/").partition("#")[0]
    authority = END_OF_AUTHORITY.split(text, maxsplit=1)[0]
    path, _, query = text[len(authority) :].partition("?")
    if "@" in authority:
        return USER
    name = authority.removeprefix("*.").removeprefix(".")
    if "*" in name:
        return STAR
    host = _host(name)
    if isinstance(host, Refused):
        return host.reason
    if path in {"", "/"} and not query:
        return _allowed(host, "")
    return _allowed(host, matching_path(path or "/", query))


def _host(authority: str) -> str | Refused:
    """The canonical host of an authority; a port is dropped, and an IPv6 address needs no brackets."""
    if authority.count(":") > 1 and not authority.startswith("["):
        return read_host(f"[{authority}]")
    name, colon, port = authority.rpartition(":")
    return read_host(name if colon and port.isdigit() else authority)


def _network(address: str, length: str) -> Entry | str:
    try:
        network = ipaddress.ip_network(f"{address}/{length}", strict=False)
    except ValueError:
        return _address(f"{address}/{length}")
    if network.prefixlen < WIDEST[network.version]:
        return WIDE
    if _is_own(network.network_address):
        return OWN
    name = f"[{network.network_address}]" if network.version == 6 else str(network.network_address)
    whole = network.prefixlen == network.max_prefixlen
    return Entry(name if whole else f"{name}/{network.prefixlen}")


def _allowed(host: str, path: str) -> Entry | str:
    """An entry for a canonical host, unless it is one that no list may cover."""
    if host in OWN_NAMES:
        return OWN
    if not is_ip(host):
        return _named(host, path) if NAME.fullmatch(host) else MARKS
    return OWN if _is_own(ipaddress.ip_address(host.strip("[]"))) else Entry(host, path)


def _named(host: str, path: str) -> Entry | str:
    if len(host) > LONGEST_NAME:
        return LONG
    if host.endswith(OWN_ENDS):
        return OWN
    if is_public_suffix(host):
        return SUFFIX if "." in host else SINGLE
    return Entry(host, path)


def _is_own(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    return any(address in network for network in OWN_NETWORKS)
