"""What a school has set for user names, passwords and the youngest; without a school, as the product has it."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, NamedTuple

from belisha.console.access.accounts.declared import (
    INSIDE,
    KEPT_YEARS,
    LENGTHS,
    MONTHS,
    PATTERNS,
    SCORES,
    YOUNG_UNTIL,
    YOUNG_WAY,
)
from belisha.console.access.accounts.rules.passwords import DEFAULTS, PasswordRule, changes_due, words_of
from belisha.console.access.settings.queries import values_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from typing import Any

    from belisha.console.access.models import School, User

__all__ = [
    "YoungRule",
    "forbidden_words",
    "in_networks",
    "naming",
    "password_due",
    "password_rule",
    "rules_at",
    "young_rule",
]

YOUNG_YEARS = ("nursery", "reception", "year-1", "year-2")


class YoungRule(NamedTuple):
    """How the youngest may sign in: which years, with what, from which networks."""

    years: tuple[str, ...]
    card: bool
    pictures: bool
    inside: str

    def from_inside(self, address: str) -> bool:
        """Whether an address is one of those inside the school; none is when none are set."""
        return in_networks(address, self.inside)


def rules_at(values: Mapping[str, Any], kind: str) -> PasswordRule:
    """The password rule of a kind of person from a school's settings."""
    return PasswordRule(values[LENGTHS[kind].key], values[SCORES[kind].key], values[MONTHS[kind].key])


def password_rule(user: User) -> PasswordRule:
    """What holds for somebody's password. One query."""
    return rules_at(values_of(user.school), user.kind) if user.school else DEFAULTS[user.kind]


def password_due(user: User, rule: PasswordRule) -> datetime | None:
    """When somebody must have chosen a new password; None: never."""
    since = user.password_set_at or user.opened_at
    return changes_due(rule, since) if since else None


def forbidden_words(user: User) -> tuple[str, ...]:
    """What somebody's password may not hold: their name, user name, and the name of their school."""
    school = user.school.name if user.school else user.federation.name
    return words_of(user.name, user.username or "", school)


def naming(school: School) -> tuple[dict[str, str], int]:
    """The pattern of user names for each kind of person, and for how many years names are kept back. One query."""
    values = values_of(school)
    return {kind: values[pattern.key] for kind, pattern in PATTERNS.items()}, values[KEPT_YEARS.key]


def young_rule(school: School) -> YoungRule:
    """How the youngest may sign in at a school. One query."""
    values = values_of(school)
    until, way = values[YOUNG_UNTIL.key], values[YOUNG_WAY.key]
    years = YOUNG_YEARS[: YOUNG_YEARS.index(until) + 1] if until in YOUNG_YEARS else ()
    return YoungRule(years, way != "pictures", way != "card", values[INSIDE.key])


def in_networks(address: str, networks: str) -> bool:
    """Whether an address is in one of the networks, parted by commas; what is no network holds nobody."""
    try:
        here = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(here in network for network in _networks(networks))


def _networks(text: str) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    found = []
    for part in text.replace(";", ",").split(","):
        try:
            found.append(ipaddress.ip_network(part.strip(), strict=False))
        except ValueError:
            continue
    return found
