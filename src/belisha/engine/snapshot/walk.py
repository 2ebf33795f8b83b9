"""The general way through an index: every kind of host and path, step by step from the top."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from belisha.engine.snapshot.names import name_keys, networks_around, prefixes, span_of
from belisha.engine.snapshot.tree import BELOW, FLAG_BITS, LISTED, PATHS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from belisha.engine.snapshot.names import Width
    from belisha.engine.snapshot.sets import Sets

    Step = tuple[bytes, int]


class Layer(NamedTuple):
    """One way of finding the value of a key (0: not there), openly or sealed.

    widths: those of the networks that it knows. single: it knows names of one label.
    """

    find: Callable[[bytes], int]
    widths: tuple[Width, ...]
    single: bool


def walk(layer: Layer, sets: Sets, name: bytes, path: bytes) -> Step:
    """The longest key that is listed itself (else the longest known host), and the value of all that holds, joined.

    path: as `matching_path` writes it, or b"" when only the host counts.
    """
    hosts = list(_hosts(layer, name))
    if not hosts:
        return b"", 0
    value = hosts[-1][1]
    steps = hosts
    if value & PATHS and path:
        steps = hosts + [step for host, _ in hosts for step in _paths(layer, host, path)]
    number = 0
    matched = hosts[-1][0]
    for key, found in steps:
        number = sets.join(number, found >> FLAG_BITS)
        if found & LISTED:
            matched = key
    return matched, number << FLAG_BITS | value & PATHS


def _hosts(layer: Layer, name: bytes) -> Iterator[Step]:
    span = span_of(name)
    if span is not None:
        keys = [*networks_around(span, layer.widths), name]
        yield from ((key, value) for key in keys if (value := layer.find(key)))
        return
    if layer.single and b"." in name:
        last = name[name.rfind(b".") + 1 :]
        if value := layer.find(last):
            yield last, value
    for key in name_keys(name):
        value = layer.find(key)
        if value:
            yield key, value
        if not value & BELOW:
            return


def _paths(layer: Layer, host: bytes, path: bytes) -> Iterator[Step]:
    for prefix in prefixes(path):
        key = host + prefix
        value = layer.find(key)
        if value:
            yield key, value
        if not value & BELOW:
            return
