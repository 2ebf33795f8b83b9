"""Legal hold: whoever answers for data, or the head, keeps a record from being deleted, with a reason and a day."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.permissions import Permission
from belisha.console.concerns.keeping import audit_events as events
from belisha.console.concerns.keeping.actions.proposing import withdraw
from belisha.console.concerns.keeping.queries import near_to
from belisha.console.concerns.keeping.rules import HOLD_MOST_YEARS, years_after
from belisha.console.concerns.models import Concern, Hold, KeepingReview, PersonHold
from belisha.console.concerns.queries.visible import hiding

if TYPE_CHECKING:
    from datetime import date

    from belisha.console.access.acting import By
    from belisha.console.access.models import School
    from belisha.console.people.models import Person

__all__ = ["hold", "hold_person", "look_again", "release"]

NEAR: Final = gettext_lazy("This concern is about you, or somebody near you: somebody else must do this.")


def hold(*, by: By, concern: Concern, reason: str, review_on: date) -> Hold:
    """Keep a record whatever its clock says; they need not be able to read it. Raises NotAllowedError,
    ValidationError."""
    by = _may(by, concern)
    _check(reason, review_on)
    with transaction.atomic():
        held = Concern.objects.select_for_update().select_related("school").get(pk=concern.pk)
        if held.state == Concern.State.MERGED:
            raise ValidationError({"reference": _("It was put into another: hold that one.")})
        if Hold.objects.filter(concern=held, ended_at=None).exists():
            raise ValidationError({"reference": _("It is held already.")})
        row = Hold.objects.create(
            key=secrets.token_hex(8),
            concern=held,
            reason=reason.strip(),
            review_on=review_on,
            since=timezone.now(),
            by=by.user,
        )
        by.did(events.HELD, to=held, at=held, reason=row.reason, after={"review": review_on.isoformat()})
        for review in KeepingReview.objects.filter(concern=held, state=KeepingReview.State.OPEN):
            withdraw(by, review)
    return row


def hold_person(*, by: By, school: School, person: Person, reason: str, review_on: date) -> PersonHold:
    """Keep everything in which somebody stands, also what is written later; whether there is anything is not asked.

    Reviews that are open are taken back in the night, and decided by nobody before. Raises as `hold`.
    """
    by = by.may(Permission.HOLD_CONCERNS, school)
    if by.user is not None and person.pk in near_to(by):
        raise NotAllowedError(NEAR)
    _check(reason, review_on)
    if person.school_id != school.pk:
        raise NotAllowedError(_("They are not of this school."))
    with transaction.atomic():
        if PersonHold.objects.filter(school=school, person=person, ended_at=None).exists():
            raise ValidationError(_("Their records are held already."))
        row = PersonHold.objects.create(
            key=secrets.token_hex(8), school=school, person=person, reason=reason.strip(), review_on=review_on,
            since=timezone.now(), by=by.user,
        )  # fmt: skip
        by.did(events.HELD, to=row, at=row, reason=row.reason, after={"review": review_on.isoformat()})
    return row


def look_again(*, by: By, held: Hold | PersonHold, reason: str, review_on: date) -> None:
    """It is still needed: until when, and why. Raises as `hold`."""
    by = _may_again(by, held)
    _check(reason, review_on)
    with transaction.atomic():
        row = _locked(held)
        before = {"reason": row.reason, "review": row.review_on.isoformat()}
        row.reason, row.review_on = reason.strip(), review_on
        row.save(update_fields=["reason", "review_on"])
        after = {"review": review_on.isoformat()}
        about = row.concern if isinstance(row, Hold) else row
        by.did(events.LOOKED_AGAIN, to=about, at=row, reason=row.reason, before=before, after=after)


def release(*, by: By, held: Hold | PersonHold, reason: str) -> None:
    """It is no longer held: its clock counts again. Raises as `hold`."""
    by = _may_again(by, held)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it need not be held any more.")})
    with transaction.atomic():
        row = _locked(held)
        row.ended_at, row.ended_by, row.ended_reason = timezone.now(), by.user, reason.strip()
        row.save(update_fields=["ended_at", "ended_by", "ended_reason"])
        by.did(events.RELEASED, to=row.concern if isinstance(row, Hold) else row, at=row, reason=row.ended_reason)


def _may(by: By, concern: Concern) -> By:
    by = by.may(Permission.HOLD_CONCERNS, concern.school)
    if by.user is not None and hiding(by).filter(concern=concern).exists():
        raise NotAllowedError(NEAR)
    return by


def _may_again(by: By, held: Hold | PersonHold) -> By:
    if isinstance(held, Hold):
        return _may(by, held.concern)
    by = by.may(Permission.HOLD_CONCERNS, held.school)
    if by.user is not None and held.person_id in near_to(by):
        raise NotAllowedError(NEAR)
    return by


def _locked(held: Hold | PersonHold) -> Hold | PersonHold:
    row: Hold | PersonHold
    if isinstance(held, Hold):
        row = Hold.objects.select_for_update(of=("self",)).select_related("concern__school").get(pk=held.pk)
    else:
        row = PersonHold.objects.select_for_update(of=("self",)).select_related("school").get(pk=held.pk)
    if row.ended_at is not None:
        raise ValidationError(_("It is no longer held."))
    return row


def _check(reason: str, review_on: date) -> None:
    today = timezone.localdate()
    if not reason.strip():
        raise ValidationError({"reason": _("Say which claim, court or inquiry needs it.")})
    if not today < review_on <= years_after(today, HOLD_MOST_YEARS):
        message = _("Choose a day to come, at most %(n)s years from now: somebody looks at it again then.")
        raise ValidationError({"review_on": message % {"n": HOLD_MOST_YEARS}})
