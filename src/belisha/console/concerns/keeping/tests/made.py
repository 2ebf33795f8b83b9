"""Records whose time is over."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from belisha.console.concerns.keeping.actions.proposing import propose
from belisha.console.concerns.models import Concern, KeepingReview

if TYPE_CHECKING:
    from belisha.console.people.models import Person

__all__ = ["LONG_AGO", "close_long_ago", "grown_up", "put_up"]

LONG_AGO = datetime(2001, 3, 1, 12, tzinfo=UTC)


def grown_up(person: Person, born: date = date(1995, 6, 1)) -> Person:
    """The child is no child any more."""
    person.born = born
    person.save(update_fields=["born"])
    return person


def close_long_ago(concern: Concern, at: datetime = LONG_AGO) -> Concern:
    Concern.objects.filter(pk=concern.pk).update(state="closed", reported_at=at, closed_at=at)
    concern.refresh_from_db()
    return concern


def put_up(concern: Concern, **since: Any) -> KeepingReview:
    """The night has put it to those who decide."""
    close_long_ago(concern, **since)
    propose(timezone.now())
    return KeepingReview.objects.get(concern=concern, state="open")
