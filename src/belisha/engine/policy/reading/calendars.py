"""Checks of calendars: days and times in order, and none in two places."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from belisha.engine.policy.model import Calendar, Fault, Policy, Span
    from belisha.engine.policy.reading.marks import Marks


def check_calendars(policy: Policy, marks: Marks) -> Iterator[Fault]:
    """Faults of every school's calendar."""
    for school in policy.schools.values():
        yield from _spans(school.calendar.terms, marks)
        yield from _spans(school.calendar.holidays, marks)
        yield from _times(school.calendar, marks)
        used = {slot for profile in policy.profiles.values() for rule in profile.calendar or () for slot in rule.when}
        if used and not school.calendar.terms:
            yield marks.fault(school, "profiles differ by slot, so there must be a calendar with terms", "calendar")


def _spans(spans: Iterable[Span], marks: Marks) -> Iterator[Fault]:
    for span in spans:
        if span.last < span.first:
            yield marks.fault(span, f"{span.name} ends before it begins", "last")
    for earlier, later in pairwise(sorted(spans, key=lambda span: (span.first, span.last))):
        if later.first <= earlier.last:
            yield marks.fault(later, f"{later.name} overlaps {earlier.name} {marks.at(earlier)}", "first")


def _times(calendar: Calendar, marks: Marks) -> Iterator[Fault]:
    parts = sorted((*calendar.lessons, *calendar.breaks), key=lambda part: (part.from_, part.to))
    for part in parts:
        if part.to <= part.from_:
            yield marks.fault(part, f"{part.name} ends before it begins", "to")
    for earlier, later in pairwise(parts):
        if later.from_ < earlier.to:
            yield marks.fault(later, f"{later.name} overlaps {earlier.name} {marks.at(earlier)}", "from")
