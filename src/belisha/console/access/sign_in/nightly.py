"""What the clock does for sign-in: each minute the sweep of sessions, each night the test that idle ones lock."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import transaction
from django.test.client import RequestFactory
from django.utils.crypto import get_random_string

from belisha.console.access.models import Ending, Federation, LockTest, Session, User
from belisha.console.access.sign_in.actions.guesses import forget_old_guesses
from belisha.console.access.sign_in.actions.sessions import BACKEND, sweep_sessions
from belisha.console.access.sign_in.queries import signs_out_when_idle

if TYPE_CHECKING:
    from datetime import datetime

    from django.http.response import HttpResponseBase

__all__ = ["every_minute", "nightly"]


def every_minute(now: datetime) -> str:
    """Lock and end sessions. Says nothing when there was nothing to do."""
    return sweep_sessions(now)


def nightly(now: datetime) -> str:
    """Try on the running program whether an idle session locks and a stranger can end it; forget old guesses."""
    forgotten = forget_old_guesses(now)
    fault = _fault(now)
    LockTest.objects.create(at=now, passed=not fault, detail=fault or "an idle session locked, and ended at a word")
    LockTest.objects.filter(at__lt=now - timedelta(days=366)).delete()
    return f"{fault or 'idle sessions lock'}; {forgotten} old guesses forgotten"


def _fault(now: datetime) -> str:
    """What is wrong with the lock, tried on an account that is gone again afterwards; "" when it works."""
    federation = Federation.objects.order_by("pk").first()
    if federation is None:
        return "there is no school yet to try it at"
    with transaction.atomic():
        key = _idle_session(federation, now)
        fault = _leaving_fault(key)
        transaction.set_rollback(True)
    return fault


def _idle_session(federation: Federation, now: datetime) -> str:
    user = User(federation=federation, kind=User.Kind.STAFF, name="Test of the lock", opened_at=now)
    user.username = f"test-of-the-lock-{get_random_string(12).lower()}"
    user.set_password(None)
    user.save()
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(user.pk), BACKEND
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.save()
    past = now - timedelta(hours=1)
    Session.objects.create(user=user, key=store.session_key, way="test", began=past, last_seen=past, idle_minutes=20)
    return str(store.session_key)


def _asked(method: str, path: str, key: str) -> HttpResponseBase:
    from django.core.handlers.wsgi import WSGIHandler  # noqa: PLC0415 - loads all middleware: not before it is wanted

    request = RequestFactory(SERVER_NAME=settings.CONSOLE.name).generic(method, path)
    request.COOKIES[settings.SESSION_COOKIE_NAME] = key
    request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]  # as Django's own test client does
    handler = WSGIHandler()
    return handler.get_response(request)


def _leaving_fault(key: str) -> str:
    user = Session.objects.select_related("user__federation").get(key=key).user
    if signs_out_when_idle(user):
        return _sign_out_fault(user, key)
    return _lock_fault(key) or _end_fault(key)


def _sign_out_fault(user: User, key: str) -> str:
    """Where whoever leaves is signed out: whether they are."""
    answer = _asked("GET", "/account/", key)
    if answer.status_code != 302 or not answer.headers["Location"].startswith("/account/login/"):
        return "a page was shown in a session that had been idle for an hour"
    return "an idle session goes on" if Session.objects.going_on().filter(user=user).exists() else ""


def _lock_fault(key: str) -> str:
    answer = _asked("GET", "/account/", key)
    if answer.status_code != 302 or not answer.headers["Location"].startswith("/account/locked/"):
        return "a page was shown in a session that had been idle for an hour"
    if not Session.objects.filter(key=key, locked_at__isnull=False).exists():
        return "an idle session was held up, but is not marked as locked"
    return ""


def _end_fault(key: str) -> str:
    number = Session.objects.get(key=key).pk
    _asked("POST", "/account/locked/not-me/", key)
    ended = Session.objects.get(pk=number)
    return "" if ended.ending == Ending.NOT_ME else "a session that somebody else had left open could not be ended"
