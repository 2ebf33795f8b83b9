"""The lock, stepping up, and what was typed before either of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as webauthn
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from belisha.console.access.guards import open_page, own_page
from belisha.console.access.models import User
from belisha.console.access.sign_in.actions.sessions import confirmed, forget_kept, not_me, touch, unlock
from belisha.console.access.sign_in.forms import ProveForm
from belisha.console.access.sign_in.furniture import who
from belisha.console.access.sign_in.guards import session_in
from belisha.console.access.sign_in.queries import factors_of, kept_for
from belisha.console.access.sign_in.sealing import SealError, opened

if TYPE_CHECKING:
    from django.http import HttpRequest

    from belisha.console.access.models import KeptForm, Session

__all__ = ["confirm", "forget", "kept", "locked", "someone_else", "state", "still_here"]


def _next(request: HttpRequest) -> str:
    """Where somebody was going, if that is an address of ours."""
    path = request.POST.get("next") or request.GET.get("next") or ""
    safe = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts={request.get_host()})
    return path if safe else reverse("home")


def _ways(user: User) -> tuple[frozenset[str], bool]:
    """What somebody can prove themselves with, and whether a passkey is among it."""
    types = {factor.type for factor in factors_of(user)}
    ways = {"password"} if user.has_usable_password() else set()
    if Authenticator.Type.TOTP in types:
        ways.add("code")
    if Authenticator.Type.WEBAUTHN in types:
        ways.add("passkey")
    return frozenset(ways), "passkey" in ways


def _passkey_options(user: User) -> str:
    return json.dumps(webauthn.begin_authentication(user), default=dict)


@open_page
def locked(request: HttpRequest) -> HttpResponse:
    """The lock: password or passkey open it again. A script on the page underneath may ask as well."""
    session = session_in(request)
    if session is None:
        return HttpResponseRedirect(reverse("account_login"))
    if session.locked_at is None:
        return _unlocked(request, session)
    user = session.user
    ways, has_passkey = _ways(user)
    # a code alone does not open a lock: the phone may lie beside the computer that was left
    form = ProveForm(request, user, ways - {"code"}, request.POST or None)
    if form.is_valid():
        unlock(request, session, form.way)
        return _unlocked(request, session)
    if request.method == "POST" and _is_script(request):
        return JsonResponse({"wrong": _errors(form)}, status=400)
    options = _passkey_options(user) if has_passkey else ""
    told = {"form": form, "locked": session, "ways": ways, "passkey_options": options, "next": _next(request)}
    return render(request, "sign_in/locked.html", told)


def _is_script(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def _errors(form: ProveForm) -> str:
    return " ".join(str(text) for texts in form.errors.values() for text in texts)


def _unlocked(request: HttpRequest, session: Session) -> HttpResponse:
    if _is_script(request):
        return JsonResponse(_state(request, session))
    return HttpResponseRedirect(_on_from(session.user, _next(request)))


def _on_from(user: User, path: str) -> str:
    """What was kept comes before the page that somebody was going to."""
    return reverse("kept-form") if kept_for(user, timezone.now()) else path


@open_page
@require_POST
def someone_else(request: HttpRequest) -> HttpResponse:
    """ "This is not me": end the session that was left open, at once."""
    session = session_in(request)
    if session:
        not_me(request, session)
    return HttpResponseRedirect(reverse("account_login"))


def _state(request: HttpRequest, session: Session) -> dict[str, Any]:
    left = max(0, int((session.idle_until() - timezone.now()).total_seconds()))
    told = {"locked": session.locked_at is not None, "left": left, "who": who(session)}
    # forms on the page go on working after somebody has signed in again in another tab
    return told if session.locked_at else told | {"token": get_token(request)}


@open_page
def state(request: HttpRequest) -> HttpResponse:
    """For scripts: whether the session is locked, and the seconds until it will be. Asking does not put that off."""
    session = session_in(request)
    answer = _state(request, session) if session else {"ended": True}
    return JsonResponse(answer, headers={"Cache-Control": "no-store"})


@own_page
@require_POST
def still_here(request: HttpRequest) -> HttpResponse:
    """Somebody says that they are still here."""
    session = session_in(request)
    if session:
        touch(session, request)
    if _is_script(request) and session:
        return JsonResponse(_state(request, session))
    return HttpResponseRedirect(_next(request))


class Typed(NamedTuple):
    """What somebody had typed: where it was going, its fields, the files that were with it, whether secrets are out."""

    path: str
    fields: list[tuple[str, str]]
    files: list[str]
    withheld: bool

    @property
    def readable(self) -> list[tuple[str, str]]:
        """What a person can tell again: words, not numbers of rows."""
        return [(name.replace("_", " ").replace("-", " "), value) for name, value in self.fields if value.strip()]


def _typed(form: KeptForm) -> Typed | None:
    try:
        told = json.loads(opened(bytes(form.sealed).decode()))
    except SealError:
        return None
    fields = [(str(name), str(value)) for name, value in told["fields"]]
    return Typed(form.path, fields, told["files"], bool(told["withheld"]))


@own_page
def kept(request: HttpRequest) -> HttpResponse:
    """What somebody had typed when they were held up: to be sent now, to be read, or to be thrown away."""
    form = kept_for(_self(request), timezone.now())
    typed = _typed(form) if form else None
    return render(request, "sign_in/kept.html", {"typed": typed})


@own_page
@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Throw away what was kept."""
    forget_kept(_self(request))
    return HttpResponseRedirect(reverse("home"))


@own_page
def confirm(request: HttpRequest) -> HttpResponse:
    """Prove once more who one is, before a sensitive page."""
    user, session = _self(request), session_in(request)
    ways, has_passkey = _ways(user)
    form = ProveForm(request, user, ways, request.POST or None)
    if session and form.is_valid():
        confirmed(request, session, form.way)
        return HttpResponseRedirect(_on_from(user, _next(request)))
    options = _passkey_options(user) if has_passkey else ""
    told = {"form": form, "ways": ways, "passkey_options": options, "next": _next(request)}
    return render(request, "sign_in/confirm.html", told)


def _self(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        message = _("Sign in first.")
        raise PermissionError(message)
    return request.user
