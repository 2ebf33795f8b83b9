"""Choosing the level of an aspect, and taking the self-review away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.permissions import Permission
from belisha.console.compliance.models import AspectJudged
from belisha.console.compliance.self_review import audit_events
from belisha.console.compliance.self_review.queries import may_judge, sheet_of

if TYPE_CHECKING:
    from belisha.console.access.acting import By
    from belisha.console.access.models import School

__all__ = ["judge", "note_export"]


def judge(*, by: By, school: School, aspect: str, level: int, words: str, improve: str = "") -> AspectJudged:
    """Choose a level, with a comment of the school's own; what is suggested then is kept beside it.

    Raises KeyError, NotAllowedError, ValidationError.
    """
    by = by.may(Permission.SEE_DUTIES, school)
    role = may_judge(by.user, school) if by.user else None
    if role is None or by.user is None:
        raise NotAllowedError(_("Leaders and those who lead a part of the school's work fill in the self-review."))
    if not 1 <= level <= 5:
        raise ValidationError({"level": [_("Choose a level.")]})
    if not words.strip():
        raise ValidationError({"words": [_("Say in a sentence why.")]})
    now = timezone.now()
    suggested = sheet_of(school, aspect, now).suggestion.level
    with transaction.atomic():
        made = AspectJudged.objects.create(
            school=school,
            aspect=aspect,
            level=level,
            words=words.strip(),
            improve=improve.strip(),
            suggested=suggested,
            by=by.user,
            role=role.value,
            at=now,
        )
        after = {"aspect": aspect, "level": level, "suggested": suggested, "words": made.words}
        by._replace(role=role.value).did(audit_events.JUDGED, to=made, at=school, after=after)
    return made


def note_export(*, by: By, school: School, form: str) -> None:
    """Put on record that somebody took the self-review away. Raises NotAllowedError."""
    by = by.may(Permission.SEE_DUTIES, school)
    with transaction.atomic():
        by.did(audit_events.EXPORTED, to=school, at=school, after={"form": form})
