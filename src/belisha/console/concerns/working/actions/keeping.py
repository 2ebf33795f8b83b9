"""What every deed on a concern shares: it is open, somebody works on it, and its clock is worked out anew."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.concerns.actions.writing import check_may_work
from belisha.console.concerns.models import Clock, Concern, Step
from belisha.console.concerns.working.queries.hours import hours_of
from belisha.console.concerns.working.rules.states import CLOSED, MERGED, NEW, next_state
from belisha.console.concerns.working.rules.times import until

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from belisha.console.access.acting import By
    from belisha.console.concerns.working.queries.hours import Hours
    from belisha.console.concerns.working.rules.playbooks import Playbook, PlaybookStep

__all__ = ["acted", "begin_books", "begin_clock", "begin_steps", "clock_of", "reckon", "taken_up"]


def taken_up(by: By, concern: Concern, *, acts: bool = True) -> tuple[By, Concern]:
    """Whoever may, and the concern itself, locked and no longer new: inside a transaction, before each deed.

    Who works on a new one has acknowledged it by that. Raises NotAllowedError, ValidationError where it is closed.
    """
    by = check_may_work(by, concern)
    found = Concern.objects.select_for_update().select_related("school").get(pk=concern.pk)
    state = next_state(found.state, "work")
    if state is None:
        raise ValidationError(_("It is closed. Open it again first."))
    now = timezone.now()
    if found.state == NEW:
        found.state, found.acknowledged_at, found.acknowledged_by = state, now, by.user
        found.assigned_to = found.assigned_to or by.user
    if acts and found.acted_at is None:
        found.acted_at = now
    found.save(update_fields=["state", "acknowledged_at", "acknowledged_by", "assigned_to", "acted_at"])
    return by, found


def acted(concern: Concern) -> None:
    """Note that something was done about a concern: for the deeds of other parts, in their transaction."""
    Concern.objects.filter(pk=concern.pk, acted_at=None).update(acted_at=timezone.now())
    concern.refresh_from_db(fields=["acted_at"])
    reckon(concern)


def clock_of(concern: Concern) -> Clock:
    """The clock of a concern; one that came in before there were clocks gets its own."""
    found = Clock.objects.filter(concern=concern).first()
    return found or begin_clock(concern, hours_of(concern.school))


def begin_clock(concern: Concern, hours: Hours) -> Clock:
    """The clock from now on, for those who answer for the concern now."""
    now = timezone.now()
    first = hours.acknowledge_by(concern, now)
    values = {
        "since": now,
        "acknowledge_by": first,
        "act_by": hours.act_by(concern, now, high=False),
        "due_at": first,
        "due_for": Clock.What.ACKNOWLEDGE,
        "out_of_hours": not hours.are_on(now),
        "rung": 1,  # the first was told by the report itself
        "rung_at": first,
    }
    clock, _made = Clock.objects.update_or_create(concern=concern, defaults=values)
    return clock


def reckon(concern: Concern) -> None:
    """Work out what a concern wants next, and by when. Four queries."""
    clock = clock_of(concern)
    clock.due_for, clock.due_at = _next(concern, clock)
    if concern.acknowledged_at is not None or concern.state in {CLOSED, MERGED}:
        clock.rung_at = None
    clock.save(update_fields=["due_for", "due_at", "rung_at"])


def _next(concern: Concern, clock: Clock) -> tuple[str, datetime | None]:
    if concern.state in {CLOSED, MERGED}:
        return "", None
    if concern.acknowledged_at is None:
        return Clock.What.ACKNOWLEDGE, clock.acknowledge_by
    step = concern.steps.filter(done_at=None, required=True).aggregate(at=Min("due_at"))["at"]
    task = concern.tasks.filter(done_at=None).aggregate(on=Min("due"))["on"]
    wanted = [
        (None if concern.acted_at else clock.act_by, Clock.What.ACT),
        (step, Clock.What.STEP),
        (_end_of(task), Clock.What.TASK),
        (_end_of(concern.review_on), Clock.What.REVIEW),
    ]
    at, what = min(((at, what) for at, what in wanted if at is not None), default=(None, ""))
    return what, at


def _end_of(day: date | None) -> datetime | None:
    return datetime.combine(day, time.max, timezone.get_default_timezone()) if day else None


def begin_books(concern: Concern, books: Iterable[Playbook], hours: Hours) -> None:
    """Begin the steps of playbooks; those that began already go on as they are."""
    for book in books:
        begin_steps(concern, book.id, book.steps, hours)


def begin_steps(concern: Concern, book: str, steps: Iterable[PlaybookStep], hours: Hours) -> None:
    """Begin steps, each with its time limit from now. A step that stands there already is not begun twice."""
    now = timezone.now()
    there = set(concern.steps.values_list("key", flat=True))
    Step.objects.bulk_create(
        Step(
            concern=concern,
            book=book,
            key=f"{book}/{step.id}"[:80],
            text=step.text,
            required=step.required,
            only_done=step.only_done,
            due_at=until(step.within, now, hours.times),
            place=place,
        )
        for place, step in enumerate(steps)
        if f"{book}/{step.id}"[:80] not in there
    )
