"""Two people decide what becomes of a record whose time is over: whoever answers for it, and for data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.permissions import Permission
from belisha.console.concerns.keeping import audit_events as events
from belisha.console.concerns.keeping.actions.deleting import delete_record
from belisha.console.concerns.keeping.queries import clocks_of, due_papers, hands_of, held_concerns
from belisha.console.concerns.keeping.rules import KEEP_MOST_YEARS, years_after
from belisha.console.concerns.models import Concern, KeepingReview

if TYPE_CHECKING:
    from datetime import date

    from belisha.console.access.acting import By

__all__ = ["Place", "decide"]

Place = Literal["lead", "data"]
NOT_DUE: Final = gettext_lazy("This record is no longer due: it was opened again, held, or its clock runs longer.")


def decide(
    *, by: By, review: KeepingReview, place: Place, says: str, reason: str, until: date | None = None
) -> KeepingReview:
    """Say what one of the two wants; it may be changed until the other wants the same, and is then done.

    Where both keep it, the later day holds. Raises NotAllowedError, ValidationError.
    """
    by = by.may(Permission.DECIDE_KEEPING, review.school)
    if not getattr(hands_of(by, review), place):
        raise NotAllowedError(_("This is not yours to decide."))
    _check(says, reason, until)
    with transaction.atomic():
        row = _locked(review)
        other: Place = "data" if place == "lead" else "lead"
        if by.user is not None and getattr(row, f"{other}_by_id") == by.user.pk:
            raise ValidationError(_("You have decided in the other place already: it takes two people."))
        for name, value in {
            "by": by.user,
            "at": timezone.now(),
            "says": says,
            "reason": reason.strip(),
            "until": until if says == KeepingReview.Says.KEEP else None,
        }.items():
            setattr(row, f"{place}_{name}", value)
        row.save()
        by.did(events.SAID, to=row, at=row, reason=reason.strip(), after={"place": place, "says": says})
        if row.lead_says == row.data_says:
            _done(by, row)
    return row


def _done(by: By, row: KeepingReview) -> None:
    if row.lead_says == KeepingReview.Says.DELETE:
        row.state = KeepingReview.State.DELETING
        row.save(update_fields=["state"])
        delete_record(by, row)
        return
    row.state, row.decided_at = KeepingReview.State.KEPT, timezone.now()
    row.kept_until = max(day for day in (row.lead_until, row.data_until) if day)
    row.save(update_fields=["state", "decided_at", "kept_until"])
    by.did(events.KEPT, to=row, at=row, after={"until": row.kept_until.isoformat()})


def _locked(review: KeepingReview) -> KeepingReview:
    """The review, and its concern, which is still due and not held. Raises ValidationError."""
    row = KeepingReview.objects.select_for_update().get(pk=review.pk)
    if row.state == KeepingReview.State.OPEN and row.paper:
        if row.paper not in {paper for paper, _clock in due_papers(row.school, timezone.localdate())}:
            raise ValidationError(NOT_DUE)
        return row
    if row.state != KeepingReview.State.OPEN or row.concern_id is None:
        raise ValidationError(_("This was decided meanwhile."))
    concern = Concern.objects.select_for_update().select_related("school").get(pk=row.concern_id)
    row.school, row.concern = concern.school, concern
    due = concern.state == Concern.State.CLOSED and not held_concerns(concern.school).filter(pk=concern.pk).exists()
    if not due or clocks_of([concern], concern.school)[concern.pk].until >= timezone.localdate():
        raise ValidationError(NOT_DUE)
    return row


def _check(says: str, reason: str, until: date | None) -> None:
    if says not in KeepingReview.Says.values:
        raise ValidationError({"says": _("Choose one of these.")})
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    today = timezone.localdate()
    if says == KeepingReview.Says.KEEP and (until is None or not today < until <= years_after(today, KEEP_MOST_YEARS)):
        message = _("Choose a day to come, at most %(n)s years from now.") % {"n": KEEP_MOST_YEARS}
        raise ValidationError({"until": message})
