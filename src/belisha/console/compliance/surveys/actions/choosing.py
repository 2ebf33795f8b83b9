"""What a school asks: leaving out, other words, questions of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.permissions import Permission
from belisha.console.compliance.models import OwnQuestion, QuestionChoice, SurveyForm
from belisha.console.compliance.surveys import audit_events
from belisha.console.compliance.surveys.rules import questions

if TYPE_CHECKING:
    from belisha.console.access.acting import By
    from belisha.console.access.models import School

__all__ = ["add_question", "choose", "end_question"]


def choose(*, by: By, school: School, form: str, question: str, words: str = "", left_out: bool = False) -> None:
    """Leave a question of ours out, ask it in other words, or (neither) as it is. Raises ValidationError."""
    by = by.may(Permission.RUN_SURVEYS, school)
    ours = next((each for each in questions(SurveyForm(form)) if each.id == question), None)
    if ours is None:
        raise ValidationError(_("There is no such question."))
    words = words.strip()[:160]
    words = "" if words == ours.words else words
    with transaction.atomic():
        row, _new = QuestionChoice.objects.update_or_create(
            school=school, form=form, question=question, defaults={"words": words, "left_out": left_out}
        )
        by.did(audit_events.CHOSEN, to=row, at=school, after={"form": form, "words": words, "left_out": left_out})


def add_question(*, by: By, school: School, form: str, words: str, kind: str) -> OwnQuestion:
    """Ask something besides. Raises ValidationError."""
    by = by.may(Permission.RUN_SURVEYS, school)
    if not words.strip():
        raise ValidationError({"words": [_("Write the question.")]})
    if form == SurveyForm.INFANTS and kind == OwnQuestion.Kind.WORDS:
        raise ValidationError({"kind": [_("The youngest choose faces: they write nothing.")]})
    with transaction.atomic():
        row = OwnQuestion.objects.create(school=school, form=SurveyForm(form), words=words.strip()[:160], kind=kind)
        by.did(audit_events.CHOSEN, to=row, at=school, after={"form": form, "words": row.words, "kind": kind})
    return row


def end_question(*, by: By, question: OwnQuestion) -> None:
    """Ask something of one's own no more; what was answered stays."""
    by = by.may(Permission.RUN_SURVEYS, question.school)
    with transaction.atomic():
        if OwnQuestion.objects.filter(pk=question.pk, ended_at__isnull=True).update(ended_at=timezone.now()):
            by.did(audit_events.CHOSEN, to=question, at=question.school, after={"ended": True})
