"""Somebody opened the advice on keeping an account safe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from belisha.console.access.accounts import audit_events
from belisha.console.access.models import AdviceOpened
from belisha.console.access.sign_in.queries import chain_of

if TYPE_CHECKING:
    from datetime import date, datetime

    from belisha.console.access.acting import By

__all__ = ["advice_opened"]


@transaction.atomic
def advice_opened(*, by: By, term: date, now: datetime) -> bool:
    """Note that whoever acts has opened the advice in this term; False when they had already."""
    if by.user is None:
        return False
    _opened, new = AdviceOpened.objects.get_or_create(user=by.user, term=term, defaults={"at": now})
    if new:
        by.did(audit_events.ADVICE_OPENED, to=by.user, at=chain_of(by.user), after={"term": term.isoformat()})
    return new
