"""Drills of a school, and how long each step took."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.http import Http404

from belisha.console.concerns.models import Drill
from belisha.console.concerns.working.queries.hours import hours_of
from belisha.console.concerns.working.rules.playbooks import book_of
from belisha.console.concerns.working.rules.times import in_words, until

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from belisha.console.access.calendars.clocks import Times
    from belisha.console.access.models import School
    from belisha.console.concerns.models import DrillStep

__all__ = ["YEAR", "Timed", "book_title", "drill_of", "drills_of", "last_drill", "timed"]

YEAR = timedelta(days=365)


class Timed(NamedTuple):
    """A step of a drill: its time limit in words, the minutes that it took, and whether that was in time."""

    step: DrillStep
    within: str
    minutes: int | None
    in_time: bool


def drills_of(school: School) -> QuerySet[Drill]:
    """All drills of a school, newest first."""
    return Drill.objects.filter(school=school).select_related("started_by").order_by("-started_at", "-pk")


def drill_of(school: School, number: int) -> Drill:
    """A drill of a school. Raises Http404."""
    found = drills_of(school).select_related("school").filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def last_drill(school: School) -> Drill | None:
    """The last one that was run to its end."""
    return drills_of(school).filter(finished_at__isnull=False).order_by("-finished_at").first()


def timed(drill: Drill) -> list[Timed]:
    """The steps of a drill with their times, counted from its beginning. Three queries."""
    times = hours_of(drill.school).times
    return [
        Timed(step, in_words(step.within), _minutes(drill, step.done_at), _in_time(drill, step, times))
        for step in drill.steps.select_related("done_by").order_by("place")
    ]


def _minutes(drill: Drill, done: datetime | None) -> int | None:
    return None if done is None else (done - drill.started_at) // timedelta(minutes=1)


def _in_time(drill: Drill, step: DrillStep, times: Times) -> bool:
    return step.done_at is not None and step.done_at <= until(step.within, drill.started_at, times)


def book_title(book: str) -> str:
    """What a playbook is called; its id where it is gone."""
    try:
        return book_of(book).title
    except KeyError:
        return book
