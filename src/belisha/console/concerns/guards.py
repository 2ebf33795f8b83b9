"""Guards of pages about concerns, where people of several roles, and single readers, come in.

@concerns_page: whoever answers for a route of the school or was let into a concern that is open to them; view gets the
school. @concern_page: whoever may see that very concern; view gets school and concern. Else 404 and 403 as everywhere.
"""

from __future__ import annotations

from contextlib import nullcontext
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, Final, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import Http404

from belisha.console.access.acting import by
from belisha.console.access.authorization import RoleNeededError, schools_for
from belisha.console.access.guards import Guard
from belisha.console.access.models import User
from belisha.console.access.remembering import remembering
from belisha.console.access.roles import ROLES
from belisha.console.concerns.queries.visible import concern_for, routes_of, visible
from belisha.console.concerns.rules.routes import GIVES

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase as Response

    from belisha.console.access.models import School
    from belisha.console.concerns.models import Concern

__all__ = ["concern_page", "concerns_page"]

Rest = ParamSpec("Rest")
SCHOOL: Final = Guard("school")


def concerns_page(view: Callable[Concatenate[HttpRequest, School, Rest], Response]) -> Callable[..., Response]:
    """A page of a school's concerns: what is on it, `visible` says. A colleague whom nothing is open to gets 403."""

    @wraps(view)
    def guarded(request: HttpRequest, school: str, *args: Rest.args, **kwargs: Rest.kwargs) -> Response:
        if not isinstance(request.user, User):
            return redirect_to_login(request.get_full_path())
        with _once(request):
            return view(request, _school(request, request.user, school), *args, **kwargs)

    return _declared(guarded)


def concern_page(view: Callable[Concatenate[HttpRequest, School, Concern, Rest], Response]) -> Callable[..., Response]:
    """A page of one concern, whose address takes `<reference:reference>`; hidden and unknown are the same 404."""

    @wraps(view)
    def guarded(request: HttpRequest, school: str, reference: str, *args: Rest.args, **kwargs: Rest.kwargs) -> Response:
        if not isinstance(request.user, User):
            return redirect_to_login(request.get_full_path())
        with _once(request):
            here = _school(request, request.user, school)
            return view(request, here, concern_for(by(request), here, reference), *args, **kwargs)

    return _declared(guarded)


def _school(request: HttpRequest, user: User, code: str) -> School:
    """The school, for those whom any of its concerns is open to. Raises Http404, RoleNeededError."""
    here = schools_for(user).filter(code=code).select_related("federation").first()
    if here is None:
        raise Http404
    who = by(request)
    # whoever was let into one about themselves is told what every other colleague is told
    if not routes_of(who, here) and not visible(who, here).exists():
        raise RoleNeededError(rule for rule in ROLES.values() if rule.permissions & set(GIVES.values()))
    request.school = here  # type: ignore[attr-defined]  # for the page's furniture
    return here


def _once(request: HttpRequest) -> AbstractContextManager[None]:
    """What a page that is only looked at asks the database in several places is asked once."""
    return remembering() if request.method in {"GET", "HEAD"} else nullcontext()


def _declared(view: Any) -> Callable[..., Response]:
    view.guard = SCHOOL
    declared: Callable[..., Response] = view
    return declared
