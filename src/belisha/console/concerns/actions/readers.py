"""Letting somebody into one concern, because they need to know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.authorization import schools_for
from belisha.console.concerns import audit_events
from belisha.console.concerns.actions.writing import check_may_work
from belisha.console.concerns.models import Reader

if TYPE_CHECKING:
    from datetime import date

    from belisha.console.access.acting import By
    from belisha.console.access.models import User
    from belisha.console.concerns.models import Concern

__all__ = ["end_reader", "let_in"]


def let_in(*, by: By, concern: Concern, user: User, reason: str, until: date | None = None) -> Reader:
    """Open a concern to a colleague, who reads and adds notes. One about them stays hidden from them all the same.

    Raises NotAllowedError, ValidationError.
    """
    by = check_may_work(by, concern)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why they need to know.")})
    if until and until < timezone.localdate():
        raise ValidationError({"until": _("That day is over.")})
    if user.kind not in {"staff", "governor"} or not schools_for(user).filter(pk=concern.school_id).exists():
        raise ValidationError({"user": _("Choose a colleague of this school.")})
    with transaction.atomic():
        row, made = Reader.objects.get_or_create(
            concern=concern,
            user=user,
            ended_at=None,
            defaults={"reason": reason.strip(), "since": timezone.now(), "until": until, "given_by": by.user},
        )
        if not made:
            row.until, row.reason = until, reason.strip()
            row.save(update_fields=["until", "reason"])
        after = {"reader": f"user:{user.pk}", "until": until.isoformat() if until else None}
        by.did(audit_events.READER_ADDED, to=concern, at=concern, reason=reason, after=after)
    return row


def end_reader(*, by: By, reader: Reader) -> None:
    """Close a concern to somebody who was let in. Raises NotAllowedError."""
    by = check_may_work(by, reader.concern)
    with transaction.atomic():
        reader.ended_at = timezone.now()
        reader.save(update_fields=["ended_at"])
        after = {"reader": f"user:{reader.user_id}"}
        by.did(audit_events.READER_ENDED, to=reader.concern, at=reader.concern, after=after)
