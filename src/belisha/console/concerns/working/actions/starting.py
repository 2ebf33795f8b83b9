"""A concern came in, or was handed to another route: its clock goes and its steps begin.

The first mail is that of reporting; whoever is next is told when nobody acknowledges (escalating.py).
"""

from __future__ import annotations

from typing import Final

from django.utils import timezone

from belisha.console.concerns.models import Concern, Entry, Finding
from belisha.console.concerns.working.actions.keeping import begin_books, begin_clock, reckon
from belisha.console.concerns.working.queries.hours import hours_of
from belisha.console.concerns.working.queries.work import marks_of
from belisha.console.concerns.working.rules.playbooks import books_for

__all__ = ["start"]

QUIET: Final = {Concern.Origin.IMPORT, Concern.Origin.TRANSFER}  # old: nobody is called for what comes from elsewhere
UNDER_AGE: Final = "under-age"


def start(concern: Concern) -> None:
    """Begin the clock and the steps of a concern for those who answer for it now."""
    hours = hours_of(concern.school)
    clock = begin_clock(concern, hours)
    if concern.origin in QUIET or concern.state in {Concern.State.CLOSED, Concern.State.MERGED}:
        clock.rung_at = None
        clock.save(update_fields=["rung_at"])
        reckon(concern)
        return
    _mark_what_was_answered(concern)
    begin_books(concern, books_for(concern.category, concern.route, marks_of(concern)), hours)
    if concern.acknowledged_at is not None:  # handed on: those who answer for it now have not seen it
        concern.acknowledged_at, concern.acknowledged_by, concern.state = None, None, Concern.State.NEW
        concern.save(update_fields=["acknowledged_at", "acknowledged_by", "state"])


def _mark_what_was_answered(concern: Concern) -> None:
    """Whoever reported it said that the child is under age for the service."""
    report = concern.entries.filter(kind=Entry.Kind.REPORT).order_by("at", "pk").first()
    if report is not None and report.details.get("under_age") == "yes":
        Finding.objects.get_or_create(
            concern=concern,
            kind=Finding.Kind.MARK,
            code=UNDER_AGE,
            defaults={"at": timezone.now(), "entry": report, "by": concern.reported_by},
        )
