"""How much of an encrypted connection is read, by profile and by what the host is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from belisha.engine.policy import Tls

if TYPE_CHECKING:
    from collections.abc import Collection

    from belisha.engine.policy import Table

LEFT_ALONE = "tls-left-alone"  # the shipped list of hosts that break, or must stay private, when inspected
MOST_PRIVATE_FIRST = (Tls.ALONE, Tls.NAME_ONLY, Tls.INSPECT)


def mode_allowed(table: Table, categories: Collection[str], *, enforced_by_address: bool) -> Tls:
    """The mode for an open host: of several categories the most private one counts.

    `enforced_by_address`: safe search, or lists and rules that name paths, cannot be held without inspection, so they
    raise the profile's default (never a mode set for a category). Nothing is inspected on devices that do not trust
    the school's certificate authority.
    """
    settings = table.effective.tls
    named = _named(table, categories)
    wanted = named or (Tls.INSPECT if enforced_by_address else settings.default)
    return Tls.NAME_ONLY if wanted is Tls.INSPECT and not settings.trusted else wanted


def mode_blocked(table: Table, categories: Collection[str]) -> Tls:
    """For a blocked host: INSPECT, so as to show the page, unless it is left alone or the device does not trust us."""
    settings = table.effective.tls
    alone = (_named(table, categories) or settings.default) is Tls.ALONE
    return Tls.ALONE if alone or not settings.trusted else Tls.INSPECT


def _named(table: Table, categories: Collection[str]) -> Tls | None:
    if not categories:
        return None
    if LEFT_ALONE in categories:
        return Tls.ALONE
    by_category = table.effective.tls.by_category
    modes = {by_category[category] for category in categories if category in by_category}
    return next((mode for mode in MOST_PRIVATE_FIRST if mode in modes), None)
