"""Which part of a host name somebody registered, by the public suffix list.

The list is parsed at the first question (about 40 ms and 4 MB): helpers that never ask do not pay for it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

from publicsuffixlist import PSLFILE, PublicSuffixList

from belisha.engine.address.hosts import is_ip


class _Registries(NamedTuple):
    """The list's ICANN section: names that are suffixes, names whose every child is one, and the exceptions to that."""

    named: frozenset[str]
    parents: frozenset[str]
    exceptions: frozenset[str]


def registrable(host: str) -> str:
    """The registered domain of a canonical host: "bbc.co.uk" of "www.bbc.co.uk"; the host itself if there is none."""
    return host if is_ip(host) else _everything().privatesuffix(host) or host


def is_public_suffix(host: str) -> bool:
    """Whether a canonical host is a suffix under which anybody may register ("co.uk"), or a single label.

    Only the list's ICANN section counts: a hosting firm's own suffix ("github.io") is somebody's site as well.
    Sets rather than the library's walk over the labels, because list readers ask this for millions of names.
    """
    named, parents, exceptions = _registries()
    if host in named:
        return True
    _, dot, parent = host.partition(".")
    if not dot:
        return host[:1] != "["
    return parent in parents and host not in exceptions


@cache
def _everything() -> PublicSuffixList:
    return PublicSuffixList()


@cache
def _registries() -> _Registries:
    text = Path(PSLFILE).read_text(encoding="utf-8").partition("===END ICANN DOMAINS===")[0]
    rules = {line.split()[0].encode("idna").decode() for line in text.splitlines() if line[:1] not in {"", "/", " "}}
    parents = {rule[2:] for rule in rules if rule.startswith("*.")}
    exceptions = {rule[1:] for rule in rules if rule.startswith("!")}
    named = {rule for rule in rules if rule[0] not in "*!"}
    return _Registries(frozenset(named | parents), frozenset(parents), frozenset(exceptions))
