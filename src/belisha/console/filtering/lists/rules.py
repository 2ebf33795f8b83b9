"""How old a list may grow, how few people make no number, and which corrections make sense."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from belisha.engine.address import Refused, is_public_suffix, read_address

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["HISTORY", "OPEN_FOR", "SMALLEST", "WATCHED", "OtherName", "fault_of_host", "listed_above", "read_host_of"]

SMALLEST: Final = 5  # people: fewer could be told apart
WATCHED: Final = timedelta(days=14)  # so long a refused site stays on the list unless somebody looks
HISTORY: Final = timedelta(days=90)  # "never before" looks back so far
OPEN_FOR: Final = timedelta(days=42)  # what one click asks for; a longer time is asked for by hand
NAME: Final = re.compile(r"[a-z0-9.-]+\.[a-z0-9-]+")


class OtherName(NamedTuple):
    """A list names a site by the name of the site above it."""

    list: str
    name: str


def read_host_of(typed: str) -> str:
    """The host in what somebody typed, in its one form; empty where there is none."""
    address = read_address(typed.strip())
    return "" if isinstance(address, Refused) else address.host


def fault_of_host(host: str) -> str:
    """Why a host can be in no list: "unreadable", "address" or "suffix"; empty where it can."""
    if not host:
        return "unreadable"
    if not NAME.fullmatch(host) or host.replace(".", "").isdigit():
        return "address"
    return "suffix" if is_public_suffix(host) else ""


def listed_above(host: str, matched: Mapping[str, str]) -> OtherName | None:
    """The list that names not this host but one above it: taking it out there would open other sites as well.

    `matched`: by list, the name by which it has the host.
    """
    return next((OtherName(name, found) for name, found in matched.items() if found != host), None)
