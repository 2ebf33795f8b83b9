"""Stepping up: before a sensitive page somebody proves once more who they are, unless they have just done so."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.models import Session, User
from belisha.console.access.sign_in import rules
from belisha.console.access.sign_in.actions.sessions import keep_form

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

__all__ = ["keep_what_was_typed", "session_in", "stand_in_in", "steps_up", "with_next"]

Rest = ParamSpec("Rest")


def steps_up(view: Callable[Concatenate[HttpRequest, Rest], HttpResponse]) -> Callable[..., HttpResponse]:
    """Ask for password, code or passkey before this page, unless that was within five minutes.

    Stands beneath the guard of the page: `@school_page(…)` and then `@steps_up`. What was typed is kept meanwhile.
    Nobody gets here while standing in for somebody else.
    """

    @wraps(view)
    def stepped_up(request: HttpRequest, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        if stand_in_in(request):
            raise NotAllowedError(_("This page is closed while you stand in for somebody else."))
        if _just_confirmed(session_in(request)):
            return view(request, *args, **kwargs)
        if isinstance(request.user, User):
            keep_what_was_typed(request, request.user)
        return HttpResponseRedirect(with_next("sign-in-confirm", request.get_full_path()))

    return stepped_up


def _just_confirmed(session: Session | None) -> bool:
    if session is None or session.confirmed_at is None:
        return False
    return timezone.now() - session.confirmed_at < rules.CONFIRMED_FOR


def session_in(request: HttpRequest) -> Session | None:
    """The session that a request belongs to, as the middleware found it."""
    session: Session | None = getattr(request, "sign_in_session", None)
    return session


def stand_in_in(request: HttpRequest) -> bool:
    """Whether whoever sent a request is standing in for somebody else."""
    return getattr(request, "stand_in", None) is not None


def with_next(page: str, path: str) -> str:
    """The address of a named page that leads on to a path."""
    return f"{reverse(page)}?{urlencode({'next': path})}"


def keep_what_was_typed(request: HttpRequest, user: User) -> None:
    """Keep what a POST holds until its sender is back; what somebody types about their own sign-in is never kept."""
    if request.method != "POST" or request.path.startswith("/account/"):
        return
    fields, withheld = rules.fields_to_keep(request.POST.lists())
    files = [str(upload.name) for _field, uploads in request.FILES.lists() for upload in uploads]
    keep_form(user, request.get_full_path(), fields, withheld=withheld, files=files)
