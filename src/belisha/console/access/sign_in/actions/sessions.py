"""Sessions: they begin, lock, unlock and end, and what was typed when one locked is kept.

`signed_in` is the one way in, whatever somebody proved themselves with: password, passkey, card, OpenID Connect.
"""

from __future__ import annotations

import json
import secrets
from importlib import import_module
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import login, logout
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation

from belisha.console.access.acting import By
from belisha.console.access.models import Browser, Ending, Flag, KeptForm, Session, StandIn, User
from belisha.console.access.sign_in import audit_events, rules
from belisha.console.access.sign_in.actions.guesses import BROWSER_COOKIE
from belisha.console.access.sign_in.actions.stand_ins import end_stand_in
from belisha.console.access.sign_in.queries import chain_of, idle_minutes_for, needs_factor, session_of, sessions_of
from belisha.console.access.sign_in.sealing import digest, sealed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.http import HttpRequest

    from belisha.console.audit.events import EventKind

__all__ = [
    "begin",
    "confirmed",
    "end_other_sessions",
    "end_session",
    "end_sessions",
    "follow_key",
    "forget_kept",
    "keep_form",
    "lock",
    "not_me",
    "sign_out",
    "signed_in",
    "signed_out",
    "sweep_sessions",
    "touch",
    "unlock",
]

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
# Ways of signing in that prove less than a password does: what is sensitive asks once more
_WEAK = frozenset({"card", "pictures", ""})


@transaction.atomic
def signed_in(request: HttpRequest, user: User, way: str) -> Session:
    """Let somebody in who has proved who they are in some way ("password", "card"); the session gets a new key.

    Whoever calls this has checked the proof, and that the account is open. Recorded.
    """
    request.META["belisha.way"] = way
    login(request, user, backend=BACKEND)
    session = session_of(request.session.session_key) or begin(request, user)
    address = request.META.get("REMOTE_ADDR", "")
    By(user, address).did(audit_events.SIGNED_IN, to=user, at=chain_of(user), after={"way": way})
    _flag_if_shared(session)
    return session


def begin(request: HttpRequest, user: User) -> Session:
    """Put a session on the list of somebody's sessions. Called for every sign-in that Django sees (apps.py)."""
    if not request.session.session_key:
        request.session.save()
    elif Session.objects.filter(key=request.session.session_key).exists():
        # signed in once more where one is signed in: Django keeps the key, a new one is safer
        request.session.cycle_key()
    now = timezone.now()
    way = str(request.META.get("belisha.way", ""))
    return Session.objects.create(
        user=user,
        key=request.session.session_key,
        way=way,
        address=request.META.get("REMOTE_ADDR", "")[:45],
        agent=request.META.get("HTTP_USER_AGENT", "")[:200],
        browser=_browser(request, user, now) if way else None,
        began=now,
        last_seen=now,
        idle_minutes=idle_minutes_for(user),
        needs_factor=needs_factor(user),
        confirmed_at=None if way in _WEAK else now,
    )


def _browser(request: HttpRequest, user: User, now: datetime) -> Browser:
    token = request.COOKIES.get(BROWSER_COOKIE) or secrets.token_urlsafe(32)
    request.META["belisha.browser"] = token  # the middleware hands it to the browser
    browser, _ = Browser.objects.get_or_create(
        user=user, digest=digest("browser", token), defaults={"first_seen": now, "last_seen": now}
    )
    browser.last_seen = now
    browser.save(update_fields=["last_seen"])
    return browser


def _flag_if_shared(session: Session) -> None:
    """One account on two devices at once: its owner is asked, once for each browser that they have not confirmed."""
    if session.browser is None or session.browser.confirmed_at:
        return
    others = sessions_of(session.user).exclude(pk=session.pk).exclude(browser=session.browser)
    other = next(
        (one for one in others if not one.locked_at and rules.shared_in_time(session.began, one.last_seen)), None
    )
    if other:
        flag(session.user, Flag.Kind.TWO_DEVICES, session, other)


