"""The termly review of who can reach what, signed by a leader, and what the nightly comparison found."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction

from belisha.console.access.accounts import audit_events
from belisha.console.access.models import AccessReview, Comparison, Stray
from belisha.console.access.permissions import Permission

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from belisha.console.access.acting import By
    from belisha.console.access.models import School

__all__ = ["Found", "keep_comparison", "sign_review"]


class Found(NamedTuple):
    """Something that does not fit: whose account, and what (Stray.Kind)."""

    user: int
    kind: str


@transaction.atomic
def keep_comparison(*, by: By, school: School, found: Iterable[Found], accounts: int, now: datetime) -> Comparison:
    """Keep what a comparison found: strays that are new begin, those that are gone end, the others go on."""
    by = by.may(Permission.CHANGE_ACCOUNTS, school)
    seen = set(found)
    going_on = Stray.objects.filter(school=school, gone_at__isnull=True)
    known = {Found(stray.user_id, stray.kind): stray.pk for stray in going_on}
    gone = [pk for each, pk in known.items() if each not in seen]
    Stray.objects.filter(pk__in=gone).update(gone_at=now)
    Stray.objects.bulk_create(
        Stray(school=school, user_id=each.user, kind=each.kind, since=now) for each in sorted(seen - set(known))
    )
    comparison = Comparison.objects.create(school=school, at=now, accounts=accounts, strays=len(seen))
    by.did(audit_events.COMPARED, to=school, at=school, after={"accounts": accounts, "strays": len(seen)})
    return comparison


@transaction.atomic
def sign_review(*, by: By, school: School, accounts: int, strays: int, now: datetime, note: str = "") -> AccessReview:
    """A leader signs that they read the record of access, with what it said then. Raises NotAllowedError."""
    by = by.may(Permission.REVIEW_ACCESS, school)
    if by.user is None:
        message = "a review is signed by a person"
        raise PermissionError(message)
    review = AccessReview.objects.create(school=school, by=by.user, at=now, accounts=accounts, strays=strays, note=note)
    by.did(audit_events.REVIEWED, to=school, at=school, reason=note, after={"accounts": accounts, "strays": strays})
    return review
