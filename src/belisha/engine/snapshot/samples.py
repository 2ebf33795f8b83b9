"""Some entries of each category, taken evenly from the whole of an index: for tests with real addresses.

Locked entries are sealed and cannot be had; networks and our own test pages are left out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from belisha.engine.address.probes import LISTS
from belisha.engine.snapshot.envelope import open_index
from belisha.engine.snapshot.names import host_of, span_of
from belisha.engine.snapshot.tree import FLAG_BITS, LISTED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from random import Random

    from belisha.engine.snapshot.envelope import Header, Opened

__all__ = ["samples_of"]

_record: Final = re.compile(rb"\n([^\t\n!]{4,300})\t(.{4})", re.DOTALL)


def samples_of(path: Path, each: int, chance: Random) -> dict[str, list[str]]:
    """Up to so many addresses ("host/" or "host/path") of each category of an index. Reads the whole file: seconds.

    Raises SnapshotError when the file is not an index, whole and ours.
    """
    opened = open_index(path)
    by_number = _categories(opened.header)
    found: dict[str, list[str]] = {}
    seen: dict[str, int] = {}
    for key, value in _records(opened):
        for category in by_number.get(value >> FLAG_BITS, ()) if value & LISTED else ():
            count = seen[category] = seen.get(category, 0) + 1
            kept = found.setdefault(category, [])
            place = len(kept) if len(kept) < each else chance.randrange(count)
            if place < each and (address := _address(key)):
                kept[place : place + 1] = [address]
    return found


def _records(opened: Opened) -> Iterator[tuple[bytes, int]]:
    for found in _record.finditer(opened.mapped, 0, opened.header.place.starts_at):
        yield found[1], int.from_bytes(found[2], "little")


def _categories(header: Header) -> dict[int, tuple[str, ...]]:
    """The categories of each set of lists, our own test pages and locked lists apart."""
    real = {
        rank: named.categories
        for rank, named in enumerate(header.lists)
        if not named.locked and not named.id.startswith(LISTS)
    }
    return {
        number: tuple(sorted({category for rank in ranks for category in real.get(rank, ())}))
        for number, ranks in enumerate(header.sets)
    }


def _address(key: bytes) -> str:
    """The address as it is asked for; empty for a network, which nobody can ask for."""
    if b"|" in key or span_of(host_of(key)) is not None:
        return ""
    text = key.decode("ascii", "replace")
    return "" if "\ufffd" in text else text if "/" in text else f"{text}/"
