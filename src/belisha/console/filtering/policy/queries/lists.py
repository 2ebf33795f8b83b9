"""What the lists in force hold: entries by category, and where the locked lists stand."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings

from belisha.console.filtering.models.proof import ProbeState
from belisha.engine.lists.locked import locked_state
from belisha.engine.published import NothingPublishedError, index_path, read_pointer
from belisha.engine.snapshot import Snapshot, SnapshotError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from belisha.console.access.models import School
    from belisha.engine.lists.locked import LockedState

__all__ = ["InIndex", "LockedList", "in_index", "locked_lists"]


class InIndex(NamedTuple):
    """What the index in force holds: entries by category, and by category the lists that it is made of."""

    counts: Mapping[str, int]
    lists: Mapping[str, tuple[str, ...]]
    built_at: datetime | None


class LockedList(NamedTuple):
    """A locked list with the last test of it through the filter."""

    state: LockedState
    tested_at: datetime | None
    outcome: str


def in_index() -> InIndex:
    """What the lists in force hold; nothing where none are."""
    home: Path = settings.HOME
    try:
        digest = read_pointer(home).lists
        return _opened(index_path(home, digest)) if digest else InIndex({}, {}, None)
    except (NothingPublishedError, SnapshotError, OSError):
        return InIndex({}, {}, None)


@lru_cache(maxsize=4)
def _opened(path: Path) -> InIndex:
    """An index never changes: it is named by its content."""
    snapshot = Snapshot.open(path)
    lists: dict[str, tuple[str, ...]] = {}
    for named in snapshot.lists:
        for category in named.categories:
            lists[category] = (*lists.get(category, ()), named.id)
    return InIndex(dict(snapshot.counts), lists, snapshot.built_at)


def locked_lists(school: School) -> list[LockedList]:
    """Where each list of illegal content stands: never what is in it."""
    found = []
    for state in locked_state(settings.HOME):
        tests = ProbeState.objects.for_school(school).filter(category=state.id, kind="locked")
        last = tests.order_by("-at").first()
        found.append(LockedList(state, last.at if last else None, last.outcome if last else ""))
    return found
