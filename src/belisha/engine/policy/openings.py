"""Categories that are open to a class for a while: a teacher opened them for a lesson, and they close by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from belisha.engine.policy.model import Opening

__all__ = ["Openings", "PlacedOpening"]


class PlacedOpening(NamedTuple):
    """An opening, and the name of the class that it is for."""

    opening: Opening
    holder: str


class Openings:
    """The openings that people of one standing have part in, looked up by category."""

    def __init__(self, placed: Iterable[PlacedOpening]) -> None:
        by_category: dict[str, list[PlacedOpening]] = {}
        for each in placed:
            by_category.setdefault(each.opening.category, []).append(each)
        self._by_category = by_category

    def __bool__(self) -> bool:
        """Whether there is any, ended or not."""
        return bool(self._by_category)

    def find(self, category: str, now: datetime) -> PlacedOpening | None:
        """The opening of a category that lasts longest, of those that have not ended."""
        lasting = [each for each in self._by_category.get(category, ()) if each.opening.until > now]
        return max(lasting, key=lambda each: (each.opening.until, each.opening.id), default=None)
