"""What goes into an index and what comes out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from belisha.engine.lists import Entry


class SnapshotError(Exception):
    """A file cannot serve as an index; the text is one plain sentence that says why."""


class Listing(NamedTuple):
    """One reason why an address is known: a category, by which version of which list."""

    category: str
    list: str
    version: str
    locked: bool


class Match(NamedTuple):
    """What an index knows of an address.

    matched: the longest listed suffix of the host, or host and path prefix as one text.
    listings: everything that the host, its parents and the beginnings of the path are listed as; empty when only other
    paths of this host are listed.
    has_paths: some paths of this host are listed, so another path may have another answer.
    """

    matched: str
    listings: tuple[Listing, ...]
    has_paths: bool


class NamedList(NamedTuple):
    """A list to build in; `entries` is read once, from its beginning to its end."""

    id: str
    version: str
    categories: tuple[str, ...]
    locked: bool
    entries: Iterable[Entry]


class ListInfo(msgspec.Struct, frozen=True):
    """A list as it stands in an index; `entries` counts distinct ones."""

    id: str
    version: str
    categories: tuple[str, ...]
    locked: bool
    entries: int


class BuildReport(NamedTuple):
    """What was built, and where it lies; `counts` are distinct entries by category."""

    digest: str
    path: Path
    lists: tuple[ListInfo, ...]
    counts: dict[str, int]
