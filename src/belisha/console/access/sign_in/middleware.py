"""What holds for every request of somebody signed in: the session goes on, is not idle, and lacks nothing it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.guards import guard_of
from belisha.console.access.models import User
from belisha.console.access.sign_in import rules
from belisha.console.access.sign_in.actions.guesses import BROWSER_COOKIE
from belisha.console.access.sign_in.actions.sessions import follow_key, forget_kept, lock, sign_out, touch
from belisha.console.access.sign_in.actions.stand_ins import did_while_standing_in, end_stand_in
from belisha.console.access.sign_in.guards import keep_what_was_typed, session_in, with_next
from belisha.console.access.sign_in.queries import session_of, signs_out_when_idle, stand_in_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from belisha.console.access.models import Session, StandIn

__all__ = ["sessions"]

KEPT = "belisha_kept"  # a form that is sent again after the lock says so in this field
_A_YEAR = 365 * 24 * 3600
# Asked by scripts: what they ask is nothing that a person did
_PASSIVE = frozenset({"session-state"})
_WHILE_LOCKED = frozenset({"session-locked", "session-not-me", "session-state", "account_logout", "set_language"})
_WITHOUT_FACTOR = _WHILE_LOCKED | {
    "sign-in-confirm",
    "second-factor",
    "second-factor-app",
    "second-factor-passkey",
    "recovery-codes",
    "recovery-codes-kept",
    "recovery-codes-download",
    "still-here",
    "account_change_password",
}
_WITH_AN_OLD_PASSWORD = _WITHOUT_FACTOR
_WHILE_STANDING_IN = frozenset({"stand-in-end", "account_logout", "set_language", "session-state", "still-here"})


class _Sessions:
    """Finds the session of a request and holds up what may not go on."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Hand the request on; then follow the session to a new key, and know the browser again next time."""
        response = self.answer(request)
        if (session := session_in(request)) and request.session.session_key != session.key:
            follow_key(session, request.session.session_key, request.session.get(SESSION_KEY))
        if token := request.META.get("belisha.browser"):
            response.set_cookie(
                BROWSER_COOKIE,
                token,
                max_age=_A_YEAR,
                httponly=True,
                samesite="Lax",
                secure=bool(settings.SESSION_COOKIE_SECURE),
            )
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Answer instead of the page, or None to go on. After the check of the form's token: see the settings."""
        del args, kwargs
        user = request.user
        if not isinstance(user, User):
            return None
        name = str(request.resolver_match.url_name) if request.resolver_match else ""
        session = session_of(request.session.session_key)
        if session is None or session.user_id != user.pk:
            # ended from elsewhere
            logout(request)
            if name in _PASSIVE:
                return None
            return _redirect(request, with_next("account_login", request.get_full_path()))
        session.user = user
        request.sign_in_session = session  # type: ignore[attr-defined]  # found once, for guards and furniture
        free = (guard := guard_of(view)) is not None and guard.scope == "open"
        return _held_up(request, session, name, free=free)


def _held_up(request: HttpRequest, session: Session, name: str, *, free: bool) -> HttpResponse | None:
    now = timezone.now()
    if session.locked_at is None and session.idle_until() <= now:
        lock(session)
    if session.locked_at is not None:
        left = _signed_out if signs_out_when_idle(session.user) else _locked
        return left(request, session, name, free=free)
    if name not in _PASSIVE and now - session.last_seen >= rules.TOUCH_AFTER:
        touch(session, request)
    if request.POST.get(KEPT):
        forget_kept(session.user)
    if session.standing_in:
        return _standing_in(request, session, name)
    return None if free else _lacks(request, session, name)


def _signed_out(request: HttpRequest, session: Session, name: str, *, free: bool) -> HttpResponse | None:
    """Where the school signs out whoever leaves, no password opens it again; what was sent is kept all the same."""
    if free and name != "session-locked":
        request.user = AnonymousUser()
        request.sign_in_session = None  # type: ignore[attr-defined]  # nobody is signed in any more
        return None
    keep_what_was_typed(request, session.user)
    sign_out(session)
    logout(request)
    if name not in _PASSIVE:
        words = _(
            "You were signed out, because you did nothing here for %(n)s minutes. Sign in to go on where you were."
        )
        messages.info(request, words % {"n": session.idle_minutes})
    return _redirect(request, with_next("account_login", request.GET.get("next", request.get_full_path())))


def _locked(request: HttpRequest, session: Session, name: str, *, free: bool) -> HttpResponse | None:
    """Nobody is signed in while the session is locked; what was sent is kept for its owner."""
    if not (free or name in _WHILE_LOCKED):
        keep_what_was_typed(request, session.user)
        return _redirect(request, with_next("session-locked", request.get_full_path()))
    if name != "account_logout":
        request.user = AnonymousUser()
    return None


def _lacks(request: HttpRequest, session: Session, name: str) -> HttpResponse | None:
    if session.user.needs_new_password and name not in _WITH_AN_OLD_PASSWORD:
        onward = request.get_full_path() if request.method == "GET" else reverse("home")
        return _redirect(request, with_next("account_change_password", onward))
    if session.needs_factor and name not in _WITHOUT_FACTOR:
        return _redirect(request, reverse("second-factor"))
    return None


def _standing_in(request: HttpRequest, session: Session, name: str) -> HttpResponse | None:
    stand_in = stand_in_of(session)
    if stand_in is None or stand_in.ends_at is None or stand_in.ends_at <= timezone.now():
        if stand_in:
            end_stand_in(By(None, system="stand-in"), stand_in=stand_in, at=stand_in.ends_at)
        messages.info(request, _("The time of standing in is over. You are yourself again."))
        return _redirect(request, reverse("home"))
    if name not in _PASSIVE:
        _record(request, session, stand_in)
    # before anything is refused: the page that says so shows who sits there, and the way back
    request.stand_in = stand_in  # type: ignore[attr-defined]  # for guards, furniture and the record
    request.stand_in_by = session.user  # type: ignore[attr-defined]
    if name in _WHILE_STANDING_IN:
        return None
    stand_in.user.sat_by = session.user
    request.user = stand_in.user
    if request.path.startswith("/account/"):
        raise NotAllowedError(_("This page is closed while you stand in for somebody else."))
    return None


def _record(request: HttpRequest, session: Session, stand_in: StandIn) -> None:
    by = By(stand_in.user, request.META.get("REMOTE_ADDR", ""), behind=session.user)
    did_while_standing_in(by, stand_in=stand_in, what=f"{request.method} {request.path}"[:300])


def _redirect(request: HttpRequest, address: str) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


sessions = _Sessions
