"""The small language of rules: `<i> <want> to (die|be dead)` becomes a regular expression over kinds of words.

Every word of a text is one character, its kind: the set of word classes that it belongs to. So a pattern is matched by
`re` at the speed of C, a class of a thousand words costs as much as one, and gaps are bounded: time stays linear.
"""

from __future__ import annotations

import re
from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

END: Final = "\n"
"""The kind that stands between sentences."""
NEGATION: Final = "not"
"""The class that no gap steps over."""
ACROSS: Final = "//"
"""A gap that may step over the end of one sentence."""
REACH: Final = 12  # words on each side of that end
_PIECE: Final = re.compile(r"\s*(<[a-z0-9-]+>|\.+(?=[\s)|]|$)|[()|?^$!]|[^\s()|?<>!^$]+)")


_CLOSING: Final = frozenset("|)")
_cost, _names = itemgetter(0), itemgetter(1)
_SIGNS: Final = frozenset(("(", ")", "|", "?", "!", "^", "$", "//"))


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


class Across(NamedTuple):
    """A gap that may step over the end of one sentence, but over no negation."""


class Edge(NamedTuple):
    """Beginning (^) or end ($) of a sentence."""

    sign: str


Node = Words | Sequence | Either | Optional | Without | Gap | Across | Edge


def parse(pattern: str) -> Node:
    """The tree of one pattern. Raises PatternError."""
    pieces = list(_pieces(pattern))
    node = _either(pieces)
    if pieces:
        message = f"has “{pieces[-1]}” where nothing was opened"
        raise PatternError(message)
    return node


def words_of(pattern: str) -> set[str]:
    """All classes and literals that a pattern, known to be one, names."""
    return {piece for piece in _PIECE.findall(pattern) if piece not in _SIGNS and set(piece) != {"."}}


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
        case Edge(sign):
            return "(?:^|(?<=\n))" if sign == "^" else "(?=\n|$)"
        case Gap() | Across():
            return _skipping(node, gap)


def _skipping(node: Gap | Across, gap: str) -> str:
    if isinstance(node, Gap):
        return f"{gap}{{0,{node.most}}}?"
    return f"{gap}{{0,{REACH}}}?(?:{END}{gap}{{0,{REACH}}}?)?"


class Need(NamedTuple):
    """Classes and literals one of which every match must hold, and how dear it is to wait for them."""

    cost: int
    names: frozenset[str]


def needs(node: Node, need: Callable[[str], Need]) -> list[Need]:
    """What every match must hold, cheapest first; `need` tells what one class or literal is."""
    match node:
        case Words(name):
            return [need(name)]
        case Sequence(items):
            found = [each for item in items for each in needs(item, need)]
            return sorted(found, key=_cost) if len(found) > 1 else found
        case Either(options):
            each = [
                (need(option.name),) if isinstance(option, Words) else needs(option, need)[:1] for option in options
            ]
            if all(each):
                first = [found[0] for found in each]
                return [Need(sum(map(_cost, first)), frozenset[str]().union(*map(_names, first)))]
    return []


def _pieces(pattern: str) -> list[str]:
    """The last one first, so that each is taken off the end."""
    text = pattern.strip()
    found = _PIECE.findall(text)
    if sum(map(len, found)) == len(text.replace(" ", "").replace("\t", "")):
        return found[::-1]
    place = 0
    while match := _PIECE.match(text, place):
        place = match.end()
    message = f"cannot be read from “{text[place:].strip()}” on"
    raise PatternError(message)


def _either(pieces: list[str]) -> Node:
    options = [_option(pieces)]
    while pieces and pieces[-1] == "|":
        pieces.pop()
        options.append(_option(pieces))
    return options[0] if len(options) == 1 else Either(tuple(options))


def _option(pieces: list[str]) -> Node:
    """Most are one word alone, which is quickly read."""
    if len(pieces) > 1 and pieces[-2] in _CLOSING and pieces[-1] not in _SIGNS:
        return _leaf(pieces.pop())
    return _sequence(pieces)


def _sequence(pieces: list[str]) -> Node:
    items: list[Node] = []
    while pieces and pieces[-1] not in _CLOSING:
        item = _item(pieces)
        if pieces and pieces[-1] == "?":
            pieces.pop()
            item = Optional(item)
        items.append(item)
    if not items:
        message = "has nothing between “(”, “|” and “)”"
        raise PatternError(message)
    return items[0] if len(items) == 1 else Sequence(tuple(items))


def _item(pieces: list[str]) -> Node:
    piece = pieces.pop()
    if piece == "(":
        inside = _either(pieces)
        if not pieces or pieces.pop() != ")":
            message = "has “(” without “)”"
            raise PatternError(message)
        return inside
    if piece == "!":
        if not pieces:
            message = "ends with “!”"
            raise PatternError(message)
        return Without(_item(pieces))
    if piece in "?|)":
        message = f"has “{piece}” after nothing"
        raise PatternError(message)
    return _leaf(piece)


@cache
def _leaf(piece: str) -> Node:
    if piece in "^$":
        return Edge(piece)
    if piece == ACROSS:
        return Across()
    return Gap(len(piece)) if set(piece) == {"."} else Words(piece)
