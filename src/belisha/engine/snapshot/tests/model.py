"""What an index must answer, written the slow and obvious way."""

from __future__ import annotations

from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING

from belisha.engine.address import is_ip, matching_path, suffixes
from belisha.engine.snapshot import Listing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from belisha.engine.snapshot import NamedList


def holds(listed: str, host: str) -> bool:
    if "/" in listed:
        network = ip_network(listed.replace("[", "").replace("]", ""))
        return is_ip(host) and ip_address(host.strip("[]")) in network
    return listed in set(suffixes(host))


def beginning(listed: str) -> str:
    return matching_path(listed).rstrip("/?&") if listed else ""


def covers(listed: str, asked: str) -> bool:
    listed = beginning(listed)
    return not listed or (asked + "/").startswith((listed + "/", listed + "?", listed + "&"))


def expected(lists: Sequence[NamedList], host: str, path: str, query: str) -> set[Listing]:
    asked = matching_path(path, query)
    return {
        Listing(category, named.id, named.version, named.locked)
        for named in lists
        for entry in named.entries
        if holds(entry.host, host) and covers(entry.path, asked)
        for category in named.categories
    }


def has_paths(lists: Sequence[NamedList], host: str) -> bool:
    return any(beginning(entry.path) and holds(entry.host, host) for named in lists for entry in named.entries)
