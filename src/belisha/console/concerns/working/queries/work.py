"""How far the work on a concern is, what its school's tables say, and what keeps it from being closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec
from django.db.models import Exists, OuterRef
from django.http import Http404

from belisha.console.access.remembering import remembered
from belisha.console.concerns.models import Finding, LoadedTable, Subject, Task
from belisha.console.concerns.queries.visible import everybody_in
from belisha.console.concerns.rules.routes import CHAIR, HEAD
from belisha.console.concerns.working.hooks import blockers
from belisha.console.concerns.working.rules.closing import Facts, Missing, missing
from belisha.console.concerns.working.rules.low_level import LOW_LEVEL
from belisha.console.concerns.working.rules.tables import (
    LADDER,
    THRESHOLDS,
    Ladder,
    Level,
    Rung,
    Thresholds,
    our_ladder,
    our_thresholds,
)

if TYPE_CHECKING:
    from belisha.console.access.models import School
    from belisha.console.concerns.models import Concern, Step

__all__ = [
    "Work",
    "alleged_of",
    "blocks_closing",
    "facts_of",
    "groups_of",
    "ladder_of",
    "loaded_tables",
    "marks_of",
    "needs_debrief",
    "step_of",
    "thresholds_of",
    "work_of",
]


class Work(NamedTuple):
    """What was done, established and asked of a concern, in its order; findings by their time."""

    findings: list[Finding]
    steps: list[Step]
    tasks: list[Task]
    alleged: list[Subject]


INFANTS = {"nursery", "reception", "year-1", "year-2"}


def thresholds_of(school: School) -> Thresholds:
    """The table of thresholds that counts at a school. One query."""
    loaded = _loaded(school, THRESHOLDS)
    if loaded is None:
        return our_thresholds()
    levels = msgspec.convert(loaded.rows, tuple[Level, ...])
    return Thresholds(loaded.title, loaded.source, loaded.dated, levels, loaded.version)


def ladder_of(school: School) -> Ladder:
    """The ladder that counts at a school, with the policies that may be relied on. One query."""
    mine, loaded = our_ladder(), _loaded(school, LADDER)
    if loaded is None:
        return mine
    rows = msgspec.convert(loaded.rows, tuple[Rung, ...])
    if all(rung.id != LOW_LEVEL for rung in rows):  # every school keeps such a record
        rows += tuple(rung for rung in mine.rows if rung.id == LOW_LEVEL)
    return Ladder(loaded.title, loaded.source, loaded.dated, rows, mine.policies, loaded.version)


def loaded_tables(school: School) -> list[LoadedTable]:
    """Every table that a school loaded, newest first. One query."""
    return list(LoadedTable.objects.filter(school=school).select_related("loaded_by").order_by("kind", "-version"))


def _loaded(school: School, kind: str) -> LoadedTable | None:
    """The newest that was loaded of a kind. One query for both kinds, once for a page."""
    rows = LoadedTable.objects.filter(school=school)
    newer = rows.filter(kind=OuterRef("kind"), version__gt=OuterRef("version"))
    tables = remembered(("loaded tables", school.pk), lambda: list(rows.exclude(Exists(newer)).order_by("kind", "pk")))
    return next((table for table in tables if table.kind == kind), None)


def marks_of(concern: Concern) -> frozenset[str]:
    """What was said of a concern."""
    return frozenset(concern.findings.filter(kind=Finding.Kind.MARK).values_list("code", flat=True))


def step_of(concern: Concern, number: int) -> Step:
    """A step of a concern. Raises Http404."""
    found = concern.steps.filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def groups_of(subject: Subject) -> str:
    """Of which group of the ladder somebody is: infants, juniors, staff or adults. Pupils without a year: juniors."""
    person = subject.person
    if person is None and subject.role == Subject.Role.ALLEGED and subject.concern.route in {HEAD, CHAIR}:
        return "staff"  # by name alone: of supply staff, contractors and volunteers who are on no register
    if person is None or person.kind == "pupil":
        return "infants" if person is not None and person.year in INFANTS else "juniors"
    return "staff" if person.kind in {"staff", "governor", "volunteer", "contractor"} else "adults"


def needs_debrief(concern: Concern) -> bool:
    """Whether the level asks for a debrief."""
    if concern.level is None:
        return False
    level = thresholds_of(concern.school).of(concern.level)
    return level is None or level.debrief  # a level that the newest table no longer has counts as a high one


def work_of(concern: Concern) -> Work:
    """All of it, with what lists show of each. Four queries, once for a page."""
    return remembered(("work of", concern.pk), lambda: _work_of(concern))


def _work_of(concern: Concern) -> Work:
    findings = concern.findings.select_related("by", "entry", "subject__person").order_by("at", "pk")
    steps = concern.steps.select_related("done_by", "entry").order_by("due_at", "place", "pk")
    tasks = concern.tasks.select_related("owner", "entry", "done_entry", "done_by").order_by("done_at", "due", "pk")
    return Work(list(findings), list(steps), list(tasks), alleged_of(concern))


def alleged_of(concern: Concern) -> list[Subject]:
    """Those who are said to have caused it."""
    return [row for row in everybody_in(concern) if row.role == Subject.Role.ALLEGED and row.ended_at is None]


def facts_of(concern: Concern) -> Facts:
    """What the rules of closing ask for. Five queries, once for a page."""
    work = work_of(concern)
    punished = {each.subject_id for each in work.findings if each.kind == Finding.Kind.SANCTION}
    # lessons outlive the concern; what was agreed with the family is theirs to do
    theirs = (Task.Source.LESSON, Task.Source.AGREED)
    tasks = [task for task in work.tasks if task.done_at is None and task.source not in theirs]
    return Facts(
        route=concern.route,
        acknowledged=concern.acknowledged_at is not None,
        level=concern.level,
        needs_debrief=needs_debrief(concern),
        found={each.kind: each.code for each in work.findings},
        marks=frozenset(each.code for each in work.findings if each.kind == Finding.Kind.MARK),
        steps=tuple((step.pk, step.text) for step in work.steps if step.required and step.done_at is None),
        tasks=tuple((task.pk, task.text) for task in tasks),
        without_sanction=tuple((each.pk, str(each)) for each in work.alleged if each.pk not in punished),
    )


def blocks_closing(concern: Concern) -> list[Missing]:
    """All that is still missing before a concern may be closed: ours, and what other parts say."""
    return [*missing(facts_of(concern)), *blockers(concern)]
