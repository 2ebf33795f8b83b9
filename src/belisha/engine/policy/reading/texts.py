"""Texts in a policy file that have a form of their own: each reader gives the canonical text or says what is wrong."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from belisha.engine.address import Refused, matching_path, read_address
from belisha.engine.policy.directory import plain_mac, plain_sign_in

if TYPE_CHECKING:
    from collections.abc import Callable

ID: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
MAC_DIGITS: Final = 12


def read_id(text: str) -> str:
    """An id: lower case, no spaces, so that it can stand in a log line."""
    if not ID.fullmatch(text):
        message = f"“{text[:64]}” cannot be an id: use small letters, digits, “-”, “.” and “_”, at most 64"
        raise ValueError(message)
    return text


def read_sign_in(text: str) -> str:
    """A sign-in name, as it is compared; a colon would end it in HTTP sign-in."""
    name = plain_sign_in(text)
    if not name or ":" in name or any(letter.isspace() or not letter.isprintable() for letter in name):
        message = f"“{text[:64]}” cannot be a sign-in name: no spaces, no colon"
        raise ValueError(message)
    return name


def read_site(text: str) -> str:
    """A rule's address: host, host and path, or host, path and query; it covers all below it."""
    if "*" in text.split("/", maxsplit=1)[0]:
        message = f"“{text[:200]}” has a star in it: write the name alone, it covers everything below it"
        raise ValueError(message)
    address = read_address(text)
    if isinstance(address, Refused):
        message = f"“{text[:200]}” is not an address: {address.reason}"
        raise ValueError(message)
    target = matching_path(address.path, address.query)
    return address.host if target == "/" else address.host + target


def read_range(text: str) -> str:
    """A range of client addresses, written from its first address on."""
    try:
        network = ip_network(text, strict=False)
    except ValueError:
        message = f"“{text[:64]}” is not a range of addresses such as 10.20.0.0/16"
        raise ValueError(message) from None
    if "/" in text and str(ip_address(text.partition("/")[0])) != str(network.network_address):
        message = f"{text} is not where a range begins: do you mean {network}?"
        raise ValueError(message)
    return str(network)


def read_client_address(text: str) -> str:
    """The address of one device."""
    try:
        return str(ip_address(text))
    except ValueError:
        message = f"“{text[:64]}” is not an address such as 10.20.4.17"
        raise ValueError(message) from None


def read_mac(text: str) -> str:
    """A hardware address."""
    plain = plain_mac(text)
    if len(plain.replace(":", "")) != MAC_DIGITS or not re.fullmatch(r"[0-9A-Fa-f:.-]+", text):
        message = f"“{text[:64]}” is not a hardware address such as 02:00:5e:10:00:01"
        raise ValueError(message)
    return plain


def read_zone(text: str) -> str:
    """A time zone's name."""
    try:
        return ZoneInfo(text).key
    except (ValueError, OSError):
        message = f"“{text[:64]}” is not a time zone such as Europe/London"
        raise ValueError(message) from None


TEXTS: Final[dict[str, Callable[[str], str]]] = {
    "id": read_id,
    "sign-in": read_sign_in,
    "site": read_site,
    "range": read_range,
    "client-address": read_client_address,
    "mac": read_mac,
    "zone": read_zone,
}


def read_date(text: str) -> date:
    """A day, as 2026-10-16."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = f"“{text[:64]}” is not a day such as 2026-10-16"
        raise ValueError(message) from None


def read_time(text: str) -> time:
    """A time of day, as 09:30."""
    if not re.fullmatch(r"[0-2]?[0-9]:[0-5][0-9]", text):
        message = f"“{text[:64]}” is not a time such as 09:30"
        raise ValueError(message)
    return time.fromisoformat(text.zfill(5))


def read_until(text: str, zone: ZoneInfo) -> datetime:
    """When a rule ends, as an instant: a moment with its offset, or a day, which means the end of it in `zone`."""
    try:
        if len(text) == len("2026-10-16"):
            return datetime.combine(date.fromisoformat(text) + timedelta(days=1), time.min, tzinfo=zone).astimezone(UTC)
        moment = datetime.fromisoformat(text)
    except (ValueError, OverflowError):
        message = f"“{text[:64]}” is neither a day such as 2026-10-16 nor a moment such as 2026-10-16T15:30+01:00"
        raise ValueError(message) from None
    if moment.tzinfo is None:
        message = f"“{text[:64]}” has no time zone: write a day, or a moment such as 2026-10-16T15:30+01:00"
        raise ValueError(message)
    return moment.astimezone(UTC)
