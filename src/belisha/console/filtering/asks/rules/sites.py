"""Whether a report alone blocks a site, or lessons or the school stand on it; and reading addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import urlsplit

from belisha.console.filtering.stay_open import EVERYWHERE
from belisha.engine.address import Refused, is_public_suffix, matching_path, read_address, suffixes
from belisha.engine.decide.search import is_search_or_video

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

__all__ = ["LONGEST", "Site", "host_of", "must_stay_open", "own_hosts", "read_site"]

LONGEST: Final = 2000


class Site(NamedTuple):
    """An address as a rule of the filter takes it. `fault`: why it is none, then the rest is what was written."""

    address: str
    host: str
    fault: str = ""

    @property
    def whole(self) -> bool:
        """Whether it is a whole site, not one page of it."""
        return self.address == self.host


def read_site(text: str) -> Site:
    """What somebody wrote or a page said, as host and path; never raises. A query is left away."""
    text = "".join(letter if letter.isprintable() else " " for letter in text).strip()[:LONGEST]
    address = read_address(text)
    if isinstance(address, Refused):
        return Site(text, "", address.reason)
    if is_public_suffix(address.host):
        return Site(text, "", "anybody can have a name below it")
    path = matching_path(address.path, "")
    whole = address.host if path == "/" else address.host + path
    if len(whole) > LONGEST:
        return Site(text, "", "it is too long")
    return Site(whole, address.host)


def host_of(text: str) -> str:
    """The host of a web address or e-mail address of the school, in small letters; "" where there is none."""
    if "@" in text and "/" not in text:
        return text.rpartition("@")[2].lower()
    return (urlsplit(text if "//" in text else f"//{text}").hostname or "").lower()


def own_hosts(texts: Iterable[str]) -> frozenset[str]:
    """The hosts of some addresses of the school, without a leading www."""
    return frozenset(host_of(text).removeprefix("www.") for text in texts) - {"", "localhost"}


def must_stay_open(host: str, own: Collection[str]) -> bool:
    """Whether a report alone never blocks a site: the school's own, government, search, what lessons stand on."""
    return is_search_or_video(host) or any(name in own or name in EVERYWHERE for name in suffixes(host))
