"""The yearly drill: a mock incident through a playbook, each step timed. It is no concern and counts nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.permissions import Permission
from belisha.console.concerns.models import Drill, DrillStep
from belisha.console.concerns.working import audit_events as events
from belisha.console.concerns.working.chain import ConcernsOf
from belisha.console.concerns.working.rules.playbooks import book_of, playbooks

if TYPE_CHECKING:
    from belisha.console.access.acting import By
    from belisha.console.access.models import School

__all__ = ["begin_drill", "drill_step", "end_drill"]


def begin_drill(*, by: By, school: School, book: str) -> Drill:
    """Begin a drill by a playbook. Raises NotAllowedError, ValidationError."""
    by = by.may(Permission.WORK_CONCERNS, school)
    if book not in {each.id for each in playbooks().playbooks}:
        raise ValidationError({"book": _("Choose one of the playbooks.")})
    with transaction.atomic():
        drill = Drill.objects.create(
            school=school, book=book, version=playbooks().version, started_at=timezone.now(), started_by=by.user
        )
        DrillStep.objects.bulk_create(
            DrillStep(drill=drill, text=step.text, within=step.within, place=place)
            for place, step in enumerate(book_of(book).steps)
        )
        by.did(events.DRILL_BEGAN, to=drill, at=ConcernsOf(school))
    return drill


def drill_step(*, by: By, drill: Drill, place: int) -> None:
    """Note that a step of a drill is done now; twice is no fault. Raises NotAllowedError, ValidationError."""
    by = by.may(Permission.WORK_CONCERNS, drill.school)
    if drill.finished_at is not None:
        raise ValidationError(_("This drill is over."))
    with transaction.atomic():
        done = DrillStep.objects.filter(drill=drill, place=place, done_at=None)
        if done.update(done_at=timezone.now(), done_by=by.user):
            by.did(events.DRILL_STEP, to=drill, at=ConcernsOf(drill.school), after={"place": place})


def end_drill(*, by: By, drill: Drill, words: str) -> None:
    """End a drill whose steps are all done, with what was learnt. Raises NotAllowedError, ValidationError."""
    by = by.may(Permission.WORK_CONCERNS, drill.school)
    if drill.finished_at is not None:
        raise ValidationError(_("This drill is over."))
    if drill.steps.filter(done_at=None).exists():
        raise ValidationError(_("Some steps are not done yet."))
    if not words.strip():
        raise ValidationError({"words": _("Say what you learnt.")})
    with transaction.atomic():
        drill.finished_at, drill.words = timezone.now(), words.strip()[:1000]
        drill.save(update_fields=["finished_at", "words"])
        by.did(events.DRILL_ENDED, to=drill, at=ConcernsOf(drill.school))
