"""Site rules by host: the one that decides for an address, of all that a person's levels hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from belisha.engine.address import matching_path, suffixes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from belisha.engine.policy.model import Level, SiteRule


class PlacedRule(NamedTuple):
    """A rule, the level that holds it and the name of the school, group or person there."""

    rule: SiteRule
    level: Level
    holder: str


class _Target(NamedTuple):
    """What follows the host in a rule's address, as it is compared: the path without a trailing slash.

    The path of a rule that blocks is in lower case: many servers show the same for /SECRET, which must be no way in.
    """

    path: str
    query: frozenset[str]
    placed: PlacedRule

    def order(self) -> tuple[int, int, int, bool]:
        """Sorts what decides first to the front: longer path, more query, higher level, block before allow."""
        placed = self.placed
        return (-self.path.count("/"), -len(self.query), -placed.level, placed.rule.verdict == "allow")

    def covers(self, path: str, query: str) -> bool:
        """Whether an address of this host (`path` as compared) lies at or below the target."""
        if self.placed.rule.verdict == "block":
            path = path.lower()
        if self.query:
            return path.rstrip("/") == self.path and self.query <= frozenset(query.split("&"))
        return not self.path or path == self.path or path.startswith(f"{self.path}/")


class Found(NamedTuple):
    """The rule that decides, if any; `by_path`: another path of this host may find another one."""

    placed: PlacedRule | None
    by_path: bool


NONE_FOUND = Found(None, by_path=False)


def split_address(address: str) -> tuple[str, str, str]:
    """Host, path and query of a rule's canonical address; path and query are empty when it has none."""
    place, _, query = address.partition("?")
    host, slash, path = place.partition("/")
    return host, slash + path, query


def host_of(address: str) -> str:
    """The host of a rule's canonical address."""
    return address.partition("/")[0].partition("?")[0]


class _AtHost(NamedTuple):
    """What rules say about one host and below it, each in order."""

    locked: tuple[_Target, ...]
    others: tuple[_Target, ...]


class SiteRules:
    """Rules of several levels, looked up by address.

    `shared`: rules that hold for these people as for others, looked up once for all: a school may have 50,000.
    """

    def __init__(self, rules: Iterable[PlacedRule], shared: SiteRules | None = None) -> None:
        # by host alone, for few hosts are ever asked about; the rest is done for each when it first is
        self._by_host: dict[str, list[PlacedRule]] = {}
        for placed in rules:
            self._by_host.setdefault(host_of(placed.rule.address), []).append(placed)
        self._shared = shared._by_host if shared else {}
        self._ready: dict[str, _AtHost] = {}

    def find(self, host: str, path: str, query: str, now: datetime) -> Found:
        """The rule for an address: locked first; then the longest host, the longest path, the highest level, block."""
        own, shared = self._by_host, self._shared
        near = [self._at(suffix) for suffix in suffixes(host) if suffix in own or suffix in shared]
        if not near:
            return NONE_FOUND
        compared, _, terms = matching_path(path, query).partition("?")
        locked = _first((target for at in near for target in at.locked), compared, terms, now)
        if locked.placed is not None:
            return locked
        found = _first((target for at in near for target in at.others), compared, terms, now)
        return Found(found.placed, locked.by_path or found.by_path)

    def _at(self, host: str) -> _AtHost:
        ready = self._ready.get(host)
        if ready is None:
            rules = [*self._shared.get(host, ()), *self._by_host.get(host, ())]
            ready = self._ready[host] = _in_order([_target(placed) for placed in rules])
        return ready


def _target(placed: PlacedRule) -> _Target:
    _, path, query = split_address(placed.rule.address)
    compared, _, terms = matching_path(path, query).partition("?") if path or query else ("", "", "")
    if placed.rule.verdict == "block":
        compared = compared.lower()
    return _Target(compared.rstrip("/"), frozenset(terms.split("&")) if terms else frozenset(), placed)


def _in_order(targets: list[_Target]) -> _AtHost:
    targets.sort(key=_Target.order)
    return _AtHost(
        tuple(target for target in targets if target.placed.rule.locked),
        tuple(target for target in targets if not target.placed.rule.locked),
    )


def _first(targets: Iterable[_Target], path: str, query: str, now: datetime) -> Found:
    """The first that covers an address and has not lapsed."""
    by_path = False
    for target in targets:
        until = target.placed.rule.until
        if until is not None and until <= now:
            continue
        by_path = by_path or bool(target.path or target.query)
        if target.covers(path, query):
            return Found(target.placed, by_path)
    return Found(None, by_path)
