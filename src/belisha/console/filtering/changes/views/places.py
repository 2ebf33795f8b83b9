"""Pages of changes at two addresses: of a school, and of its federation for those with a role for all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from belisha.console.access.guards import federation_page, school_page
from belisha.console.access.models import Federation, School
from belisha.console.access.places import address

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from belisha.console.access.permissions import Permission

__all__ = ["Both", "Place", "both_pages", "furniture"]

Place = School | Federation


class Both(NamedTuple):
    """One view, guarded for either place: what addresses lead to."""

    school: Callable[..., HttpResponseBase]
    federation: Callable[..., HttpResponseBase]


def both_pages(permission: Permission) -> Callable[[Callable[..., HttpResponse]], Both]:
    """A page of a school and of its federation, for those with a permission there. The view gets the place."""

    def decorate(view: Callable[..., HttpResponse]) -> Both:
        return Both(school_page(permission)(view), federation_page(permission)(view))

    return decorate


def furniture(place: Place) -> dict[str, Any]:
    """What each of these pages' templates goes by: the place, and where its other pages are."""
    return {"place": place, "page_of": address, "school": place if isinstance(place, School) else None}
