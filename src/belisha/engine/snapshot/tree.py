"""Works out what each name, address and path inherits, so that one longest match answers for all its parents."""

from __future__ import annotations

from operator import methodcaller
from typing import TYPE_CHECKING, Final

from belisha.engine.snapshot.names import Width, host_of, networks_around, span_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from belisha.engine.snapshot.names import Span
    from belisha.engine.snapshot.sets import Sets

# A value is a set number and three flags.
BELOW: Final = 1  # longer names (or, for a path, longer paths) are known
LISTED: Final = 2  # an entry says so itself; else it only leads to what is below
PATHS: Final = 4  # this host, or a parent of it, has entries for some paths
FLAG_BITS: Final = 3

_labels: Final = methodcaller("count", b".")


class Tree:
    """The values of all keys of some families of names; a family is all that ends in the same two labels.

    nodes: value by key, with parents that no list has. widths: those of the networks among them.
    """

    def __init__(self, sets: Sets, single: Mapping[bytes, int]) -> None:
        """Start empty. single: values of listed names of one label that are not in this tree but above it."""
        self.nodes: dict[bytes, int] = {}
        self.widths: list[Width] = []
        self._sets = sets
        self._single = single

    def grow(self, own: Mapping[bytes, int]) -> None:
        """Plant entries, set number by key: all of a family at once."""
        paths = sorted(key for key in own if b"/" in key)
        with_paths = {host_of(key) for key in paths}
        hosts = {key for key in own if b"/" not in key} | with_paths
        spans = {host: span for host in hosts if (span := span_of(host))}
        for name in sorted(hosts - spans.keys(), key=_labels):
            self._plant(name, own.get(name, 0), self._above_name(name), PATHS if name in with_paths else 0)
        self.widths = sorted({span.width for host, span in spans.items() if b"|" in host})
        for host, span in sorted(spans.items(), key=_width):
            self._plant(host, own.get(host, 0), self._above_address(span), PATHS if host in with_paths else 0)
        for path in paths:
            self._plant(path, own[path], self._above_path(path))

    def _plant(self, key: bytes, own: int, above: int, flags: int = 0) -> int:
        number = self._sets.join(above >> FLAG_BITS, own)
        value = number << FLAG_BITS | above & PATHS | flags | (LISTED if own else 0)
        self.nodes[key] = value
        return value

    def _above_name(self, name: bytes) -> int:
        parent = name.partition(b".")[2]
        value = self.nodes.get(parent)
        if b"." not in parent:
            return value or self._single.get(parent, 0)
        if value is None:
            value = self._plant(parent, 0, self._above_name(parent))
        self.nodes[parent] = value | BELOW
        return value

    def _above_address(self, span: Span) -> int:
        wider = networks_around(span, self.widths)
        return next((self.nodes[key] for key in reversed(wider) if key in self.nodes), 0)

    def _above_path(self, key: bytes) -> int:
        start = key.index(b"/")
        cut = max(key.rfind(sign, start + 1) for sign in (b"/", b"?", b"&"))
        if cut < 0:
            return self.nodes[key[:start]]
        parent = key[:cut]
        value = self.nodes.get(parent)
        if value is None:
            value = self._plant(parent, 0, self._above_path(parent))
        self.nodes[parent] = value | BELOW
        return value


def _width(item: tuple[bytes, Span]) -> Width:
    return item[1].width
