"""Making and ending the address of a calendar, and noting that one was read."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.authorization import NotAllowedError
from belisha.console.compliance.models import CalendarFeed
from belisha.console.compliance.planner import audit_events
from belisha.console.compliance.planner.queries import hashed

if TYPE_CHECKING:
    from belisha.console.access.acting import By
    from belisha.console.access.models import User

__all__ = ["end_feed", "make_feed", "note_read"]

HOUR: Final = timedelta(hours=1)


def make_feed(*, by: By) -> str:
    """Make an address for one's own calendar, in place of the one before; its secret part, which is told once."""
    user = _own(by)
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        feed, _made = CalendarFeed.objects.update_or_create(
            user=user, defaults={"secret_hash": hashed(secret), "made_at": timezone.now(), "read_at": None}
        )
        by.did(audit_events.FEED_MADE, to=feed, at=user.school or user.federation)
    return secret


def end_feed(*, by: By) -> None:
    """End the address of one's own calendar: whoever subscribed to it gets nothing more."""
    user = _own(by)
    with transaction.atomic():
        feed = CalendarFeed.objects.filter(user=user).first()
        if feed:
            by.did(audit_events.FEED_ENDED, to=feed, at=user.school or user.federation)
            feed.delete()


def note_read(*, feed: CalendarFeed) -> None:
    """Note that a calendar asked; at most once an hour, for some ask each minute."""
    now = timezone.now()
    if feed.read_at is None or now - feed.read_at > HOUR:
        CalendarFeed.objects.filter(pk=feed.pk).update(read_at=now)


def _own(by: By) -> User:
    if by.user is None:
        raise NotAllowedError(_("Only people have a calendar."))
    return by.user
