"""The reserved names of our own harmless test pages: one for each category, put into every index.

They lie below a name that nobody can own (RFC 6761), so a test of the filter goes the whole way and leaves no building.
What is open of them the gateway's portal answers.
"""

from __future__ import annotations

from typing import Final

__all__ = [
    "DOMAIN",
    "LISTS",
    "LOCKED_CATEGORY",
    "LOCKED_HOST",
    "NUMBER",
    "OPEN_HOST",
    "PERSON",
    "ROUND",
    "SEARCH_HOST",
    "TLS_PORT",
    "VIDEO_HOST",
    "host_of",
    "is_probe",
]

DOMAIN: Final = "probe.belisha.invalid"
LISTS: Final = "probe/"  # begins the id of each list of these names; what they hold is not counted with a category
LOCKED_CATEGORY: Final = "probe-locked"
LOCKED_HOST: Final = f"locked.{DOMAIN}"  # stands on a locked list of its own
OPEN_HOST: Final = f"open.{DOMAIN}"  # in no list
SEARCH_HOST: Final = f"search.{DOMAIN}"  # a search engine whose safe search is forced
VIDEO_HOST: Final = f"video.{DOMAIN}"  # a video site under YouTube's rules
ROUND: Final = "proxies-and-vpns"  # the category by which ways round the filter are tested …
NUMBER: Final = "192.0.2.53"  # … and an address in it that nobody has (RFC 5737), to be written oddly
TLS_PORT: Final = 28443  # where pages answer inside TLS; Squid hands a tunnel on only to a port that it names
PERSON: Final = "probe-"  # begins the id of an account that tests, in the policy and on record


def host_of(category: str) -> str:
    """The test page of a category."""
    return f"{category}.{DOMAIN}"


def is_probe(person: str, host: str) -> bool:
    """Whether a request on record was a test of the filter, and nobody's browsing."""
    return person.startswith(PERSON) or host.endswith(f".{DOMAIN}")
