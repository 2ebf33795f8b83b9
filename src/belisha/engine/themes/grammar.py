"""The small language of rules: `<i> <want> to (die|be dead)` becomes a regular expression over kinds of words.

Every word of a text is one character, its kind: the set of word classes that it belongs to. So a pattern is matched by
`re` at the speed of C, a class of a thousand words costs as much as one, and gaps are bounded: time stays linear.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

END: Final = "\n"
"""The kind that stands between sentences."""
NEGATION: Final = "not"
"""The class that no gap steps over."""
_PIECE: Final = re.compile(r"\s*(?:(<[a-z0-9-]+>)|(\.+(?=[\s)|]|$))|([()|?^$])|(!)|([^\s()|?<>!^$]+))")


class PatternError(ValueError):
    """A pattern is not in the language; the text completes a sentence that begins with the pattern."""


class Words(NamedTuple):
    """One word out of a class, or out of one literal."""

    name: str
    """`<class>` or a literal, as in the pattern."""


class Sequence(NamedTuple):
    """One after the other."""

    items: tuple[Node, ...]


class Either(NamedTuple):
    """One of several."""

    options: tuple[Node, ...]


class Optional(NamedTuple):
    """There or not."""

    item: Node


class Without(NamedTuple):
    """What must not follow here; takes up no words."""

    item: Node


class Gap(NamedTuple):
    """At most so many words of any kind but negation."""

    most: int


class Edge(NamedTuple):
    """Beginning (^) or end ($) of a sentence."""

    sign: str


Node = Words | Sequence | Either | Optional | Without | Gap | Edge


def parse(pattern: str) -> Node:
    """The tree of one pattern. Raises PatternError."""
    pieces = list(_pieces(pattern))
    node = _either(pieces)
    if pieces:
        message = f"has “{pieces[0]}” where nothing was opened"
        raise PatternError(message)
    return node


def words_of(node: Node) -> set[str]:
    """All classes and literals that a pattern names."""
    match node:
        case Words(name):
            return {name}
        case Sequence(parts) | Either(parts):
            return {name for part in parts for name in words_of(part)}
        case Optional(item) | Without(item):
            return words_of(item)
        case _:
            return set()


def expression(node: Node, spelt: Callable[[str], str], gap: str) -> str:
    """The regular expression of a tree. `spelt` gives that of a class or literal, `gap` is any word but negation."""
    match node:
        case Words(name):
            return spelt(name)
        case Sequence(items):
            return "".join(expression(item, spelt, gap) for item in items)
        case Either(options):
            return f"(?:{'|'.join(expression(option, spelt, gap) for option in options)})"
        case Optional(item):
            return f"(?:{expression(item, spelt, gap)})?"
        case Without(item):
            return f"(?!{expression(item, spelt, gap)})"
        case Gap(most):
            return f"{gap}{{0,{most}}}?"
        case Edge(sign):
            return "(?:^|(?<=\n))" if sign == "^" else "(?=\n|$)"


def anchor(node: Node, cost: Callable[[str], int]) -> tuple[int, frozenset[str]]:
    """The classes or literals, rarest choice, one of which every match must hold, with their cost; empty: none."""
    match node:
        case Words(name):
            return cost(name), frozenset({name})
        case Sequence(items):
            found = [each for each in (anchor(item, cost) for item in items) if each[1]]
            return min(found, key=lambda each: each[0], default=(0, frozenset()))
        case Either(options):
            each = [anchor(option, cost) for option in options]
            if all(names for _, names in each):
                return sum(price for price, _ in each), frozenset[str]().union(*(names for _, names in each))
    return 0, frozenset()


def _pieces(pattern: str) -> list[str]:
    found, place, text = [], 0, pattern.strip()
    while place < len(text):
        match = _PIECE.match(text, place)
        if match is None:
            message = f"cannot be read from “{text[place:].strip()}” on"
            raise PatternError(message)
        found.append(match[0].strip())
        place = match.end()
    return found


def _either(pieces: list[str]) -> Node:
    options = [_sequence(pieces)]
    while pieces and pieces[0] == "|":
        del pieces[0]
        options.append(_sequence(pieces))
    return options[0] if len(options) == 1 else Either(tuple(options))


def _sequence(pieces: list[str]) -> Node:
    items: list[Node] = []
    while pieces and pieces[0] not in {"|", ")"}:
        item = _item(pieces)
        if pieces and pieces[0] == "?":
            del pieces[0]
            item = Optional(item)
        items.append(item)
    if not items:
        message = "has nothing between “(”, “|” and “)”"
        raise PatternError(message)
    return items[0] if len(items) == 1 else Sequence(tuple(items))


def _item(pieces: list[str]) -> Node:
    piece = pieces.pop(0)
    if piece == "(":
        inside = _either(pieces)
        if not pieces or pieces.pop(0) != ")":
            message = "has “(” without “)”"
            raise PatternError(message)
        return inside
    if piece == "!":
        if not pieces:
            message = "ends with “!”"
            raise PatternError(message)
        return Without(_item(pieces))
    if piece == "?":
        message = "has “?” after nothing"
        raise PatternError(message)
    if piece in "^$":
        return Edge(piece)
    return Gap(len(piece)) if set(piece) == {"."} else Words(piece)
