"""The smallest policy and index that can be in force, for tests of how they travel, not of what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from belisha.engine.lists.entries import Entry
from belisha.engine.published import lists_folder, publish_lists
from belisha.engine.published.preparing import read_checked_policy
from belisha.engine.snapshot import NamedList, build

if TYPE_CHECKING:
    from pathlib import Path

    from belisha.engine.policy import Policy

TEXT = """\
version: 1
federation: {name: NAME, profile: all, unknown: all}
profiles:
  all:
    name: All
    page: staff
    block: [games]
    safe_search: false
    youtube: "off"
    unlisted: allow
    blocked_file_kinds: []
    quic: allow
    tls: {default: TLS}
schools: SCHOOLS
"""
ONE = "{one: {name: One}}"
OAKFIELD = "{oakfield: {name: Oakfield}}"


def policy_text(name: str = "Here", schools: str = ONE, tls: str = "inspect") -> str:
    """A policy as it is written; the name of its federation tells one edition from another."""
    return TEXT.replace("NAME", name).replace("SCHOOLS", schools).replace("TLS", tls)


def small_policy(name: str = "Here", schools: str = ONE, tls: str = "inspect") -> Policy:
    """The same, read."""
    return read_checked_policy(policy_text(name, schools, tls))


def games(*hosts: str) -> NamedList:
    """A list of sites that are games."""
    return NamedList("a/games", "1", ("games",), locked=False, entries=[Entry(host, "") for host in hosts])


def put_lists(home: Path, *hosts: str) -> str:
    """Put an index with these hosts as games in force; its digest."""
    digest = build([games(*hosts)], lists_folder(home)).digest
    publish_lists(home, digest)
    return digest
