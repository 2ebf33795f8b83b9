"""How old the lists are that the filter goes by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from django.utils import timezone

from belisha.console.filtering.lists.queries import age
from belisha.console.filtering.models import ListOutcome

if TYPE_CHECKING:
    from datetime import date

__all__ = ["Renewed", "renewed"]

GOOD: Final = (ListOutcome.Result.UPDATED, ListOutcome.Result.UNCHANGED)


class Renewed(NamedTuple):
    """When it was last seen to that the lists are the newest there are, and the oldest of them ("" and None: unknown).

    A list may be old and the newest that there is: what counts is that somebody looked.
    """

    looked: date | None
    oldest: str
    oldest_at: date | None


def renewed() -> Renewed:
    """The last update that did not fail; before the first one, when the index was made."""
    found = age()
    good = ListOutcome.objects.filter(result__in=GOOD).order_by("-at", "-pk").first()
    looked = good.at if good else found.compiled
    return Renewed(timezone.localdate(looked) if looked else None, found.oldest, found.oldest_at)
