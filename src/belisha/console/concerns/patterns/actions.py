"""Looking into a pattern, and teaching what follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.authorization import NotAllowedError, holdings
from belisha.console.access.permissions import Permission
from belisha.console.access.roles import Role
from belisha.console.concerns.models import TrendNote
from belisha.console.concerns.patterns import audit_events
from belisha.console.concerns.patterns.queries import span_of

if TYPE_CHECKING:
    from datetime import date

    from belisha.console.access.acting import By
    from belisha.console.access.models import School
    from belisha.console.concerns.patterns.rules import Rise

__all__ = ["Lesson", "may_teach", "note", "taught"]

TEACH: Final = {Role.COMPUTING_LEAD, Role.DSL, Role.DEPUTY_DSL, Role.HEAD}


class Lesson(NamedTuple):
    """What is to be taught because of a pattern, and by when."""

    words: str
    due: date


def note(*, by: By, school: School, rise: Rise, words: str, lesson: Lesson | None = None) -> TrendNote:
    """Write down what was found when a rise was looked into. Raises NotAllowedError, ValidationError."""
    by = by.may(Permission.WORK_CONCERNS, school)
    today = timezone.localdate()
    if not words.strip():
        raise ValidationError({"words": _("Write down what you found.")})
    if lesson and lesson.due < today:
        raise ValidationError({"lesson_due": _("That day is over.")})
    with transaction.atomic():
        row = TrendNote.objects.create(
            school=school,
            kind=rise.kind,
            value=rise.value,
            term=span_of(school, today).first,
            count=rise.now,
            before=rise.before,
            words=words.strip(),
            by=by.user,
            at=timezone.now(),
            lesson=lesson.words.strip() if lesson else "",
            lesson_due=lesson.due if lesson else None,
        )
        by.did(audit_events.NOTED, to=row, at=school, after={"kind": rise.kind, "lesson": bool(lesson)})
    return row


def may_teach(by: By) -> bool:
    """Whether somebody may say that a lesson was taught."""
    return by.user is None or bool(TEACH & {held.role for held in holdings(by.user)})


def taught(*, by: By, row: TrendNote, words: str) -> None:
    """Say that the lesson was taught: by the computing lead or the safeguarding team. Raises as `note`."""
    if not may_teach(by):
        raise NotAllowedError(_("This is for the computing lead and the safeguarding team."))
    by = by.may(Permission.SEE_DUTIES, row.school)
    if not words.strip():
        raise ValidationError({"words": _("Say to whom it was taught, and when.")})
    with transaction.atomic():
        found = TrendNote.objects.select_for_update().get(pk=row.pk)
        if found.taught_at is not None or not found.lesson:
            raise ValidationError(_("No lesson is open here."))
        found.taught_at, found.taught_by, found.taught_words = timezone.now(), by.user, words.strip()
        found.save(update_fields=["taught_at", "taught_by", "taught_words"])
        by.did(audit_events.TAUGHT, to=found, at=found.school)
