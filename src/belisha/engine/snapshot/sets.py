"""Small numbers for sets of lists: millions of entries share a few hundred different sets."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Sets:
    """Sets of list numbers by set number; set 0 is empty. Grows, never changes; safe between threads."""

    def __init__(self, contents: Iterable[tuple[int, ...]] = ((),)) -> None:
        """Take up the sets of an index in their order."""
        self.contents = list(contents)
        self._numbers: dict[tuple[int, ...], int] = {}
        self._joined: dict[tuple[int, int], int] = {}
        self._lock = Lock()

    def number_of(self, content: tuple[int, ...]) -> int:
        """The number of this set; `content` is in rising order."""
        with self._lock:
            if not self._numbers:
                self._numbers = {known: number for number, known in enumerate(self.contents)}
            number = self._numbers.setdefault(content, len(self.contents))
            if number == len(self.contents):
                self.contents.append(content)
            return number

    def join(self, one: int, other: int) -> int:
        """The number of the union of two sets, given by their numbers."""
        if one == other or not other:
            return one
        if not one:
            return other
        pair = (one, other)
        number = self._joined.get(pair)
        if number is None:
            union = {*self.contents[one], *self.contents[other]}
            number = self._joined[pair] = self.number_of(tuple(sorted(union)))
        return number