def flag(user: User, kind: Flag.Kind, session: Session, other: Session | None = None) -> Flag:
    """Raise a flag, inside the transaction of whatever noticed it. Recorded."""
    raised = Flag.objects.create(user=user, kind=kind, session=session, other=other, at=timezone.now())
    By(None, session.address, system="sign-in").did(
        audit_events.FLAGGED, to=user, at=chain_of(user), after={"what": raised.get_kind_display()}
    )
    return raised


def touch(session: Session, request: HttpRequest) -> None:
    """Note that a session is in use, and read again what may have changed for it meanwhile."""
    session.last_seen = timezone.now()
    session.address = request.META.get("REMOTE_ADDR", "")[:45]
    session.idle_minutes = idle_minutes_for(session.user)
    session.needs_factor = needs_factor(session.user)
    session.save(update_fields=["last_seen", "address", "idle_minutes", "needs_factor"])


def follow_key(session: Session, key: str | None, user: str | None) -> None:
    """Django has given an open session a new key (after a change of password): it is the same session still."""
    if key and user == str(session.user_id) and not Session.objects.filter(key=key).exists():
        Session.objects.filter(pk=session.pk, ended_at__isnull=True).update(key=key)


@transaction.atomic
def lock(session: Session) -> None:
    """Lock a session in which nothing was done for long enough. Recorded; twice does nothing."""
    changed = Session.objects.filter(pk=session.pk, locked_at__isnull=True, ended_at__isnull=True).update(
        locked_at=session.idle_until(), locks=session.locks + 1
    )
    if changed:
        session.locked_at = session.idle_until()
        _by_itself(session, audit_events.LOCKED, after={"after minutes": session.idle_minutes})


def _by_itself(session: Session, kind: EventKind, after: dict[str, object] | None = None) -> None:
    By(None, session.address, system="sign-in").did(kind, to=session.user, at=chain_of(session.user), after=after)


@transaction.atomic
def unlock(request: HttpRequest, session: Session, way: str) -> None:
    """Open a locked session again for its owner, who has proved who they are. It gets a new key. Recorded."""
    request.session.cycle_key()
    session.key = request.session.session_key
    session.locked_at = None
    session.last_seen = session.confirmed_at = timezone.now()
    session.save(update_fields=["key", "locked_at", "last_seen", "confirmed_at"])
    address = request.META.get("REMOTE_ADDR", "")
    By(session.user, address).did(audit_events.UNLOCKED, to=session.user, at=chain_of(session.user), after={"way": way})


@transaction.atomic
def confirmed(request: HttpRequest, session: Session, way: str) -> None:
    """Note that somebody has just proved again who they are. Recorded."""
    session.confirmed_at = timezone.now()
    session.save(update_fields=["confirmed_at"])
    by = By(session.user, request.META.get("REMOTE_ADDR", ""))
    by.did(audit_events.CONFIRMED, to=session.user, at=chain_of(session.user), after={"way": way})


@transaction.atomic
def signed_out(request: HttpRequest) -> None:
    """End one's own session by signing out. Recorded."""
    session = session_of(request.session.session_key)
    if session and isinstance(request.user, User):
        _end([session], Ending.SIGNED_OUT)
        by = By(session.user, request.META.get("REMOTE_ADDR", ""))
        by.did(audit_events.SIGNED_OUT, to=session.user, at=chain_of(session.user))
    logout(request)


@transaction.atomic
def not_me(request: HttpRequest, session: Session) -> None:
    """Somebody found a session open that is not theirs: end it at once, and let its owner know. Recorded."""
    _end([session], Ending.NOT_ME)
    flag(session.user, Flag.Kind.LEFT_OPEN, session)
    _by_itself(session, audit_events.NOT_ME)
    logout(request)


@transaction.atomic
def end_session(by: By, *, session: Session) -> None:
    """End one session of one's own from another one. Raises PermissionError when it is somebody else's."""
    if by.user is None or by.user.pk != session.user_id:
        message = "a session is ended by its owner"
        raise PermissionError(message)
    _end([session], Ending.ENDED)
    by.did(audit_events.ENDED, to=session.user, at=chain_of(session.user), after={"sessions": 1})


