"""The rules of signing in, as tables and pure functions: how many guesses, how long until the lock, who needs what."""

from __future__ import annotations

import ipaddress
from datetime import timedelta
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import urlsplit

from belisha.console.access.permissions import Permission
from belisha.console.access.roles import ROLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from belisha.console.access.roles import Role

__all__ = [
    "CONFIRMED_FOR",
    "GUESSES",
    "GUESS_WINDOW",
    "IDLE_MINUTES",
    "IDLE_MINUTES_OF_PUPILS",
    "KEEP_FORM_FOR",
    "LOCKED_FOR",
    "LONGEST_STAND_IN",
    "SHARED_ADDRESS_GUESSES",
    "SHORTEST_IDLE",
    "TOUCH_AFTER",
    "WARN_BEFORE",
    "Habit",
    "browser_name",
    "fields_to_keep",
    "habit",
    "is_numbered",
    "must_have_factor",
    "shared_in_time",
    "try_again_at",
    "verified_address",
]

GUESSES: Final = (
    10  # Department for Education, standards for schools: cyber security, 7 (accounts): ten in five minutes
)
GUESS_WINDOW: Final = timedelta(minutes=5)
SHARED_ADDRESS_GUESSES: Final = 100  # where a whole site comes from one address (console.yaml: shared_addresses)
IDLE_MINUTES: Final = 20
IDLE_MINUTES_OF_PUPILS: Final = 20
SHORTEST_IDLE: Final = timedelta(minutes=3)  # no school may set less: the warning comes two minutes before
WARN_BEFORE: Final = timedelta(minutes=2)  # WCAG 2.2.1 asks for twenty seconds at least
TOUCH_AFTER: Final = timedelta(seconds=15)  # last_seen is written at most this often
CONFIRMED_FOR: Final = timedelta(minutes=5)
LOCKED_FOR: Final = timedelta(hours=8)  # a locked session ends after a school day: it was left
KEEP_FORM_FOR: Final = timedelta(hours=24)
BEGIN_WITHIN: Final = timedelta(days=1)  # of asking to stand in for somebody
LONGEST_STAND_IN: Final = 60  # minutes
_ADMINISTERS: Final = frozenset(
    {
        Permission.CHANGE_SCHOOL,
        Permission.ADD_SCHOOLS,
        Permission.CHANGE_POSTS,
        Permission.CHANGE_ACCOUNTS,
        Permission.RUN_SYSTEM,
        Permission.SHRED_AUDIT,
    }
)
# What must never lie anywhere a second time, even encrypted
_SECRETS: Final = ("password", "secret", "csrfmiddlewaretoken")


def try_again_at(failures: Sequence[datetime], limit: int, now: datetime) -> datetime | None:
    """When the next try is let through, or None when it is now. `failures` in any order."""
    recent = sorted((at for at in failures if at > now - GUESS_WINDOW), reverse=True)
    return recent[limit - 1] + GUESS_WINDOW if len(recent) >= limit else None


def must_have_factor(roles: Iterable[Role]) -> bool:
    """Whether somebody with these roles needs a second factor: sensitive ones, and all that administer."""
    return any(ROLES[role].sensitive or ROLES[role].permissions & _ADMINISTERS for role in roles)


def shared_in_time(began: datetime, other_seen: datetime) -> bool:
    """Whether a session that begins now is at the same time as another: used in the five minutes before."""
    return began - other_seen < timedelta(minutes=5)


def fields_to_keep(posted: Iterable[tuple[str, Sequence[str]]]) -> tuple[list[tuple[str, str]], bool]:
    """What of a form may be kept, in order, and whether something secret was left out (the token of forms aside)."""
    kept: list[tuple[str, str]] = []
    withheld = False
    for name, values in posted:
        if any(word in name.lower() for word in _SECRETS):
            withheld = withheld or name != "csrfmiddlewaretoken"
        else:
            kept += [(name, value) for value in values]
    return kept, withheld


LEAST_SESSIONS: Final = 5  # fewer say nothing about a habit


class Habit(NamedTuple):
    """How somebody's sessions of a month ended."""

    name: str
    sessions: int
    left_open: int

    @property
    def mostly_leaves(self) -> bool:
        """More than half were left without signing out, of five at least."""
        return self.sessions >= LEAST_SESSIONS and self.left_open * 2 > self.sessions

    @property
    def nearly_always_leaves(self) -> bool:
        """Nine in ten, of ten at least."""
        return self.sessions >= 10 and self.left_open * 10 >= self.sessions * 9


def habit(name: str, endings: Sequence[str]) -> Habit:
    """What the endings of somebody's sessions say; only their own doing counts."""
    own = [ending for ending in endings if ending in {"signed-out", "timed-out", "not-me"}]
    return Habit(name, len(own), sum(ending != "signed-out" for ending in own))


_SYSTEMS: Final = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "Chromebook"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)
_BROWSERS: Final = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)


def browser_name(agent: str) -> tuple[str, str]:
    """What a browser and its device are called, from what it says of itself ("Chrome", "Windows"); "" when unknown."""
    browser = next((name for mark, name in _BROWSERS if mark in agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    return browser, system


def is_numbered(host: str) -> bool:
    """Whether the address of a console ("10.2.0.5:8070") is a number: browsers keep passkeys by name alone."""
    try:
        ipaddress.ip_address(urlsplit(f"//{host}").hostname or "")
    except ValueError:
        return False
    return True


def verified_address(provider: str, claims: Mapping[str, object], domains: Sequence[str], tenant: str) -> str | None:
    """The e-mail address that a sign-in elsewhere proves, or None when it proves none.

    Google says itself whether an address is verified. Microsoft does not: there the tenant must be the school's own,
    and the name that its directory gives out counts, not the address that anybody may write into their profile.
    """
    if provider == "microsoft":
        proven = bool(tenant) and claims.get("tid") == tenant
        address = claims.get("preferred_username")
    else:
        proven = claims.get("email_verified") is True
        address = claims.get("email")
    if not proven or not isinstance(address, str):
        return None
    address = address.strip().lower()
    return address if address.rpartition("@")[2] in {domain.lower() for domain in domains} else None
