"""The nightly feed: its settings, and the key that files are sent with. The key is shown once and stored as a hash."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils import timezone

from belisha.console.access.permissions import Permission
from belisha.console.people.actions.facts import changed, facts_of
from belisha.console.people.models import RosterFeed
from belisha.console.people.roster import audit_events
from belisha.console.people.roster.actions.taking import source_named

if TYPE_CHECKING:
    from collections.abc import Mapping

    from belisha.console.access.acting import By
    from belisha.console.access.models import School

__all__ = ["FEED_FIELDS", "hash_of", "make_key", "report_exposed_key", "revoke_key", "set_feed"]

FEED_FIELDS: Final = ("on", "complete", "due_at", "weekdays_only", "late_hours")
KEY_BYTES: Final = 32
PREFIX: Final = "belroster_"  # so that whoever finds one knows what it opens
HINT: Final = 4


def hash_of(key: str) -> str:
    """What is stored of a key: SHA-256, hexadecimal. Enough for 256 random bits, which nobody can guess."""
    return hashlib.sha256(key.encode()).hexdigest()


@transaction.atomic
def set_feed(*, by: By, school: School, source: str, details: Mapping[str, Any]) -> RosterFeed:
    """Set the feed of a school up, or change it. `details`: of FEED_FIELDS."""
    by = by.may(Permission.IMPORT_PEOPLE, school)
    feed = _feed(school, source)
    before = facts_of(feed, FEED_FIELDS) if feed.pk else {}
    was_on = bool(feed.pk and feed.on)
    feed.source = source_named(school, source)
    for name in FEED_FIELDS:
        if name in details:
            setattr(feed, name, details[name])
    if feed.on and not was_on:
        feed.since = timezone.now()
    feed.save()
    was, now = changed(before, facts_of(feed, FEED_FIELDS) | {"source": feed.source.name})
    by.did(audit_events.FEED_CHANGED, to=feed, at=school, before=was, after=now)
    return feed


@transaction.atomic
def make_key(*, by: By, school: School) -> str:
    """A new key for a school's feed; the one before opens nothing any more. Returned once, never again."""
    by = by.may(Permission.IMPORT_PEOPLE, school)
    feed = _feed(school)
    secret = secrets.token_urlsafe(KEY_BYTES)
    key = f"{PREFIX}{secret}"
    feed.key_hash, feed.key_hint = hash_of(key), secret[:HINT]
    feed.key_made_at, feed.key_exposed_at = timezone.now(), None
    feed.save()
    by.did(audit_events.KEY_MADE, to=feed, at=school, after={"begins": f"{PREFIX}{feed.key_hint}"})
    return key


@transaction.atomic
def revoke_key(*, by: By, school: School, reason: str = "") -> RosterFeed:
    """Take the key of a school's feed away: nothing can be sent until there is a new one."""
    by = by.may(Permission.IMPORT_PEOPLE, school)
    feed = _feed(school)
    before = {"begins": f"{PREFIX}{feed.key_hint}"}
    feed.key_hash = feed.key_hint = ""
    feed.key_made_at = feed.key_exposed_at = None
    feed.save()
    by.did(audit_events.KEY_REVOKED, to=feed, at=school, before=before, reason=reason)
    return feed


@transaction.atomic
def report_exposed_key(*, by: By, feed: RosterFeed) -> None:
    """Note that a key travelled unencrypted, so that others may have read it. Said once for each key."""
    row = RosterFeed.objects.select_for_update().get(pk=feed.pk)
    if row.key_exposed_at is None:
        row.key_exposed_at = timezone.now()
        row.save(update_fields=["key_exposed_at"])
        by.did(audit_events.KEY_EXPOSED, to=row, at=feed.school, after={"from": by.address})


def _feed(school: School, source: str = "") -> RosterFeed:
    row = RosterFeed.objects.select_for_update().filter(school=school).first()
    return row or RosterFeed(school=school, source=source_named(school, source), since=timezone.now())
