"""How old the lists are that the filter goes by."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from belisha.engine.lists.installed import installation
from belisha.engine.lists.reports import ListError

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

__all__ = ["OldList", "oldest_list"]


class OldList(NamedTuple):
    """A list that comes from outside, and of which day it is."""

    title: str
    at: date


def oldest_list(home: Path) -> OldList | None:
    """The oldest of the lists in use that come from outside; None where there is none, or they cannot be read."""
    try:
        with installation(home) as lists:
            found = [
                OldList(each.provenance.title, each.provenance.at)
                for each in lists
                if _from_outside(each.provenance.origin)
            ]
    except (ListError, OSError):
        return None
    return min(found, key=lambda each: each.at, default=None)


def _from_outside(origin: str) -> bool:
    return origin in {"downloaded", "shipped", "licensed"}
