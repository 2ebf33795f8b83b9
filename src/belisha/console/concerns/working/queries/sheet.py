"""What the page of a concern shows of the work on it. A fixed number of queries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils import timezone

from belisha.console.concerns.models import Finding
from belisha.console.concerns.working.queries.work import blocks_closing, groups_of, ladder_of, thresholds_of, work_of
from belisha.console.concerns.working.rules.closing import NOT_TOLD
from belisha.console.concerns.working.rules.playbooks import book_of, marks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from belisha.console.access.models import School
    from belisha.console.concerns.models import Clock, Concern, Step, Subject, Task
    from belisha.console.concerns.working.rules.closing import Missing
    from belisha.console.concerns.working.rules.tables import Level

__all__ = ["Sheet", "rungs_for", "sheet_of"]

PLAYBOOK_LEVEL = "level-"


class Sheet(NamedTuple):
    """How far the work is."""

    clock: Clock | None
    steps: Sequence[tuple[Step, str, bool]]  # each with the title of its playbook, and whether it is late
    tasks: Sequence[tuple[Task, bool]]
    findings: Sequence[Any]  # the latest of each kind; of steps with somebody all
    marks: Sequence[str]
    level: Level | None
    table: str
    missing: Sequence[Missing]
    alleged: Sequence[Subject]
    told: bool  # whether the parents were told, where that was decided


def sheet_of(concern: Concern) -> Sheet:
    """The sheet of a concern."""
    now = timezone.now()
    table = thresholds_of(concern.school)
    work = work_of(concern)
    found = work.findings
    said = {each.code for each in found if each.kind == Finding.Kind.MARK}
    latest = {each.kind if each.kind != Finding.Kind.SANCTION else each.pk: each for each in found}
    shown = [each for each in latest.values() if each.kind != Finding.Kind.MARK]
    parents = next((each.code for each in reversed(found) if each.kind == Finding.Kind.PARENTS), "")
    return Sheet(
        clock=getattr(concern, "clock", None),
        steps=[(step, title_of(step.book), step.done_at is None and step.due_at <= now) for step in work.steps],
        tasks=[(task, task.is_late(timezone.localdate(now))) for task in work.tasks],
        findings=shown,
        marks=[each.title for each in marks() if each.id in said],
        level=table.of(concern.level) if concern.level is not None else None,
        table=table.title,
        missing=blocks_closing(concern),
        alleged=work.alleged,
        told=bool(parents) and parents not in NOT_TOLD,
    )


def title_of(book: str) -> str:
    """What a playbook is called; a level by its number."""
    if book.startswith(PLAYBOOK_LEVEL):
        return book.replace("-", " ").capitalize()
    try:
        return book_of(book).title
    except KeyError:
        return book  # of an older edition


def rungs_for(school: School, subject: Subject) -> list[tuple[str, str]]:
    """The steps of the ladder for somebody, by age and role."""
    group = groups_of(subject)
    return [(rung.id, rung.title) for rung in ladder_of(school).rows if group in rung.groups]
