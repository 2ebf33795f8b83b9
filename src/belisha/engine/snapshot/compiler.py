"""The steps of a build: entries into families, families into values, values into the table.

Entries are spooled by family (the last two labels) so that each part fits into memory and is worked out by itself.
Locked entries never touch the disk: they stay in memory until only their sealed keys are left.
"""

from __future__ import annotations

from collections import Counter
from hashlib import blake2b
from itertools import islice
from os import urandom
from typing import TYPE_CHECKING, Final
from zlib import crc32

from belisha.engine.address.probes import LISTS
from belisha.engine.snapshot.names import host_of, key_of, span_of
from belisha.engine.snapshot.sealing import byte_map, seal
from belisha.engine.snapshot.sets import Sets
from belisha.engine.snapshot.shapes import ListInfo
from belisha.engine.snapshot.table import spool_rows
from belisha.engine.snapshot.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from belisha.engine.lists import Entry
    from belisha.engine.snapshot.names import Width
    from belisha.engine.snapshot.shapes import NamedList
    from belisha.engine.snapshot.spool import Spool

    Progress = Callable[[str, int], None]

_NAME_PARTS: Final = 64
_SINGLES: Final = _NAME_PARTS
_ADDRESSES: Final = _NAME_PARTS + 1
FAMILY_PARTS: Final = _NAME_PARTS + 2
ROW_PARTS: Final = 64
_STRIDE: Final = 100_000  # entries between two words of progress


class Compiler:
    """One build under way. Call `read`, then `work_out`, then take `rows`; the rest are its results."""

    def __init__(self, lists: Sequence[NamedList], families: Spool, rows: Spool, progress: Progress) -> None:
        """lists: by id; their place in this order is their rank. Both spools are empty, with as many parts as above."""
        self.rows = rows
        self.row_count = 0
        self.sets = Sets()
        self.secret = urandom(32) if any(named.locked for named in lists) else b""
        self.widths: tuple[Width, ...] = ()
        self.sealed_widths: tuple[Width, ...] = ()
        self.single = False
        self.marks = b""
        self._lists = lists
        self._progress = progress
        self._families = families
        self._locked: list[bytes] = []
        self._number_by_rank = {b"%d" % rank: self.sets.number_of((rank,)) for rank in range(len(lists))}
        self._counted: Counter[int] = Counter()
        self._digest = blake2b(digest_size=32)

    def read(self) -> None:
        """Spool all entries of all lists."""
        for rank, named in enumerate(self._lists):
            tail = b"\t%d\n" % rank
            entries = iter(named.entries)
            total = 0
            while taken := self._spool(islice(entries, _STRIDE), tail, locked=named.locked):
                total += taken
                self._progress(f"reading {named.id}", total)

    def work_out(self) -> None:
        """Turn families into rows of the table, and count."""
        single = self._grow(self._families.take(_SINGLES), {})
        addresses = self._grow(self._families.take(_ADDRESSES), {})
        self.single = bool(single.nodes)
        self.widths = tuple(addresses.widths)
        for part in range(_NAME_PARTS):
            self._grow(self._families.take(part), single.nodes)
            self._progress("working out", self.row_count)
        self._seal()

    def digest(self) -> str:
        """The digest of what is listed, in hex: the same for the same entries and lists on any machine."""
        digest = self._digest.copy()
        for named in self._lists:
            digest.update(repr((named.id, named.version, named.categories, named.locked)).encode())
        return digest.hexdigest()

    def lists(self) -> tuple[ListInfo, ...]:
        """The lists with their number of distinct entries."""
        totals: Counter[int] = Counter()
        for number, count in self._counted.items():
            totals.update(dict.fromkeys(self.sets.contents[number], count))
        return tuple(
            ListInfo(named.id, named.version, named.categories, named.locked, totals[rank])
            for rank, named in enumerate(self._lists)
        )

    def counts(self) -> dict[str, int]:
        """Distinct entries by category, alphabetically, also where there are none; open and locked ones count apart."""
        totals = Counter({category: 0 for named in self._lists for category in named.categories})
        for number, count in self._counted.items():
            # a page of ours, put there to test the category, must not hide that nothing else is in it
            ranks = [rank for rank in self.sets.contents[number] if not self._lists[rank].id.startswith(LISTS)]
            totals.update(
                dict.fromkeys({category for rank in ranks for category in self._lists[rank].categories}, count)
            )
        return dict(sorted(totals.items()))

    def _spool(self, entries: Iterable[Entry], tail: bytes, *, locked: bool) -> int:
        writers = [self._locked.append] * FAMILY_PARTS if locked else self._families.writers
        count = 0
        for count, (host, path) in enumerate(entries, 1):  # noqa: B007 - the count is the result
            key = key_of(host, path)
            writers[_part_of(host_of(key) if path else key)](key + tail)
        return count

    def _grow(self, lines: Iterable[bytes], single: Mapping[bytes, int]) -> Tree:
        tree = Tree(self.sets, single)
        tree.grow(self._own(lines))
        self._set_down(tree.nodes)
        return tree

    def _own(self, lines: Iterable[bytes]) -> dict[bytes, int]:
        """Set number by key, each entry counted and digested once."""
        distinct = sorted(set(lines))
        self._digest.update(b"%d\n%b\n" % (len(distinct), b"\n".join(distinct)))
        own: dict[bytes, int] = {}
        for line in distinct:
            key, _, rank = line.rpartition(b"\t")
            number = self._number_by_rank[rank]
            own[key] = self.sets.join(own[key], number) if key in own else number
        self._counted.update(own.values())
        return own

    def _set_down(self, nodes: Mapping[bytes, int]) -> None:
        self.row_count += len(nodes)
        spool_rows(nodes, self.rows.writers)

    def _seal(self) -> None:
        tree = Tree(self.sets, {})
        tree.grow(self._own(line.rstrip(b"\n") for line in self._locked))
        self.sealed_widths = tuple(tree.widths)
        hosts = [key for key in tree.nodes if b"/" not in key and not span_of(key)]
        self.single |= any(b"." not in host for host in hosts)
        self.marks = byte_map([host for host in hosts if host.count(b".") == 1]) if hosts else b""
        self._set_down({seal(key, self.secret): value for key, value in tree.nodes.items()})


def _part_of(host: bytes) -> int:
    dot = host.rfind(b".")
    if host[-1:] < b"a" and span_of(host):
        return _ADDRESSES
    return _SINGLES if dot < 0 else crc32(host[host.rfind(b".", 0, dot) + 1 :]) % _NAME_PARTS
