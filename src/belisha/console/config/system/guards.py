"""Who sees the pages about the installation: those who run it for the whole federation; a single school is one."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login

from belisha.console.access.authorization import check_permission
from belisha.console.access.guards import Guard
from belisha.console.access.models import Federation, School, User
from belisha.console.access.permissions import Permission

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

__all__ = ["place_of", "system_page"]

Rest = ParamSpec("Rest")


def place_of(federation: Federation) -> School | None:
    """Where the right must be held: for the whole federation (None), or at its only school, which is the same."""
    schools = list(School.objects.filter(federation=federation).order_by("pk")[:2])
    return schools[0] if len(schools) == 1 else None


def system_page(
    view: Callable[Concatenate[HttpRequest, Federation, Rest], HttpResponse],
) -> Callable[..., HttpResponse]:
    """A page about the installation. The view gets the federation."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        if not isinstance(request.user, User):
            return redirect_to_login(request.get_full_path())
        federation = request.user.federation
        check_permission(request.user, Permission.RUN_SYSTEM, place_of(federation))
        return view(request, federation, *args, **kwargs)

    declared: Any = guarded
    declared.guard = Guard("federation", Permission.RUN_SYSTEM)
    shown: Callable[..., HttpResponse] = declared
    return shown
