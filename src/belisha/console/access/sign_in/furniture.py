"""What every page shows of the session: the warning and the lock for scripts, the banner of a stand-in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone

from belisha.console.access.schools.queries import founder, is_empty
from belisha.console.access.sign_in import rules
from belisha.console.access.sign_in.guards import session_in
from belisha.console.access.sign_in.sealing import digest

if TYPE_CHECKING:
    from django.http import HttpRequest

    from belisha.console.access.models import Session

__all__ = ["session_furniture", "who"]


def who(session: Session) -> str:
    """Tells scripts whether a session is still the same person's, without telling them whose."""
    return digest("who", str(session.user_id))[:16]


def session_furniture(request: HttpRequest) -> dict[str, Any]:
    """For templates: `idle` while a session is open, `stand_in` while it is used as somebody else.

    `elsewhere`: where one can sign in with another account, as (our name, theirs). `is_empty_console()`, one query;
    `waits_for_founder()`: the first administrator was entered and has never signed in, one query.
    """
    session = session_in(request)
    elsewhere = [(name, name.title()) for name in settings.ELSEWHERE]
    if session is None or session.locked_at or session.ended_at:
        told = {"idle": None, "stand_in": None, "elsewhere": elsewhere}
        return {**told, "is_empty_console": is_empty, "waits_for_founder": founder}
    left = session.idle_until() - timezone.now()
    return {
        "elsewhere": elsewhere,
        "is_empty_console": is_empty,
        "waits_for_founder": founder,
        "idle": {
            "seconds": max(0, int(left.total_seconds())),
            "warn": int(rules.WARN_BEFORE.total_seconds()),
            "name": session.user.name,
            "who": who(session),
        },
        "stand_in": getattr(request, "stand_in", None),
        "stand_in_by": getattr(request, "stand_in_by", None),
    }
