"""Pages that a school and its federation both have: the same page, at two addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from belisha.console.access.authorization import has_permission
from belisha.console.access.models import School, User

if TYPE_CHECKING:
    from django.http import HttpRequest

    from belisha.console.access.models import Federation
    from belisha.console.access.permissions import Permission

__all__ = ["address", "federation_of", "may"]


def address(place: School | Federation, page: str, *rest: object) -> str:
    """Where a page of a place is: of a school by its name, of a federation by the same with "federation-" before it."""
    if isinstance(place, School):
        return reverse(page, args=[place.code, *rest])
    return reverse(f"federation-{page}", args=rest)


def federation_of(place: School | Federation) -> Federation:
    """The federation of a place."""
    return place.federation if isinstance(place, School) else place


def may(request: HttpRequest, permission: Permission, place: School | Federation) -> bool:
    """Whether whoever sent a request may do something at a place: what a page asks before it shows a button."""
    if not isinstance(request.user, User):
        return False
    return has_permission(request.user, permission, place if isinstance(place, School) else None)
