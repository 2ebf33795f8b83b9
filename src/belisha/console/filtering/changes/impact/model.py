"""What comes of it, as it is kept and shown. It names sites and groups, nobody."""

from __future__ import annotations

from datetime import date

import msgspec

WEEK = 7

__all__ = ["Difference", "Group", "Side", "Site"]


class Site(msgspec.Struct, frozen=True):
    """One site: how many requests to it would have been different, of how many people."""

    domain: str
    requests: int
    people: int


class Group(msgspec.Struct, frozen=True):
    """The same of one group of people (a year, mostly)."""

    name: str
    requests: int
    people: int


class Side(msgspec.Struct, frozen=True):
    """What would have been opened, or closed. `sites`: how many; `top`: those of most requests."""

    requests: int = 0
    people: int = 0
    sites: int = 0
    top: tuple[Site, ...] = ()
    groups: tuple[Group, ...] = ()


class Difference(msgspec.Struct, frozen=True):
    """A week of requests under two policies. `read`: requests that were compared; `left_out`: that were not."""

    first: str = ""  # days, ISO 8601; empty where nothing is on record
    last: str = ""
    read: int = 0
    left_out: int = 0
    opened: Side = Side()
    closed: Side = Side()

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day, where there is a record."""
        return date.fromisoformat(self.first), date.fromisoformat(self.last)

    @property
    def shortened(self) -> int:
        """How many days were gone through, where there was too much for the whole week; 0 where it was the week."""
        if not self.first:
            return 0
        first, last = self.days
        count = (last - first).days + 1
        return count if count < WEEK else 0
