"""A person's own password: changed by them, or set anew by the link in an e-mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.hashers import make_password
from django.db import transaction

from belisha.console.access.accounts.actions.passwords import store_password
from belisha.console.access.models import Ending
from belisha.console.access.sign_in import audit_events
from belisha.console.access.sign_in.actions.sessions import end_sessions
from belisha.console.access.sign_in.queries import chain_of

if TYPE_CHECKING:
    from belisha.console.access.acting import By
    from belisha.console.access.models import User

__all__ = ["set_own_password"]


def set_own_password(by: By, *, user: User, password: str, session_key: str | None) -> None:
    """Set one's own password, that has passed the rules; all sessions end but the one with a key. Recorded.

    Without a key it was set by the link of an e-mail, and every session ends.
    """
    hashed = make_password(password)  # takes long: not while others wait for the database
    with transaction.atomic():
        store_password(user, hashed)
        kind = audit_events.PASSWORD_CHANGED if session_key else audit_events.PASSWORD_RESET
        by.did(kind, to=user, at=chain_of(user))
        end_sessions(by, user=user, ending=Ending.PASSWORD, but=session_key)
