"""An index of a few hosts, so that a test shows everything that it stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from belisha.engine.address import suffixes
from belisha.engine.snapshot import Listing, Match, Snapshot

if TYPE_CHECKING:
    from collections.abc import Mapping

LOCKED = frozenset({"iwf", "police"})


class FewHosts:
    """Answers as a Snapshot does. Keys are hosts, or hosts with a path; the union of all that match is returned."""

    def __init__(self, listed: Mapping[str, tuple[str, ...]]) -> None:
        self._listed = listed

    def look_up(self, host: str, path: str = "/", query: str = "") -> Match | None:
        del query
        categories: list[str] = []
        matched, has_paths = "", False
        for key, listed in self._listed.items():
            key_host, slash, below = key.partition("/")
            if key_host not in suffixes(host):
                continue
            has_paths = has_paths or bool(slash)
            if not slash or f"{path}/".startswith(f"/{below}/"):
                matched = max(matched, key, key=len)
                categories += [category for category in listed if category not in categories]
        if not categories and not has_paths:
            return None
        listings = (Listing(one, f"test/{one}", "2026-07-01", one in LOCKED) for one in categories)
        return Match(matched, tuple(listings), has_paths)


def index(**listed: tuple[str, ...]) -> Snapshot:
    """An index of hosts, written with "_" for "." and "__" for "/"."""
    return index_of({key.replace("__", "/").replace("_", "."): value for key, value in listed.items()})


def index_of(listed: Mapping[str, tuple[str, ...]]) -> Snapshot:
    """An index of hosts and paths."""
    return cast("Snapshot", FewHosts(listed))
