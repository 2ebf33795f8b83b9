"""The safeguarding team reads what people wrote, and makes concerns of what worries them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.permissions import Permission
from belisha.console.compliance.models import SurveyWords
from belisha.console.compliance.surveys import audit_events
from belisha.console.compliance.surveys.actions.answering import ORIGINS
from belisha.console.concerns.actions.reporting import Told, report

if TYPE_CHECKING:
    from belisha.console.access.acting import By
    from belisha.console.concerns.models import Concern

__all__ = ["begin_concern", "mark_read"]


def mark_read(*, by: By, words: SurveyWords) -> None:
    """Somebody of the safeguarding team has read it. Raises NotAllowedError."""
    school = words.group.survey.school
    by = by.may(Permission.WORK_CONCERNS, school)
    with transaction.atomic():
        unread = SurveyWords.objects.filter(pk=words.pk, read_at__isnull=True)
        if unread.update(read_at=timezone.now(), read_by=by.user):
            by.did(audit_events.READ, to=words, at=school)


def begin_concern(*, by: By, words: SurveyWords, category: str, why: str) -> Concern:
    """Make a concern of it, though nobody knows who wrote it. Raises NotAllowedError, ValidationError."""
    group = words.group
    school = group.survey.school
    by = by.may(Permission.WORK_CONCERNS, school)
    with transaction.atomic():
        held = SurveyWords.objects.select_for_update().get(pk=words.pk)
        if held.concern:
            raise ValidationError(_("This is a concern already."))
        text = _("Written in a survey without a name, by somebody of %(group)s: “%(words)s”")
        said = text % {"group": group.name, "words": held.words}
        concern = report(
            by=by,
            school=school,
            category=category,
            words=f"{said}\n\n{why.strip()}".strip(),
            told=Told(origin=ORIGINS[group.survey.audience], context={"source": "survey", "survey": group.survey_id}),
        )
        held.concern, held.read_at = concern.reference, held.read_at or timezone.now()
        held.read_by = held.read_by or by.user
        held.save(update_fields=["concern", "read_at", "read_by"])
        by.did(audit_events.READ, to=held, at=school)
    return concern
