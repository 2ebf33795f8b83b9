"""Ties with pupils and families that staff tell of in private, and leave for contact from a personal account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.models import User
from belisha.console.access.permissions import Permission
from belisha.console.people import audit_events
from belisha.console.people.actions.declarations import check_own
from belisha.console.people.actions.facts import facts_of
from belisha.console.people.models import ContactPermission, DeclaredTie, Person
from belisha.console.people.refusals import RefusedError

if TYPE_CHECKING:
    from datetime import date

    from belisha.console.access.acting import By
    from belisha.console.access.models import School

__all__ = ["advise_on_tie", "ask_contact", "close_contact", "decide_contact", "declare_tie", "end_tie", "look_at_ties"]


def declare_tie(*, by: By, person: Person, tie: str) -> DeclaredTie:
    """Tell the safeguarding lead and the head of a tie of one's own. Raises RefusedError."""
    check_own(by, person)
    if person.kind != User.Kind.STAFF:
        raise RefusedError(_("This form is for staff."))
    if not tie.strip():
        raise RefusedError(_("Say what the tie is."), "tie")
    with transaction.atomic():
        row = DeclaredTie.objects.create(person=person, tie=tie.strip(), told_at=timezone.now())
        by.did(audit_events.TIE_DECLARED, to=person, at=person.school)
    return row


def advise_on_tie(*, by: By, tie: DeclaredTie, advice: str, review: date) -> None:
    """Write down what was advised and when to look again; a review is recorded the same way. Never on one's own."""
    by = by.may(Permission.SEE_DECLARATIONS, tie.person.school)
    _refuse_own(by, tie.person)
    if not advice.strip():
        raise RefusedError(_("Write down what was advised."), "advice")
    if review <= timezone.localdate():
        raise RefusedError(_("The next review must be a day to come."), "review")
    with transaction.atomic():
        row = DeclaredTie.objects.select_for_update().get(pk=tie.pk)
        before = facts_of(row, ("advice", "review"))
        row.advice, row.review = advice.strip(), review
        row.advised_by, row.advised_at = by.user, timezone.now()
        row.save()
        after = facts_of(row, ("advice", "review"))
        by.did(audit_events.TIE_ADVISED, to=tie.person, at=tie.person.school, before=before, after=after)


def end_tie(*, by: By, tie: DeclaredTie, reason: str) -> None:
    """Record that a tie is no more."""
    by = by.may(Permission.SEE_DECLARATIONS, tie.person.school)
    _refuse_own(by, tie.person)
    with transaction.atomic():
        row = DeclaredTie.objects.select_for_update().get(pk=tie.pk)
        row.ended = timezone.localdate()
        row.save()
        by.did(audit_events.TIE_ENDED, to=tie.person, at=tie.person.school, reason=reason)


def look_at_ties(*, by: By, school: School) -> list[DeclaredTie]:
    """Ties that hold, but one's own, which are on one's own page; the look goes on record."""
    by = by.may(Permission.SEE_DECLARATIONS, school)
    with transaction.atomic():
        by.did(audit_events.TIE_SEEN, to=school, at=school)
    held = DeclaredTie.objects.for_school(school).filter(ended__isnull=True).select_related("person", "advised_by")
    return list(held.exclude(person__user=by.user) if by.user else held)


def ask_contact(*, by: By, person: Person, with_whom: str, account: str, reason: str, until: date) -> ContactPermission:
    """Ask the head for leave for contact with a pupil or parent from a personal account. Raises RefusedError."""
    check_own(by, person)
    if until <= timezone.localdate():
        raise RefusedError(_("The last day must be a day to come."), "until")
    with transaction.atomic():
        row = ContactPermission(person=person, with_whom=with_whom.strip(), account=account.strip(), until=until)
        row.reason, row.asked_at = reason.strip(), timezone.now()
        row.save()
        by.did(audit_events.CONTACT_ASKED, to=person, at=person.school, after={"until": until.isoformat()})
    return row


def decide_contact(*, by: By, asked: ContactPermission, agreed: bool, answer: str) -> None:
    """Agree or refuse, with a word why. Never on one's own request."""
    by = by.may(Permission.SEE_DECLARATIONS, asked.person.school)
    _refuse_own(by, asked.person)
    with transaction.atomic():
        row = ContactPermission.objects.select_for_update().get(pk=asked.pk)
        if row.decided_at:
            raise RefusedError(_("This is decided already."))
        row.agreed, row.answer = agreed, answer.strip()
        row.decided_by, row.decided_at = by.user, timezone.now()
        row.save()
        after = {"agreed": agreed, "until": row.until.isoformat()}
        by.did(audit_events.CONTACT_DECIDED, to=asked.person, at=asked.person.school, reason=answer, after=after)


def close_contact(*, by: By, asked: ContactPermission) -> None:
    """Record that the contact has ended: the one who asked says so, or whoever decides."""
    if by.user is None or by.user.pk != asked.person.user_id:
        by = by.may(Permission.SEE_DECLARATIONS, asked.person.school)
    with transaction.atomic():
        row = ContactPermission.objects.select_for_update().get(pk=asked.pk)
        row.closed = timezone.localdate()
        row.save()
        by.did(audit_events.CONTACT_CLOSED, to=asked.person, at=asked.person.school)


def _refuse_own(by: By, person: Person) -> None:
    if by.user is not None and by.user.pk == person.user_id:
        raise RefusedError(_("This is about you: a colleague must do it."))
