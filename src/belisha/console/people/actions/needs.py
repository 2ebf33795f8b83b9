"""What pupils need: noting, reviewing and ending it, and looking at it, which is on record too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.models import User
from belisha.console.access.permissions import Permission
from belisha.console.people import audit_events
from belisha.console.people.actions.facts import facts_of
from belisha.console.people.models import Need, Person
from belisha.console.people.refusals import RefusedError

if TYPE_CHECKING:
    from datetime import date

    from belisha.console.access.acting import By

__all__ = ["end_need", "look_at_needs", "note_need", "review_need"]

_FACTS = ("kind", "at_risk", "reason", "review")


def note_need(*, by: By, pupil: Person, kind: str, reason: str, review: date, at_risk: bool = False) -> Need:
    """Record a need of a pupil, why, and when to look again. Raises RefusedError."""
    by = by.may(Permission.CHANGE_NEEDS, pupil.school)
    today = timezone.localdate()
    _refuse(pupil, reason, review)
    with transaction.atomic():
        if Need.objects.current().filter(person=pupil, kind=kind).exists():
            raise RefusedError(_("This need is recorded already: review it instead."), "kind")
        risk = at_risk or kind == Need.Kind.RISK
        need = Need(person=pupil, kind=Need.Kind(kind), reason=reason.strip(), review=review, at_risk=risk)
        need.noted_by, need.noted_on = by.user, today
        need.save()
        by.did(audit_events.NEED_NOTED, to=pupil, at=pupil.school, after=facts_of(need, _FACTS))
    return need


def review_need(*, by: By, need: Need, reason: str, review: date, at_risk: bool) -> Need:
    """Look at a need again: what holds now, and when to look next. The old row is ended, so that history stays."""
    by = by.may(Permission.CHANGE_NEEDS, need.person.school)
    _refuse(need.person, reason, review)
    with transaction.atomic():
        row = Need.objects.select_for_update().get(pk=need.pk)
        if row.ended:
            raise RefusedError(_("This need has ended."))
        row.ended = timezone.localdate()
        row.save()
        risk = at_risk or row.kind == Need.Kind.RISK
        fresh = Need(person=need.person, kind=row.kind, at_risk=risk, reason=reason.strip(), review=review)
        fresh.noted_by, fresh.noted_on = by.user, timezone.localdate()
        fresh.save()
        was, now = facts_of(row, _FACTS), facts_of(fresh, _FACTS)
        by.did(audit_events.NEED_REVIEWED, to=need.person, at=need.person.school, before=was, after=now)
    return fresh


def end_need(*, by: By, need: Need, reason: str) -> None:
    """Record that a need is no more."""
    by = by.may(Permission.CHANGE_NEEDS, need.person.school)
    with transaction.atomic():
        row = Need.objects.select_for_update().get(pk=need.pk)
        row.ended = timezone.localdate()
        row.save()
        was = facts_of(row, _FACTS)
        by.did(audit_events.NEED_ENDED, to=need.person, at=need.person.school, reason=reason, before=was)


def look_at_needs(*, by: By, pupil: Person) -> list[Need]:
    """The needs of a pupil that hold now; the look goes on record."""
    by = by.may(Permission.SEE_NEEDS, pupil.school)
    with transaction.atomic():
        by.did(audit_events.NEEDS_SEEN, to=pupil, at=pupil.school)
    return list(Need.objects.current().filter(person=pupil).select_related("noted_by"))


def _refuse(pupil: Person, reason: str, review: date) -> None:
    if pupil.kind != User.Kind.PUPIL:
        raise RefusedError(_("Needs are recorded of pupils only."))
    if not reason.strip():
        raise RefusedError(_("Say why this is recorded."), "reason")
    if review <= timezone.localdate():
        raise RefusedError(_("The next review must be a day to come."), "review")
