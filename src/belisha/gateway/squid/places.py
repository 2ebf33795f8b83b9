"""What is known of hosts, remembered: which of them people of one standing get the same answer at.

Those that only lists say anything of are told apart by what lists say; those that rules or search sites know by name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from belisha.engine.address import is_ip, is_plain_name, read_host
from belisha.engine.snapshot.names import top_of
from belisha.gateway.pages import listed_notes

if TYPE_CHECKING:
    from collections.abc import Collection

    from belisha.engine.address import Address
    from belisha.engine.snapshot import Snapshot

__all__ = ["NOTHING_TO_REMEMBER", "Key", "Place", "Places"]

REMEMBERED_PLACES = 16384  # of each of two generations
REMEMBERED_ADDRESSES = 2048
LONGEST_NAME = 253

Key = int | bytes | None


class Place(Struct, frozen=True, gc=False):
    """What is remembered of a host, or of one address there.

    key: equal wherever people of one standing get one answer; None when nothing may be remembered. An odd number: lists
    know some paths of this host, and nothing holds for all. Below 0, or bytes with a path: the same of one address.
    listed: what of it the lists know, as a page says it.
    """

    key: Key
    listed: bytes


NOTHING_TO_REMEMBER = Place(None, b"")
NOT_LISTED = Place(0, b"")


class Places(dict[bytes, Place]):
    """Places by host, of this generation. What is missing is taken from the one before, or looked up."""

    def __init__(self, index: Snapshot, singular: Collection[str]) -> None:
        """Places as an index knows them; `singular`: names of which, and below which, not only lists say something."""
        super().__init__()
        self._index = index
        self._before: dict[bytes, Place] = {}
        self._addresses: dict[bytes, Place] = {}
        self._singular = singular
        self._singular_tops = {top_of(name.encode()) for name in singular}
        self._single = any("." not in name for name in singular)

    def __missing__(self, host: bytes) -> Place:
        """What there is to remember of a host."""
        place = self._before.get(host) or self._look_up(host)
        if place is not NOTHING_TO_REMEMBER:
            # what is asked for often moves on into the next generation, the rest goes with its own
            if len(self) >= REMEMBERED_PLACES:
                self._before = self.copy()
                self.clear()
            self[host] = place
        return place

    def _look_up(self, host: bytes) -> Place:
        if not is_plain_name(host) or len(host) > LONGEST_NAME:
            return self._look_up_unusual(host)
        top = host[host.rfind(b".", 0, host.rfind(b".")) + 1 :]
        matched, number = self._index.look_up_name(host, top)
        if (top in self._singular_tops or self._single) and self._is_singular(host.decode()):
            return Place(host, matched)
        return Place(number, matched) if number else NOT_LISTED

    def _look_up_unusual(self, host: bytes) -> Place:
        """The same of what is no plain name: of IPv4 addresses, if it is one as browsers write them."""
        name = host.decode("latin-1")
        if not is_ip(name) or "." not in name or read_host(name) != name:
            return NOTHING_TO_REMEMBER
        return Place(host, listed_notes(self._index.look_up_both(name)[0]))

    def _is_singular(self, name: str) -> bool:
        while name:
            if name in self._singular:
                return True
            name = name.partition(".")[2]
        return False

    def at(self, place: Place, host: bytes, path: bytes) -> Place:
        """What there is to remember of a path that is judged with its host (empty: "/"), where that is remembered.

        `place` itself, what is known of the host, where no address of it is another matter than the rest.
        """
        key = place.key
        if key is None or host[-1:] < b"a" or (isinstance(key, int) and not key & 1):
            return place
        address = host + (path or b"/")
        found = self._addresses.get(address)
        if found is None:
            matched, number = self._index.look_up_both(host.decode(), path.decode() or "/")
            found = Place(address if key == host else -number, listed_notes(matched))
            if len(self._addresses) >= REMEMBERED_ADDRESSES:
                self._addresses.clear()
            self._addresses[address] = found
        return found

    def of_address(self, address: Address) -> Place:
        """What there is to remember of an address with its query, where lists know some of its host."""
        matched, number = self._index.look_up_both(address.host, address.path, address.query)
        return Place(-number, listed_notes(matched))
