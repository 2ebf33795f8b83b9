"""The weekly numbers for leaders: made on Monday, and read, each with a receipt."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.acting import By
from belisha.console.access.models import School
from belisha.console.access.permissions import Permission
from belisha.console.concerns.models import DigestRead, LeadersDigest
from belisha.console.concerns.working import audit_events as events
from belisha.console.concerns.working.chain import ConcernsOf
from belisha.console.concerns.working.queries.digests import leaders_of, numbers_of, week_of
from belisha.console.outbox.actions import send

if TYPE_CHECKING:
    from datetime import date, datetime

__all__ = ["make_digest", "make_digests", "read_digest"]

SYSTEM: Final = By(None, system="clock of concerns")


def make_digests(now: datetime) -> str:
    """Make last week's numbers of every school that has any concern; says how many were made."""
    week, made = week_of(timezone.localdate(now)) - timedelta(days=7), 0
    for school in School.objects.filter(concerns__isnull=False).distinct().order_by("pk"):
        made += make_digest(school, week)
    return f"made {made}" if made else ""


def make_digest(school: School, week: date) -> bool:
    """Make the numbers of a week and write to the leaders; whether they were not there yet."""
    with transaction.atomic():
        defaults = {"numbers": numbers_of(school, week), "made_at": timezone.now()}
        digest, made = LeadersDigest.objects.get_or_create(school=school, week=week, defaults=defaults)
        if not made:
            return False
        SYSTEM.did(events.DIGEST_MADE, to=digest, at=ConcernsOf(school))
        link = reverse("concern-digest", args=[school.code, week.isoformat()])
        for user in leaders_of(school, timezone.localdate()):
            words = {"recipient": user.name, "school": school.name, "link": link}
            send(user.email, _("The week's numbers of concerns"), "concerns/working/letters/digest.txt", words)
    return True


def read_digest(*, by: By, digest: LeadersDigest) -> None:
    """Note that a leader has read the numbers. Raises NotAllowedError."""
    by = by.may(Permission.SEE_CONCERN_FIGURES, digest.school)
    if by.user is None:
        return
    with transaction.atomic():
        _row, made = DigestRead.objects.get_or_create(digest=digest, user=by.user, defaults={"at": timezone.now()})
        if made:
            by.did(events.DIGEST_READ, to=digest, at=ConcernsOf(digest.school))
