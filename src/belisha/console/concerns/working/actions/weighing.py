"""A concern is kept in the low-level record, apart from allegations, or taken out of it: by what stands of it now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from belisha.console.concerns.models import Concern, Finding, Step
from belisha.console.concerns.working import audit_events as events
from belisha.console.concerns.working.actions.keeping import reckon
from belisha.console.concerns.working.queries.hours import hours_of
from belisha.console.concerns.working.queries.low_level import low_level_by
from belisha.console.concerns.working.rules.playbooks import above_low_level
from belisha.console.concerns.working.rules.times import until

if TYPE_CHECKING:
    from belisha.console.access.acting import By

__all__ = ["weigh"]


def weigh(by: By, concern: Concern) -> None:
    """Answer the steps of an allegation by the finding that it is low-level, or ask them again; twice is no fault.

    For deeds that may change it, in their transaction.
    """
    finding = low_level_by(concern)
    if finding is not None:
        _spare(concern, finding)
    elif concern.low_level:
        _ask_again(concern)
    low = finding is not None
    if low == concern.low_level:
        return
    concern.low_level = low
    concern.save(update_fields=["low_level"])
    by.did(events.LOW_LEVEL if low else events.NOT_LOW_LEVEL, to=concern, at=concern)
    reckon(Concern.objects.select_related("school").get(pk=concern.pk))


def _spare(concern: Concern, finding: Finding) -> None:
    """What somebody answered themselves stays as they did."""
    steps = Step.objects.filter(concern=concern, key__in=above_low_level(), done_at=None)
    steps.update(answer=Step.Answer.LOW_LEVEL, done_at=finding.at, done_by=finding.by, entry=finding.entry)


def _ask_again(concern: Concern) -> None:
    """Each with its whole time limit, from now."""
    now, times = timezone.now(), hours_of(concern.school).times
    asked = above_low_level()
    for step in Step.objects.filter(concern=concern, answer=Step.Answer.LOW_LEVEL):
        step.answer, step.done_at, step.done_by, step.entry = "", None, None, None
        if step.key in asked:
            step.due_at = until(asked[step.key].within, now, times)
        step.save(update_fields=["answer", "done_at", "done_by", "entry", "due_at"])
