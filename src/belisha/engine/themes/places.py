"""Whether a pattern matches somewhere in a line, without compiling it: sets of places are the bits of an integer.

Compiling an expression costs as much as a thousand looks of this kind, and most patterns are tried a few times only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from belisha.engine.themes.grammar import (
    END,
    REACH,
    Across,
    Edge,
    Either,
    Gap,
    Optional,
    Sequence,
    Without,
    Words,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from belisha.engine.themes.grammar import Node

_END = frozenset(END)


class Spelt(NamedTuple):
    """The kinds of a class or literal, and its phrases: each the names of its words."""

    kinds: frozenset[str]
    phrases: tuple[tuple[str, ...], ...]


class Line:
    """A line of kinds. Bit n of a set of places stands before its n-th word."""

    def __init__(self, kinds: str, negations: frozenset[str]) -> None:
        """`negations`: kinds that no gap steps over."""
        self.kinds = kinds
        self._where: dict[frozenset[str], int] = {}
        everywhere = (1 << len(kinds)) - 1
        stops = self.where(_END)
        self.free = everywhere & ~stops & ~self.where(negations)
        self.begins = 1 | stops << 1
        self.ends = stops | 1 << len(kinds)

    def where(self, kinds: frozenset[str]) -> int:
        """The places of these kinds."""
        found = self._where.get(kinds)
        if found is None:
            found = 0
            for place, kind in enumerate(self.kinds):
                if kind in kinds:
                    found |= 1 << place
            self._where[kinds] = found
        return found


class Places:
    """Steps from the places where something may begin to those where it may have ended."""

    def __init__(self, spelt: Callable[[str], Spelt]) -> None:
        """`spelt` tells of a class or literal."""
        self._spelt = spelt
        self._steps: dict[tuple[str, ...], Callable[[int, Line], int]] = {}

    def step(self, node: Node) -> Callable[[int, Line], int]:
        """The step of a tree."""
        match node:
            case Words(name):
                return self._word((name,))
            case Sequence(items):
                return _one_after_the_other([self.step(item) for item in items])
            case Either(options):
                return self._either(options)
            case Optional(item):
                return _any_of([self.step(item), lambda places, _: places])
            case Without(item):
                return _not_before(self.step(item))
            case Edge(sign):
                return _at_edge(sign)
            case Gap() | Across():
                return _skipping(node)

    def _either(self, options: tuple[Node, ...]) -> Callable[[int, Line], int]:
        """All options that are one word or class are one step."""
        names = tuple(option.name for option in options if isinstance(option, Words))
        steps = [self.step(option) for option in options if not isinstance(option, Words)]
        if not names:
            return _any_of(steps)
        return _any_of([self._word(names), *steps]) if steps else self._word(names)

    def _word(self, names: tuple[str, ...]) -> Callable[[int, Line], int]:
        step = self._steps.get(names)
        if step is None:
            spelt = [self._spelt(name) for name in names]
            kinds = frozenset[str]().union(*(each.kinds for each in spelt))
            phrases = tuple(phrase for each in spelt for phrase in each.phrases)
            first = frozenset[str]().union(*(self._first(phrase[0]) for phrase in phrases))
            whole = [_one_after_the_other([self._word((word,)) for word in phrase]) for phrase in phrases]
            step = self._steps[names] = _words(kinds, first, whole)
        return step

    def _first(self, name: str) -> frozenset[str]:
        """Kinds with which a class or literal may begin."""
        spelt = self._spelt(name)
        return spelt.kinds.union(*(self._first(phrase[0]) for phrase in spelt.phrases))


def spans(step: Callable[[int, Line], int], line: Line) -> Iterator[tuple[int, int]]:
    """Where a pattern begins and ends, from the left, each as short as may be, none within another."""
    left = (1 << (len(line.kinds) + 1)) - 1
    while step(left, line):
        start = _first_start(step, left, line)
        ends = step(1 << start, line)
        end = (ends & -ends).bit_length() - 1
        yield start, end
        left = left >> max(end, start + 1) << max(end, start + 1)


def _first_start(step: Callable[[int, Line], int], places: int, line: Line) -> int:
    """The first of the places from which a step leads anywhere; half of them are looked at each time."""
    low, high = 0, places.bit_length()
    while high - low > 1:
        middle = (low + high) // 2
        before = places & ((1 << middle) - 1)
        if before and step(before, line):
            high = middle
        else:
            low = middle
    return low


def _words(
    kinds: frozenset[str], first: frozenset[str], phrases: list[Callable[[int, Line], int]]
) -> Callable[[int, Line], int]:
    def step(places: int, line: Line) -> int:
        ends = (places & line.where(kinds)) << 1
        if first and places & line.where(first):
            for phrase in phrases:
                ends |= phrase(places, line)
        return ends

    return step


def _one_after_the_other(steps: list[Callable[[int, Line], int]]) -> Callable[[int, Line], int]:
    def step(places: int, line: Line) -> int:
        for each in steps:
            places = each(places, line)
            if not places:
                break
        return places

    return step


def _any_of(steps: list[Callable[[int, Line], int]]) -> Callable[[int, Line], int]:
    def step(places: int, line: Line) -> int:
        ends = 0
        for each in steps:
            ends |= each(places, line)
        return ends

    return step


def _not_before(unwanted: Callable[[int, Line], int]) -> Callable[[int, Line], int]:
    def step(places: int, line: Line) -> int:
        kept, left = 0, places
        while left:
            place = left & -left
            left ^= place
            if not unwanted(place, line):
                kept |= place
        return kept

    return step


def _at_edge(sign: str) -> Callable[[int, Line], int]:
    return lambda places, line: places & (line.begins if sign == "^" else line.ends)


def _skipping(node: Gap | Across) -> Callable[[int, Line], int]:
    if isinstance(node, Gap):
        return lambda places, line: _skip(places, node.most, line)

    def across(places: int, line: Line) -> int:
        here = _skip(places, REACH, line)
        return here | _skip((here & line.where(_END)) << 1, REACH, line)

    return across


def _skip(places: int, most: int, line: Line) -> int:
    reached = places
    for _ in range(most):
        places = (places & line.free) << 1
        if not places:
            break
        reached |= places
    return reached
