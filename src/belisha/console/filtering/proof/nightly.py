"""What the proof does at night and by the hour: tests, the comparison of gateway and console, clearing away."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from belisha.activity.days import Period, instant
from belisha.activity.errors import ActivityError
from belisha.activity.store import Scope, Store
from belisha.console.access.acting import By
from belisha.console.access.models import School
from belisha.console.access.settings.queries import value_of
from belisha.console.filtering.models import Comparison, Disagreement, ProbeRun
from belisha.console.filtering.proof.actions.runs import ask_for_run, forget_old
from belisha.console.filtering.proof.audit_events import DISAGREED
from belisha.console.filtering.proof.declared import FULL_AT
from belisha.console.filtering.proof.jobs import test_filter
from belisha.console.filtering.proof.queries.states import last_full
from belisha.console.filtering.proof.rules.comparing import DISTINCT, Judged, Line, judge_again
from belisha.engine.published import NothingPublishedError, open_pair, read_pointer
from belisha.engine.published.history import pointers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from belisha.activity.view import View
    from belisha.engine.published import InForce, Pointer

__all__ = ["ask_for_tests", "compare_day", "compare_schools", "forget_old_evidence"]

MOST: Final = 200_000  # different requests of a day
SECONDS: Final = 240.0
LISTED: Final = 200  # disagreements that are kept
SYSTEM: Final = By(None, system="test of the filter")
HOUR: Final = timedelta(hours=1)


def ask_for_tests(now: datetime) -> str:
    """Have tested what is due at each school: all before school, the most important each hour, and after changes."""
    asked = []
    for school in School.objects.select_related("federation").order_by("pk"):
        due = _due(school, now)
        if due:
            run = ask_for_run(by=SYSTEM, school=school, kind=due[0], why=due[1])
            if run.state == ProbeRun.State.WAITING and run.asked_at >= now - timedelta(minutes=1):
                test_filter.enqueue(run.pk)
                asked.append(f"{school.code}: {run.get_kind_display()}, {run.get_why_display()}")
    return "; ".join(asked)


def _due(school: School, now: datetime) -> tuple[str, str] | None:
    """What kind of test a school needs now, and why; None where it needs none. A new school waits for its first."""
    newest = ProbeRun.objects.for_school(school).order_by("-asked_at").first()
    local = timezone.localtime(now)
    full = last_full(school)
    begun = ProbeRun.objects.for_school(school).filter(kind=ProbeRun.Kind.FULL).order_by("-asked_at").first()
    today = datetime.combine(local.date(), datetime.min.time(), local.tzinfo)
    at = today + timedelta(hours=value_of(school, FULL_AT))
    if now >= at and (begun is None or begun.asked_at < at):
        return (ProbeRun.Kind.FULL, ProbeRun.Why.CLOCK)
    if newest is None or newest.state in {ProbeRun.State.WAITING, ProbeRun.State.RUNNING} or full is None:
        return None
    pointer = _pointer()
    done = ProbeRun.objects.for_school(school).filter(state=ProbeRun.State.DONE).order_by("-started_at").first()
    if pointer and done and pointer.lists != done.lists:
        return (ProbeRun.Kind.FULL, ProbeRun.Why.LISTS)
    if now - newest.asked_at >= HOUR:
        return (ProbeRun.Kind.QUICK, ProbeRun.Why.CLOCK)
    return None


def _pointer() -> Pointer | None:
    try:
        return read_pointer(settings.HOME)
    except NothingPublishedError:
        return None


def compare_schools(now: datetime) -> str:
    """Compare yesterday's requests of every school with what the console would have said."""
    day = timezone.localdate(now) - timedelta(days=1)
    told = []
    for school in School.objects.order_by("pk"):
        one = compare_day(school, day, now)
        told.append(f"{school.code}: {one.trouble or f'{one.compared} compared, {one.disagreements} disagreements'}")
    return "; ".join(told)


def compare_day(school: School, day: date, now: datetime) -> Comparison:
    """Judge every different request of a school's day again, and keep what came of it."""
    begun = time.monotonic()
    comparison = Comparison(school=school, day=day, at=now)
    found: dict[tuple[str, ...], tuple[Line, Judged, int]] = {}
    try:
        Store.open(settings.HOME).ask(
            Scope((school.code,), Period(day, day)), lambda view: _compare(view, comparison, found, begun + SECONDS)
        )
    except ActivityError as error:
        comparison.trouble = str(error)[:400]
    comparison.disagreements = sum(times for _line, _judged, times in found.values())
    comparison.milliseconds = round((time.monotonic() - begun) * 1000)
    with transaction.atomic():
        Comparison.objects.for_school(school).filter(day=day).delete()
        comparison.save()
        rows = [_row(comparison, *each) for each in list(found.values())[:LISTED]]
        Disagreement.objects.bulk_create(rows)
        if rows:
            after = {"day": day.isoformat(), "disagreements": comparison.disagreements}
            SYSTEM.did(DISAGREED, to=school, at=school, after=after)
    return comparison


def _compare(
    view: View, comparison: Comparison, found: dict[tuple[str, ...], tuple[Line, Judged, int]], deadline: float
) -> None:
    comparison.requests = comparison.distinct = comparison.compared = 0
    found.clear()  # a question is asked again where the record changed meanwhile
    for line, judged in _judged(view.each(Line, DISTINCT, most=MOST)):
        comparison.requests += line.times
        comparison.distinct += 1
        if judged is not None:
            comparison.compared += 1
            if not judged.agrees:
                key = (line.host, line.path, *line.said)
                _first, _before, times = found.get(key, (line, judged, 0))
                found[key] = (_first, _before, times + line.times)
        if time.monotonic() > deadline:
            comparison.trouble = "There were more requests than could be compared in time."
            return
    if comparison.distinct == MOST:
        comparison.trouble = "There were more different requests than are compared."


def _judged(lines: Iterable[Line]) -> Iterator[tuple[Line, Judged | None]]:
    history = pointers(settings.HOME)
    opened: dict[tuple[str, str], InForce | None] = {}

    def open_once(pointer: Pointer) -> InForce | None:
        key = (pointer.policy, pointer.lists)
        if key not in opened:
            try:
                opened[key] = open_pair(settings.HOME, pointer)
            except NothingPublishedError:
                opened[key] = None
        return opened[key]

    for line in lines:
        yield line, judge_again(line, history, open_once)


def _row(comparison: Comparison, line: Line, judged: Judged, times: int) -> Disagreement:
    summary = judged.summary
    recorded = (line.verdict, line.category, line.rule, line.list, line.profile)
    return Disagreement(
        comparison=comparison,
        at=instant(line.first),
        address=f"{line.host}{line.path}"[:500],
        profile=line.profile[:64],
        group=line.group[:64],
        gateway=", ".join(filter(None, recorded))[:300],
        console=" ".join([summary.verdict, *summary.reason])[:600] if summary else "",
        times=times,
    )


def forget_old_evidence(now: datetime) -> str:
    """Delete evidence of more than a year ago."""
    count = forget_old(now)
    old, _ = Comparison.objects.filter(day__lt=timezone.localdate(now) - timedelta(days=366)).delete()
    return f"deleted {count + old} rows of old evidence" if count + old else ""
