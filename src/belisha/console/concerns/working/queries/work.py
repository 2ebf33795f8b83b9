"""How far the work on a concern is, what its school's tables say, and what keeps it from being closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from django.http import Http404

from belisha.console.concerns.models import Finding, LoadedTable, Subject, Task
from belisha.console.concerns.working.hooks import blockers
from belisha.console.concerns.working.rules.closing import Facts, missing
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
    "blocks_closing",
    "facts_of",
    "groups_of",
    "ladder_of",
    "loaded_tables",
    "marks_of",
    "needs_debrief",
    "step_of",
    "thresholds_of",
]

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
    return Ladder(loaded.title, loaded.source, loaded.dated, rows, mine.policies, loaded.version)


def loaded_tables(school: School) -> list[LoadedTable]:
    """Every table that a school loaded, newest first. One query."""
    return list(LoadedTable.objects.filter(school=school).select_related("loaded_by").order_by("kind", "-version"))


def _loaded(school: School, kind: str) -> LoadedTable | None:
    return LoadedTable.objects.filter(school=school, kind=kind).order_by("-version").first()


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
    if person is None or person.kind == "pupil":
        return "infants" if person is not None and person.year in INFANTS else "juniors"
    return "staff" if person.kind in {"staff", "governor", "volunteer", "contractor"} else "adults"


def needs_debrief(concern: Concern) -> bool:
    """Whether the level asks for a debrief."""
    if concern.level is None:
        return False
    level = thresholds_of(concern.school).of(concern.level)
    return level is None or level.debrief  # a level that the newest table no longer has counts as a high one


def facts_of(concern: Concern) -> Facts:
    """What the rules of closing ask for. Six queries."""
    found: dict[str, str] = {}
    punished, marks = set(), set()
    for kind, code, subject in concern.findings.order_by("at", "pk").values_list("kind", "code", "subject"):
        found[kind] = code
        if kind == Finding.Kind.SANCTION:
            punished.add(subject)
        if kind == Finding.Kind.MARK:
            marks.add(code)
    alleged = concern.subjects.filter(role=Subject.Role.ALLEGED, ended_at=None).values_list("pk", flat=True)
    # lessons outlive the concern; what was agreed with the family is theirs to do
    tasks = concern.tasks.filter(done_at=None).exclude(source__in=(Task.Source.LESSON, Task.Source.AGREED))
    steps = concern.steps.filter(done_at=None, required=True).values_list("text", flat=True)
    return Facts(
        route=concern.route,
        acknowledged=concern.acknowledged_at is not None,
        level=concern.level,
        needs_debrief=needs_debrief(concern),
        found=found,
        marks=frozenset(marks),
        steps=tuple(steps),
        tasks=tasks.count(),
        without_sanction=len(set(alleged) - punished),
    )


def blocks_closing(concern: Concern) -> list[str]:
    """All that is still missing before a concern may be closed, in sentences: ours, and what other parts say."""
    return [*missing(facts_of(concern)), *blockers(concern)]
