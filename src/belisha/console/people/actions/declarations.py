"""What staff declare each year, and its confirmation by whoever leads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.authorization import NotAllowedError
from belisha.console.people import audit_events
from belisha.console.people.models import Declaration, Person
from belisha.console.people.refusals import RefusedError
from belisha.console.people.rules.forms_of_staff import form_of, judge

if TYPE_CHECKING:
    from collections.abc import Mapping

    from belisha.console.access.acting import By

__all__ = ["check_own", "confirm_declaration", "declare", "look_at_declaration"]


def check_own(by: By, person: Person) -> None:
    """Raise NotAllowedError unless somebody acts for themselves."""
    if by.user is None or by.behind is not None or by.user.pk != person.user_id:
        raise NotAllowedError(_("Only they can do this themselves."))


def declare(*, by: By, person: Person, form: str, answers: Mapping[str, str]) -> Declaration:
    """Answer a form for oneself; `answers`: question id to "yes", "no" or text. Raises RefusedError naming the id."""
    check_own(by, person)
    asked = form_of(form)
    if person.kind not in asked.who:
        raise RefusedError(_("This form is not for you."))
    try:
        judged = judge(asked, answers)
    except ValueError as error:
        raise RefusedError(_("Answer this question."), str(error)) from error
    known = {question.id for question in asked.questions}
    with transaction.atomic():
        made = Declaration(person=person, form=asked.id, version=asked.version, made_at=timezone.now())
        made.answers = {name: text.strip() for name, text in answers.items() if name in known}
        made.exceptions, made.score, made.passed = judged
        made.save()
        # what was answered is for those who may see it, not for every reader of the record
        after = {"form": asked.id, "exceptions": len(judged.exceptions), "passed": judged.passed}
        by.did(audit_events.DECLARED, to=person, at=person.school, after=after)
    return made


def confirm_declaration(*, by: By, declaration: Declaration, note: str) -> None:
    """Confirm that a form was read and talked over with the one who filled it in. Nobody confirms their own."""
    form = form_of(declaration.form)
    school = declaration.person.school
    by = by.may(form.seen_by, school)
    if by.user and by.user.pk == declaration.person.user_id:
        raise RefusedError(_("Nobody confirms their own form."))
    if not note.strip():
        raise RefusedError(_("Say in a word what you agreed."), "note")
    with transaction.atomic():
        row = Declaration.objects.select_for_update().get(pk=declaration.pk)
        if row.confirmed_at:
            raise RefusedError(_("It is confirmed already."))
        row.confirmed_by, row.confirmed_at, row.confirmed_note = by.user, timezone.now(), note.strip()
        row.save()
        after = {"form": form.id}
        by.did(audit_events.DECLARATION_CONFIRMED, to=declaration.person, at=school, after=after)


def look_at_declaration(*, by: By, declaration: Declaration) -> Declaration:
    """Somebody's answers; the look of another goes on record."""
    person = declaration.person
    if by.user and by.user.pk == person.user_id:
        return declaration
    by = by.may(form_of(declaration.form).seen_by, person.school)
    with transaction.atomic():
        by.did(audit_events.DECLARATIONS_SEEN, to=person, at=person.school, after={"form": declaration.form})
    return declaration