def end_other_sessions(by: By, *, key: str) -> int:
    """End all of one's own sessions but the one with a key. Returns how many."""
    if by.user is None:
        return 0
    return end_sessions(by, user=by.user, ending=Ending.ENDED, but=key)


@transaction.atomic
def end_sessions(by: By, *, user: User, ending: Ending, but: str | None = None, reason: str = "") -> int:
    """End somebody's sessions, all but the one with a key. Returns how many. Recorded.

    Whoever closes an account or sets a password calls this, with the right to do that checked before.
    """
    going_on = list(sessions_of(user).exclude(key=but))
    _end(going_on, ending)
    if going_on:
        by.did(
            audit_events.ENDED,
            to=user,
            at=chain_of(user),
            reason=reason or _recorded(ending),
            after={"sessions": len(going_on)},
        )
    return len(going_on)


def _recorded(ending: Ending) -> str:
    """An ending as the record says it: in the language of the console, whichever its actor reads."""
    with translation.override(settings.LANGUAGE_CODE):
        return str(ending.label)


def _end(sessions: Iterable[Session], ending: Ending) -> None:
    """Close sessions and throw away what their keys open."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for session in sessions:
        if session.key:
            store(session.key).delete()
        session.key = None
        session.ended_at = timezone.now()
        session.ending = ending
        session.save(update_fields=["key", "ended_at", "ending"])


@transaction.atomic
def keep_form(user: User, path: str, kept: list[tuple[str, str]], *, withheld: bool, files: list[str]) -> None:
    """Keep what somebody had typed, encrypted, until they are back. An older one is forgotten."""
    KeptForm.objects.filter(user=user).delete()
    text = json.dumps({"fields": kept, "withheld": withheld, "files": files})
    KeptForm.objects.create(user=user, path=path[:500], sealed=sealed(text).encode(), at=timezone.now())


def forget_kept(user: User) -> None:
    """Throw away what was kept of somebody's form."""
    KeptForm.objects.filter(user=user).delete()


def sweep_sessions(now: datetime) -> str:
    """Each minute: lock what is idle, end what was left for a school day, what is closed, what no key opens any more.

    Sessions lock by themselves at the next request; this is so that lists and record say it at the time.
    """
    locked = ended = 0
    due = Q(user__closed_at__isnull=False) | Q(locked_at__lte=now - rules.LOCKED_FOR)
    due |= Q(locked_at__isnull=True, last_seen__lte=now - rules.SHORTEST_IDLE)
    going_on = Session.objects.going_on().filter(due).select_related("user__school", "user__federation")
    for session in going_on.order_by("pk"):
        if not session.user.is_active:
            _end_by_itself(session, Ending.CLOSED)
            ended += 1
        elif session.locked_at is None and session.idle_until() <= now:
            lock(session)
            locked += 1
        elif session.locked_at and session.locked_at + rules.LOCKED_FOR <= now:
            _end_by_itself(session, Ending.TIMED_OUT)
            ended += 1
    over = StandIn.objects.filter(state=StandIn.State.BEGUN, ends_at__lte=now).select_related("user", "school")
    for stand_in in over.order_by("pk"):
        end_stand_in(By(None, system="stand-in"), stand_in=stand_in, at=stand_in.ends_at)
    KeptForm.objects.filter(at__lte=now - rules.KEEP_FORM_FOR).delete()
    return f"{locked} locked, {ended} ended" if locked or ended else ""


def sign_out(session: Session) -> None:
    """End a session that was left idle, where the school signs out whoever leaves. Recorded."""
    _end_by_itself(session, Ending.TIMED_OUT)


@transaction.atomic
def _end_by_itself(session: Session, ending: Ending) -> None:
    _end([session], ending)
    _by_itself(session, audit_events.LEFT if ending == Ending.TIMED_OUT else audit_events.ENDED)
