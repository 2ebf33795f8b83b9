"""What the policy's pages share: without a policy they say so; what they edit goes into a draft."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from belisha.console.access.acting import by
from belisha.console.access.authorization import has_permission
from belisha.console.access.forms import done
from belisha.console.access.guards import school_page
from belisha.console.access.models import User
from belisha.console.access.permissions import Permission
from belisha.console.access.places import address as page_of
from belisha.console.filtering.changes.actions import put
from belisha.console.filtering.policy.queries import NotAdoptedError
from belisha.console.filtering.policy.rules.reach import beyond

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.forms import BaseForm
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import Federation, School
    from belisha.console.filtering.models import Change
    from belisha.engine.policy import Policy
    from belisha.engine.policy.edits import Edit

__all__ = ["change_page", "drafted", "policy_page", "user_of"]

Rest = ParamSpec("Rest")


def policy_page(
    permission: Permission = Permission.SEE_FILTER,
) -> Callable[[Callable[Concatenate[HttpRequest, School, Rest], HttpResponse]], Callable[..., Any]]:
    """A page of a school about its policy; where the console has none yet it says what happens next."""

    def decorate(view: Callable[Concatenate[HttpRequest, School, Rest], HttpResponse]) -> Callable[..., Any]:
        @wraps(view)
        def shown(request: HttpRequest, school: School, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
            try:
                return view(request, school, *args, **kwargs)
            except NotAdoptedError:
                return render(request, "filtering/policy/none.html", {"school": school})

        page: Callable[..., Any] = school_page(permission)(shown)  # type: ignore[arg-type]  # `wraps` hides the names
        return page

    return decorate


def user_of(request: HttpRequest) -> User:
    """Whoever is signed in: pages of a school are guarded. Raises TypeError for nobody."""
    if not isinstance(request.user, User):
        message = "a page of the policy without anybody who is signed in"
        raise TypeError(message)
    return request.user


def drafted(
    request: HttpRequest,
    school: School | None,
    form: BaseForm,
    edits: Sequence[Edit],
    *,
    policy: Policy,
    title: str,
    place: Federation | None = None,
) -> HttpResponse | None:
    """Put edits into the person's draft and lead them to it; None, with the form saying why, where they do not fit.

    Of a page of a school, or (with `place`) of the federation.
    What concerns other schools too goes into a draft of the federation, if they may write one.
    """
    made: list[Change] = []
    where = _place(request, school, edits, policy) if school else place
    if where is None:
        message = "edits are put into a draft at a place"
        raise ValueError(message)
    if not done(form, lambda: made.append(put(by=by(request), place=where, edits=edits, title=title))):
        return None
    messages.success(
        request,
        _("It is in your draft “%(title)s”. Nothing has changed yet: hand the draft in when it is whole.")
        % {"title": made[0].title or title},
    )
    return redirect(change_page(made[0]))


def _place(request: HttpRequest, school: School, edits: Sequence[Edit], policy: Policy) -> School | Federation:
    """The school, unless it cannot do this by itself and whoever asks may write for the federation."""
    user = user_of(request)
    if beyond(edits, policy, school.code) and has_permission(user, Permission.DRAFT_FILTER_CHANGES, None):
        return school.federation
    return school


def change_page(change: Change) -> str:
    """Where a change is: on the pages of the place that it is for."""
    return page_of(change.place, "filter-change", change.pk)
