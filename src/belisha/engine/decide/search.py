"""What was searched for, and the same address with safe search forced, for the sites of `search_sites`."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple
from unicodedata import normalize
from urllib.parse import unquote, unquote_plus

from belisha.engine.address import matching_path
from belisha.engine.decide.search_sites import SITES, YOUTUBE, Page, Site

if TYPE_CHECKING:
    from belisha.engine.address import Address

LONGEST_TERM: Final = 1_000  # characters; more tells a reader nothing, and engines take less

_BY_HOST: Final = {host: site for site in SITES for host in site.hosts}
_BY_DOMAIN: Final = {domain: site for site in SITES for domain in site.domains}
_FORCED: Final = frozenset(site.name for site in SITES if any(page.safe for page in site.pages))


class Search(NamedTuple):
    """One search that somebody made."""

    engine: str
    """As reports show it: "Google", "YouTube"."""
    term: str
    """Decoded, in one line, at most LONGEST_TERM characters, never empty."""


def search_of(address: Address) -> Search | None:
    """What was searched for with this address; None when nothing was."""
    site = _site(address.host)
    found = _page(site, address) if site else None
    if site is None or found is None:
        return None
    page, rest = found
    words = [unquote(rest, errors="replace")] if page.term_in_path else _values(address.query, page.terms)
    # Joined, when there are several: of a repeated parameter engines take different ones.
    term = normalize("NFC", " ".join(" ".join(words).split()))[:LONGEST_TERM].rstrip()
    return Search(site.name, term) if term else None


def with_safe_search(address: Address) -> str | None:
    """The URL with the strictest safe search forced; None when it is so already, or nothing is to be forced."""
    site = _site(address.host)
    found = _page(site, address) if site else None
    if found is None or not found[0].safe:
        return None
    forced = dict(found[0].safe)
    fields = address.query.split("&") if address.query else []
    named = [(name, value) for name, value in map(_decoded, fields) if name in forced]
    if sorted(named) == sorted(forced.items()):
        return None
    kept = [field for field in fields if _decoded(field)[0] not in forced]
    query = "&".join([*kept, *(f"{name}={value}" for name, value in forced.items())])
    return address._replace(query=query).url


def keeps_query(address: Address) -> bool:
    """Whether the log may keep the query: it says what was searched for or which video was watched, on a known site.

    Other pages of the same hosts (sign-in, mail, adverts) do not count.
    """
    site = _site(address.host)
    found = _page(site, address) if site else None
    return found is not None and (found[0].watched or bool(found[0].terms))


def is_search_or_video(host: str) -> bool:
    """Whether a canonical host is or belongs to a known search or video site: then every address is asked about."""
    return _site(host) is not None


def youtube_host(host: str) -> bool:
    """Whether YouTube's restricted mode is asked for at this canonical host, by the header YouTube-Restrict."""
    return _site(host) is YOUTUBE


def forces_by_url(host: str) -> bool:
    """Whether safe search at this canonical host is forced by its addresses, which takes inspection of TLS."""
    site = _site(host)
    return site is not None and site.name in _FORCED


def search_hosts() -> tuple[str, ...]:
    """All known hosts; one that begins with a dot stands for itself and everything below, as Squid writes it."""
    return (*_BY_HOST, *(f".{domain}" for domain in _BY_DOMAIN))


@lru_cache(maxsize=256)
def _site(host: str) -> Site | None:
    site = _BY_HOST.get(host)
    while site is None and host:
        site = _BY_DOMAIN.get(host)
        host = host.partition(".")[2]
    return site


def _page(site: Site, address: Address) -> tuple[Page, str] | None:
    """The page of the site that the address is of, and the segment after its path."""
    # Yahoo and others hang parameters of their own on a segment: "/search;_ylt=…".
    path = matching_path(address.path).partition(";")[0]
    lower = path.lower()
    for page in site.pages:
        for start in page.paths:
            if start == "/":
                if lower == "/" and _values(address.query, page.terms):
                    return page, ""
            elif lower == start or lower.startswith(f"{start}/"):
                return page, path[len(start) + 1 :].partition("/")[0]
    return None


def _values(query: str, names: tuple[str, ...]) -> list[str]:
    return [value for name, value in map(_decoded, query.split("&")) if name in names] if names else []


def _decoded(field: str) -> tuple[str, str]:
    """Name and value of one field of a query as a server reads them; names in lower case, since some take any."""
    name, _, value = field.partition("=")
    return unquote_plus(name).strip().lower(), unquote_plus(value, errors="replace")
