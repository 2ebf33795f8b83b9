"""Which links of a page its reader may follow: a text names posts and settings that not everybody may open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import Resolver404, resolve

from belisha.console.access.authorization import has_permission
from belisha.console.access.guards import guard_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from belisha.console.access.models import School, User

__all__ = ["followed_by"]


def followed_by(user: User, school: School | None, links: Iterable[str]) -> frozenset[str]:
    """Those of some addresses that somebody may open. None: those of a federation."""
    return frozenset(link for link in set(links) if link and _may(user, school, link))


def _may(user: User, school: School | None, link: str) -> bool:
    try:
        guard = guard_of(resolve(link).func)
    except Resolver404:
        return False
    if guard is None:
        return False
    return guard.permission is None or has_permission(user, guard.permission, school)
