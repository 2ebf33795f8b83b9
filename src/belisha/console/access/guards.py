"""Every page declares who may see it; one that declares nothing is shut (middleware.py)."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, NamedTuple, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import Http404

from belisha.console.access.authorization import check_permission, schools_for
from belisha.console.access.models import Federation, School, User

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase as Response

    from belisha.console.access.permissions import Permission

__all__ = ["Guard", "federation_page", "guard_of", "open_page", "own_page", "school_page"]

Rest = ParamSpec("Rest")


class Guard(NamedTuple):
    """What a page declares: "open" to all, "own" for anybody signed in, "school" or "federation" with a permission.

    "key": for machines, which show a key that the page itself checks.
    """

    scope: str
    permission: Permission | None = None


def guard_of(view: Callable[..., Any]) -> Guard | None:
    """What a view declares, or None."""
    return getattr(view, "guard", None)


def _declare(view: Any, guard: Guard) -> Any:
    view.guard = guard
    return view


def open_page(view: Callable[Concatenate[HttpRequest, Rest], Response]) -> Callable[..., Response]:
    """A page for everybody, signed in or not."""
    declared: Callable[..., Response] = _declare(view, Guard("open"))
    return declared


def own_page(view: Callable[Concatenate[HttpRequest, Rest], Response]) -> Callable[..., Response]:
    """A page for anybody who has signed in, about themselves alone."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Rest.args, **kwargs: Rest.kwargs) -> Response:
        if not isinstance(request.user, User):
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    declared: Callable[..., Response] = _declare(guarded, Guard("own"))
    return declared


def school_page(
    permission: Permission,
) -> Callable[[Callable[Concatenate[HttpRequest, School, Rest], Response]], Callable[..., Response]]:
    """A page of a school, for those with a permission there. The view gets the school itself for its code.

    A stranger to the school learns nothing, not even that it exists (404); a colleague without the right is told (403).
    """

    def decorate(
        view: Callable[Concatenate[HttpRequest, School, Rest], Response],
    ) -> Callable[..., Response]:
        @wraps(view)
        def guarded(request: HttpRequest, school: str, *args: Rest.args, **kwargs: Rest.kwargs) -> Response:
            if not isinstance(request.user, User):
                return redirect_to_login(request.get_full_path())
            here = schools_for(request.user).filter(code=school).select_related("federation").first()
            if here is None:
                raise Http404
            check_permission(request.user, permission, here)
            request.school = here  # type: ignore[attr-defined]  # for the page's furniture
            return view(request, here, *args, **kwargs)

        declared: Callable[..., Response] = _declare(guarded, Guard("school", permission))
        return declared

    return decorate


def federation_page(
    permission: Permission,
) -> Callable[[Callable[Concatenate[HttpRequest, Federation, Rest], Response]], Callable[..., Response]]:
    """A page of the whole federation, for those with a permission for all of it. The view gets the federation."""

    def decorate(
        view: Callable[Concatenate[HttpRequest, Federation, Rest], Response],
    ) -> Callable[..., Response]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Rest.args, **kwargs: Rest.kwargs) -> Response:
            if not isinstance(request.user, User):
                return redirect_to_login(request.get_full_path())
            check_permission(request.user, permission, None)
            return view(request, request.user.federation, *args, **kwargs)

        declared: Callable[..., Response] = _declare(guarded, Guard("federation", permission))
        return declared

    return decorate
