"""Taking a concern up: acknowledging, giving it to somebody, answering steps, setting a day of review."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.concerns.actions.writing import check_may_work, write
from belisha.console.concerns.models import Concern, Entry, Step
from belisha.console.concerns.working import audit_events as events
from belisha.console.concerns.working.actions.keeping import reckon, taken_up
from belisha.console.concerns.working.queries.people import who_work
from belisha.console.concerns.working.rules.states import next_state

if TYPE_CHECKING:
    from datetime import date

    from belisha.console.access.acting import By
    from belisha.console.access.models import User

__all__ = ["acknowledge", "assign", "set_review", "step_done"]


def acknowledge(*, by: By, concern: Concern) -> None:
    """Say that one has seen a new concern and takes it; nobody else is called for it. Raises NotAllowedError.

    Acknowledging twice is no fault, and changes nothing.
    """
    by = check_may_work(by, concern)
    with transaction.atomic():
        found = Concern.objects.select_for_update().select_related("school").get(pk=concern.pk)
        state = next_state(found.state, "acknowledge")
        if state is None:
            return
        found.state, found.acknowledged_at, found.acknowledged_by = state, timezone.now(), by.user
        found.assigned_to = found.assigned_to or by.user
        found.save(update_fields=["state", "acknowledged_at", "acknowledged_by", "assigned_to"])
        by.did(events.ACKNOWLEDGED, to=found, at=found)
        reckon(found)


def assign(*, by: By, concern: Concern, to: User) -> None:
    """Give a concern to somebody who answers for its route. Raises NotAllowedError, ValidationError."""
    by = check_may_work(by, concern)
    if to not in who_work(concern, timezone.localdate()):
        raise ValidationError({"to": _("This concern is not open to them.")})
    with transaction.atomic():
        by, found = taken_up(by, concern, acts=False)
        before, found.assigned_to = found.assigned_to_id, to
        found.save(update_fields=["assigned_to"])
        by.did(events.ASSIGNED, to=found, at=found, before={"to": before}, after={"to": to.pk})
        reckon(found)


def set_review(*, by: By, concern: Concern, on: date) -> None:
    """Say when the concern is looked at again. Raises NotAllowedError, ValidationError."""
    if on < timezone.localdate():
        raise ValidationError({"on": _("That day is over.")})
    with transaction.atomic():
        by, found = taken_up(by, concern, acts=False)
        before, found.review_on = found.review_on, on
        found.save(update_fields=["review_on"])
        after = {"on": on.isoformat()}
        by.did(events.REVIEWED, to=found, at=found, before={"on": before.isoformat() if before else None}, after=after)
        reckon(found)


def step_done(*, by: By, concern: Concern, step: Step, words: str, answer: str = Step.Answer.DONE) -> None:
    """Answer a step with words: it is done, or was decided against. Raises NotAllowedError, ValidationError."""
    if not words.strip():
        raise ValidationError({"words": _("Say what was done, by whom and when; or why not.")})
    if answer not in {Step.Answer.DONE, Step.Answer.DECIDED_NOT}:
        raise ValidationError({"answer": _("Choose one of the answers.")})
    with transaction.atomic():
        by, found = taken_up(by, concern)
        step = Step.objects.select_for_update().get(pk=step.pk, concern=found)
        if step.done_at is not None:
            raise ValidationError(_("This step was answered already. Add a note to say more."))
        if step.only_done and answer != Step.Answer.DONE:
            raise ValidationError({"answer": _("This step has to be done. It cannot be decided against.")})
        entry = write(by, found, Entry.Kind.STEP, words.strip(), details={"step": step.text, "answer": answer})
        step.answer, step.done_at, step.done_by, step.entry = Step.Answer(answer), timezone.now(), by.user, entry
        step.save(update_fields=["answer", "done_at", "done_by", "entry"])
        by.did(events.STEP_DONE, to=found, at=found, after={"step": step.key, "answer": answer})
        reckon(found)
