"""What people do with the record: look, take it out, shred. Each is put on record itself."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db import transaction

from belisha.console.access.acting import about
from belisha.console.access.models import School
from belisha.console.access.permissions import Permission
from belisha.console.audit.actions import shred as shred_words
from belisha.console.audit.audit_events import EXPORTED, LOOKED
from belisha.console.audit.models import Link

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from belisha.console.access.acting import By
    from belisha.console.access.models import Federation
    from belisha.console.auditing.queries import Looking

__all__ = ["export", "look", "shred"]

# Leafing through pages is one look: the record tells who looked for whom in which hour, not each click.
ONE_LOOK: Final = timedelta(hours=1)


def look(by: By, *, place: School | Federation, looking: Looking, now: datetime) -> None:
    """Put on record that somebody looks at the record, and for whom; once an hour each."""
    by = by.may(Permission.SEE_AUDIT, _school(place))
    said = {name: value for name, value in looking.said.items() if name in ("who", "about", "text")}
    with transaction.atomic():
        if not _looked(by, place, said, now):
            by.did(LOOKED, to=place, at=place, after=said)


def export(by: By, *, place: School | Federation, looking: Looking) -> None:
    """Put on record that somebody takes the record out as a file."""
    by = by.may(Permission.SEE_AUDIT, _school(place))
    with transaction.atomic():
        by.did(EXPORTED, to=place, at=place, after=looking.said)


def shred(by: By, *, place: School | Federation, numbers: Sequence[int], reason: str) -> int:
    """Destroy what entries say, for a lawful reason; how many there were. The entries stay, with a tombstone."""
    by = by.may(Permission.SHRED_AUDIT, _school(place))
    return shred_words(chain=place.chain, actor=by.actor, about=about(place), reason=reason, numbers=numbers)


def _school(place: School | Federation) -> School | None:
    return place if isinstance(place, School) else None


def _looked(by: By, place: School | Federation, said: dict[str, str], now: datetime) -> bool:
    lately = Link.objects.filter(
        chain=place.chain, actor=by.actor.id, event=LOOKED.code, at__gt=now - ONE_LOOK, body__isnull=False
    )
    return any(link.body.content["after"] == said for link in lately.select_related("body"))
