"""Keeping the directory of help: lines near the school are added and taken out, every line is tried once a year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.permissions import Permission
from belisha.console.concerns.models import HelpReview, LocalHelp
from belisha.console.concerns.reporting import audit_events as events

if TYPE_CHECKING:
    from collections.abc import Sequence

    from belisha.console.access.acting import By
    from belisha.console.access.models import School
    from belisha.console.concerns.reporting.queries.helping import Listed

__all__ = ["add_help", "end_help", "review_help"]


def add_help(
    *,
    by: By,
    school: School,
    title: str,
    about: str,
    phone: str,
    site: str,
    hours: str,
    topics: Sequence[str],
    audience: Sequence[str],
) -> LocalHelp:
    """Add help near the school. Raises NotAllowedError, ValidationError."""
    by = by.may(Permission.WORK_CONCERNS, school)
    if not (phone.strip() or site.strip()):
        raise ValidationError({"phone": _("Write a telephone number or a site.")})
    with transaction.atomic():
        row: LocalHelp = LocalHelp.objects.create(
            school=school, title=title.strip(), about=about.strip(), phone=phone.strip(), site=site.strip(),
            hours=hours.strip(), topics=list(topics), audience=list(audience), added_at=timezone.now(),
            added_by=by.user,
        )  # fmt: skip
        by.did(events.HELP_ADDED, to=row, at=school, after={"phone": row.phone, "site": row.site})
    return row


def end_help(*, by: By, row: LocalHelp) -> None:
    """Take a line near the school out. Raises NotAllowedError."""
    by = by.may(Permission.WORK_CONCERNS, row.school)
    with transaction.atomic():
        row.ended_at = timezone.now()
        row.save(update_fields=["ended_at"])
        by.did(events.HELP_ENDED, to=row, at=row.school)


def review_help(*, by: By, school: School, listed: Listed, found: str) -> HelpReview:
    """Somebody has called or opened a line: it is right, or wrong and shown no more. Raises NotAllowedError."""
    by = by.may(Permission.WORK_CONCERNS, school)
    with transaction.atomic():
        review: HelpReview = HelpReview.objects.create(
            school=school, item=listed.line.id, found=HelpReview.Found(found), on=timezone.localdate(), by=by.user
        )
        by.did(events.HELP_REVIEWED, to=review, at=school, after={"line": listed.line.id, "found": found})
    return review
