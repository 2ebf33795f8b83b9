"""The opened index: one file, mapped, shared by all processes that open it, saying what a host and path are listed as.

Nothing is read before it is asked for. Builds never change a file in place, and nothing else may while it is open.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final, Self
from zlib import crc32

from belisha.engine.address import matching_path
from belisha.engine.snapshot.envelope import body_digest, open_index
from belisha.engine.snapshot.names import text_of
from belisha.engine.snapshot.sealing import map_shift, seal
from belisha.engine.snapshot.sets import Sets
from belisha.engine.snapshot.shapes import Listing, Match, SnapshotError
from belisha.engine.snapshot.table import finder
from belisha.engine.snapshot.tree import BELOW, FLAG_BITS, LISTED, PATHS
from belisha.engine.snapshot.walk import Layer, walk

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from belisha.engine.snapshot.envelope import Opened


NOT_KNOWN: Final = ("", 0)
NAME_NOT_KNOWN: Final = (b"", 0)


class Snapshot:
    """All lists as one immutable index. Safe between threads, and across a fork.

    digest: hex, of what is listed. built_at: when this file was written. lists: by id. counts: entries by category.
    """

    def __init__(self, opened: Opened) -> None:
        """Take up a file that `open` has checked."""
        header = opened.header
        self.digest = header.digest
        self.built_at = datetime.fromisoformat(header.built_at)
        self.lists = header.lists
        self.counts = header.counts
        self._opened = opened
        self._sets = Sets(header.sets)
        self._listings: dict[int, tuple[Listing, ...]] = {}
        self._find = find = finder(opened.mapped, header.place)
        self._layers = [Layer(find, header.widths, header.single)]
        if header.secret:
            secret = bytes.fromhex(header.secret)
            self._layers.append(Layer(lambda key: find(seal(key, secret)), header.sealed_widths, header.single))
        self._single = header.single
        self._marks = memoryview(opened.mapped)[slice(*header.marks)]
        self._marks_shift = map_shift(len(self._marks))

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open an index in milliseconds. Raises SnapshotError, in one sentence, when it is not one, whole and ours."""
        return cls(open_index(path))

    def look_up(self, host: str, path: str = "/", query: str = "") -> Match | None:
        """What a canonical host and path are listed as; None when no list knows the host, whatever the path."""
        matched, value = self._search(host, path, query)
        has_paths = value & PATHS != 0
        number = value >> FLAG_BITS
        if not number and not has_paths:
            return None
        return Match(matched, self._listings.get(number) or self._spell_out(number), has_paths)

    def look_up_id(self, host: str, path: str = "/", query: str = "") -> int:
        """What a host and path are listed as, as a small number to cache by; 0 when no list knows the host.

        Equal numbers have equal listings, in this process and for this Snapshot. An odd number says that another path
        of this host may have another answer.
        """
        return self._search(host, path, query)[1] >> FLAG_BITS - 1

    def look_up_both(self, host: str, path: str = "/", query: str = "") -> tuple[str, int]:
        """What of an address is listed, and the number that `look_up_id` gives; ("", 0) when no list knows the host."""
        matched, value = self._search(host, path, query)
        number = value >> FLAG_BITS - 1
        return (matched, number) if number else NOT_KNOWN

    def look_up_name(self, name: bytes, top: bytes) -> tuple[bytes, int]:
        """The same for a name of two labels or more, whatever the path; `top`: the last two of them."""
        matched, value = self._search_name(name, top)
        number = value >> FLAG_BITS - 1
        return (matched, number) if number else NAME_NOT_KNOWN

    def listings(self, answer: int) -> tuple[Listing, ...]:
        """The listings behind an answer of `look_up_id`. Raises SnapshotError when the file is damaged."""
        return self._listings.get(answer >> 1) or self._spell_out(answer >> 1)

    def verify(self) -> None:
        """Read the whole file and raise SnapshotError when a byte of it has changed; takes tenths of a second."""
        opened = self._opened
        if body_digest(opened.mapped, opened.body_end) != opened.header.body:
            raise SnapshotError(self._damaged("its content has changed since it was built"))

    def _search(self, host: str, path: str, query: str) -> tuple[str, int]:
        """What is listed, as people write it, and the value of all that holds."""
        name = host.encode("utf-8", "replace")
        matched, value = self._search_name(name, name[name.rfind(b".", 0, name.rfind(b".")) + 1 :])
        if value & PATHS and (query or path != "/"):
            matched, value = self._search_closely(name, matching_path(path, query).encode())
        return text_of(matched) if b"|" in matched else matched.decode(errors="replace"), value

    def _search_name(self, name: bytes, top: bytes) -> tuple[bytes, int]:
        """The key that is listed and the value of all that holds for a host; steps down from its last two labels."""
        marks = self._marks
        if self._single or name[-1:] < b"a" or (marks and marks[crc32(top) >> self._marks_shift]):
            return self._search_closely(name, b"")
        find = self._find
        value = find(top)
        if not value & BELOW or top == name:
            return top, value
        dot = listed = len(name) - len(top) - 1
        while value & BELOW and dot > 0:
            dot = name.rfind(b".", 0, dot)
            longer = find(name[dot + 1 :])
            if not longer:
                break
            value = longer
            if value & LISTED:
                listed = dot
        return name[listed + 1 :], value

    def _search_closely(self, name: bytes, beyond: bytes) -> tuple[bytes, int]:
        """The same for addresses, sealed entries, and with the path `beyond` the name, as `matching_path` writes it."""
        longest, number, paths = b"", 0, 0
        try:
            for layer in self._layers:
                key, value = walk(layer, self._sets, name, beyond)
                longest = max(longest, key, key=len)
                number = self._sets.join(number, value >> FLAG_BITS)
                paths |= value & PATHS
        except IndexError:
            raise SnapshotError(self._damaged("there is no such set of lists in it")) from None
        return longest, number << FLAG_BITS | paths

    def _spell_out(self, number: int) -> tuple[Listing, ...]:
        if number >= len(self._sets.contents):
            raise SnapshotError(self._damaged("there is no such set of lists in it"))
        spelled = self._listings[number] = tuple(self._listed(self._sets.contents[number]))
        return spelled

    def _listed(self, ranks: Iterable[int]) -> Iterable[Listing]:
        for named in (self.lists[rank] for rank in ranks):
            yield from (Listing(category, named.id, named.version, named.locked) for category in named.categories)

    def _damaged(self, how: str) -> str:
        return f"The index {self.digest[:12]} is damaged ({how}); build it again."
