"""The verbs of texts: a school's own words, issuing, no longer asking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from belisha.console.access.permissions import Permission
from belisha.console.agreements.models import Agreement, Wording
from belisha.console.agreements.texts import audit_events as events
from belisha.console.agreements.texts.queries import draft_of, parameters_of
from belisha.console.agreements.texts.rules import (
    digest_of,
    forms_of,
    kind_of,
    says_the_same,
    text_of,
    unknown_parameters,
)
from belisha.console.people.refusals import RefusedError

if TYPE_CHECKING:
    from belisha.console.access.acting import By
    from belisha.console.access.models import School

__all__ = ["add_clause", "issue", "issue_again", "reword", "stop", "take_back_words"]

LONGEST_ID: Final = 32


def reword(*, by: By, school: School, kind: str, clause: str, heading: str, text: str, reason: str) -> Wording:
    """Put a clause into a school's own words; no text leaves it out, with a reason. Counts from the next issue.

    Raises RefusedError for a clause that is locked or unknown, one that may not be left out, a wrong parameter.
    """
    by = by.may(Permission.WRITE_AGREEMENTS, school)
    text, reason = text.strip(), reason.strip()
    known = {each.id: each for each in text_of(kind).clauses}
    if clause in known and known[clause].locked:
        raise RefusedError(_("This clause is the same for every school and cannot be changed."))
    if not text:
        _check_may_leave_out(kind, clause, reason)
    _check_parameters(text)
    return _keep(by, school, kind, Wording(clause=clause, heading=heading.strip(), text=text, reason=reason))


def add_clause(*, by: By, school: School, kind: str, heading: str, text: str) -> Wording:
    """Add a clause of a school's own. Raises RefusedError for one without a heading or text."""
    by = by.may(Permission.WRITE_AGREEMENTS, school)
    heading, text = heading.strip(), text.strip()
    if not heading or not text:
        raise RefusedError(_("Write a heading and a text."), "text" if heading else "heading")
    _check_parameters(text)
    clause = f"own-{slugify(heading)[:LONGEST_ID] or 'clause'}"
    if Wording.objects.for_school(school).filter(kind=kind, clause=clause).exists():
        raise RefusedError(_("There is a clause with this heading already."), "heading")
    return _keep(by, school, kind, Wording(clause=clause, heading=heading, text=text))


def take_back_words(*, by: By, wording: Wording) -> None:
    """Go back to the words that come with Belisha; a clause that the school added goes."""
    by = by.may(Permission.WRITE_AGREEMENTS, wording.school)
    with transaction.atomic():
        before = {"kind": wording.kind, "clause": wording.clause, "text": wording.text}
        by.did(events.REWORDED, to=wording, at=wording.school, before=before, after={})
        wording.delete()


def issue(*, by: By, school: School, kind: str, reason: str, asks_again: bool) -> Agreement:
    """Issue an agreement as its draft stands: from now on nobody can change it. Ends the one before.

    `asks_again`: whoever signed the one before is asked anew. Raises RefusedError where a required clause is missing,
    or where nothing has changed since.
    """
    by = by.may(Permission.WRITE_AGREEMENTS, school)
    known, now = kind_of(kind), timezone.now()
    draft = draft_of(school, kind)
    if draft.missing:
        raise RefusedError(_("It lacks what it must have: %(clauses)s.") % {"clauses": ", ".join(draft.missing)})
    forms = forms_of(known, draft.text, draft.own, parameters_of(school, timezone.localdate(now)))
    digest = digest_of(forms)
    with transaction.atomic():
        before = Agreement.objects.select_for_update().for_school(school).filter(kind=kind).order_by("-number").first()
        if before is not None and before.ended_at is None:
            if before.digest == digest:
                raise RefusedError(_("Nothing has changed since it was issued last."))
            if not reason.strip():
                raise RefusedError(_("Say what changed: whoever is asked again reads it."), "reason")
            before.ended_at = now
            before.save(update_fields=["ended_at"])
        made = Agreement(school=school, kind=kind, number=before.number + 1 if before else 1, forms=forms)
        made.asks_again, made.reason = asks_again or before is None, reason.strip()
        return _issued(by, made)


def issue_again(*, by: By, agreement: Agreement, reason: str) -> Agreement:
    """Ask everybody anew for what is in force, with the names and settings of today.

    Words of the draft that nobody has issued yet, and those that an update of Belisha brought, wait for somebody who
    issues them: then the very text that was in force is asked for again. Raises RefusedError where it has ended.
    """
    school, kind = agreement.school, agreement.kind
    by = by.may(Permission.WRITE_AGREEMENTS, school)
    draft = draft_of(school, kind)
    with transaction.atomic():
        before = Agreement.objects.select_for_update().in_force().filter(pk=agreement.pk).first()
        if before is None:
            raise RefusedError(_("It is not asked for any more."))
        before.ended_at = timezone.now()
        before.save(update_fields=["ended_at"])
        forms = before.forms
        if says_the_same(draft.text, forms["plain"]):
            forms = forms_of(draft.kind, draft.text, draft.own, parameters_of(school, timezone.localdate()))
        made = Agreement(
            school=school, kind=kind, number=before.number + 1, forms=forms, asks_again=True, reason=reason
        )
        return _issued(by, made)


def _issued(by: By, made: Agreement) -> Agreement:
    made.digest, made.issued_by, made.issued_at = digest_of(made.forms), by.user, timezone.now()
    made.save(force_insert=True)
    after = {"digest": made.digest, "number": made.number}
    by.did(events.ISSUED, to=made, at=made.school, reason=made.reason, after=after)
    return made


def stop(*, by: By, agreement: Agreement, reason: str) -> None:
    """No longer ask for an agreement; signatures stay as they are. Raises RefusedError without a reason."""
    by = by.may(Permission.WRITE_AGREEMENTS, agreement.school)
    if not reason.strip():
        raise RefusedError(_("Say why."), "reason")
    with transaction.atomic():
        ended = Agreement.objects.filter(pk=agreement.pk).in_force().update(ended_at=timezone.now())
        if not ended:
            raise RefusedError(_("It is not asked for any more."))
        by.did(events.STOPPED, to=agreement, at=agreement.school, reason=reason.strip())


def _check_may_leave_out(kind: str, clause: str, reason: str) -> None:
    if clause in kind_of(kind).required:
        raise RefusedError(_("This clause must be in the agreement. Change its words instead."), "text")
    if not reason:
        raise RefusedError(_("Say why it is left out."), "reason")


def _check_parameters(text: str) -> None:
    if wrong := unknown_parameters(text):
        raise RefusedError(_("Nothing fills {%(name)s}.") % {"name": wrong[0]}, "text")


@transaction.atomic
def _keep(by: By, school: School, kind: str, made: Wording) -> Wording:
    row, _made = Wording.objects.update_or_create(
        school=school,
        kind=kind,
        clause=made.clause,
        defaults={
            "heading": made.heading,
            "text": made.text,
            "reason": made.reason,
            "by": by.user,
            "at": timezone.now(),
        },
    )
    after = {"kind": kind, "clause": made.clause, "text": made.text}
    by.did(events.REWORDED, to=row, at=school, reason=made.reason, after=after)
    return row
