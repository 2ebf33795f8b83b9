"""Closing a concern when nothing is missing, and opening it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.concerns.actions.writing import check_may_work, write
from belisha.console.concerns.models import Concern, Entry, Finding
from belisha.console.concerns.working import audit_events as events
from belisha.console.concerns.working.actions.keeping import clock_of, reckon
from belisha.console.concerns.working.actions.weighing import weigh
from belisha.console.concerns.working.queries.hours import hours_of
from belisha.console.concerns.working.queries.work import blocks_closing
from belisha.console.concerns.working.rules.closing import outcomes_of
from belisha.console.concerns.working.rules.low_level import LOW_LEVEL
from belisha.console.concerns.working.rules.states import next_state

if TYPE_CHECKING:
    from belisha.console.access.acting import By

__all__ = ["close", "reopen"]


def close(*, by: By, concern: Concern, outcome: str, words: str) -> None:
    """Close a concern. Raises NotAllowedError; ValidationError with a line for each thing that is missing."""
    by = check_may_work(by, concern)
    if outcome not in outcomes_of(concern.route):
        raise ValidationError({"outcome": _("Choose one of the answers.")})
    if not words.strip():
        raise ValidationError({"words": _("Say how it ended.")})
    with transaction.atomic():
        found = Concern.objects.select_for_update().select_related("school").get(pk=concern.pk)
        state = next_state(found.state, "close")
        if state is None:
            raise ValidationError(_("Only an open concern that somebody has acknowledged can be closed."))
        if outcome == LOW_LEVEL and not found.low_level:
            note = _("Note it first as a low-level concern: as the step taken with each adult it is about.")
            raise ValidationError({"outcome": note})
        if missing := blocks_closing(found):
            raise ValidationError([each.text for each in missing])
        entry = write(by, found, Entry.Kind.DECISION, words.strip(), details={"outcome": outcome})
        now = timezone.now()
        Finding.objects.create(
            concern=found, kind=Finding.Kind.OUTCOME, code=outcome, entry=entry, at=now, by=by.user
        )  # fmt: skip
        found.state, found.closed_at, found.closed_by, found.review_on = state, now, by.user, None
        found.save(update_fields=["state", "closed_at", "closed_by", "review_on"])
        by.did(events.CLOSED, to=found, at=found, after={"outcome": outcome})
        reckon(found)


def reopen(*, by: By, concern: Concern, reason: str) -> None:
    """Open a closed concern again: its clock to act begins anew. Raises NotAllowedError, ValidationError."""
    by = check_may_work(by, concern)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it is opened again.")})
    with transaction.atomic():
        found = Concern.objects.select_for_update().select_related("school").get(pk=concern.pk)
        state = next_state(found.state, "reopen")
        if state is None:
            raise ValidationError(_("It is not closed."))
        entry = write(by, found, Entry.Kind.DECISION, reason.strip(), details={"reopened": True})
        now = timezone.now()
        Finding.objects.create(
            concern=found, kind=Finding.Kind.REOPENED, code="reopened", entry=entry, at=now, by=by.user
        )  # fmt: skip
        found.state, found.closed_at, found.closed_by, found.acted_at = state, None, None, None
        found.save(update_fields=["state", "closed_at", "closed_by", "acted_at"])
        clock = clock_of(found)
        clock.act_by = hours_of(found.school).act_by(found, now, high=False)
        clock.save(update_fields=["act_by"])
        by.did(events.REOPENED, to=found, at=found, reason=reason)
        weigh(by, found)
        reckon(found)
