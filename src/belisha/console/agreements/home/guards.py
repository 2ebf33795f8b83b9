"""The guard of the parents' pages: an account, or the cookie of a visit that began with a one-time link.

Whoever is neither is led to the page that offers a link; a child that is not theirs is not found.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, Final, ParamSpec

from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache

from belisha.console.access.acting import By, by
from belisha.console.access.guards import open_page
from belisha.console.access.models import User
from belisha.console.agreements.home.queries.entering import family_by_visit, family_of_user

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase as Response

    from belisha.console.agreements.home.queries.entering import Family

__all__ = ["COOKIE", "acting", "family_of", "family_page"]

COOKIE: Final = "belisha_family"
Rest = ParamSpec("Rest")


def family_of(request: HttpRequest) -> Family | None:
    """Whose pages these are; None for strangers."""
    if isinstance(request.user, User):
        return family_of_user(request.user, timezone.localdate())
    return family_by_visit(request.COOKIES.get(COOKIE, ""), timezone.now())


def acting(request: HttpRequest, family: Family) -> By:
    """The adult as actions take them; by a link as well."""
    return by(request) if family.way == "portal" else By(family.user, by(request).address)


def family_page(
    view: Callable[Concatenate[HttpRequest, Family, Rest], HttpResponse],
) -> Callable[..., Response]:
    """A page for the adult of a family, who may have come by a link. The view gets the family."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        family = family_of(request)
        if family is None:
            return redirect("family")
        return view(request, family, *args, **kwargs)

    unkept: Any = never_cache(guarded)
    return open_page(unkept)
