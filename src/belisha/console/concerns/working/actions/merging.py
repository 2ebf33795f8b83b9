"""What becomes of the work when a concern is put into another, or taken out again: nothing of it is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.utils.dateparse import parse_datetime

from belisha.console.concerns.models import Clock, Concern, Entry, Finding, Step, Task
from belisha.console.concerns.working.actions.keeping import reckon

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.db.models import QuerySet

    from belisha.console.access.acting import By

__all__ = ["move_work", "move_work_back"]

ANSWERED: Final = ("answer", "done_at", "done_by", "entry")
NO_ANSWER: Final[dict[str, Any]] = {"answer": "", "done_at": None, "done_by": None, "entry": None}


def move_work(by: By, source: Concern, target: Concern) -> dict[str, Any]:
    """Tasks, steps and what was established go on in the target; in the transaction of the merging, which records it.

    A step that both have is one: whoever did it in either did it. What stands twice stays with the source.
    """
    del by
    tasks = _numbers(Task.objects.filter(concern=source))
    Task.objects.filter(pk__in=tasks).update(concern=target)
    steps, answered = _move_steps(source, target)
    marks = Finding.objects.filter(concern=target, kind=Finding.Kind.MARK).values_list("code", flat=True)
    twice = Finding.objects.filter(concern=source, kind=Finding.Kind.MARK, code__in=list(marks))
    findings = _numbers(Finding.objects.filter(concern=source).exclude(pk__in=twice.values("pk")))
    Finding.objects.filter(pk__in=findings).update(concern=target)
    clock = Clock.objects.filter(concern=source).first()
    rung_at = clock.rung_at.isoformat() if clock and clock.rung_at else ""
    Clock.objects.filter(concern=source).update(rung_at=None, due_at=None, due_for="")
    reckon(_whole(target))
    return {"tasks": tasks, "steps": steps, "answered": answered, "findings": findings, "rung_at": rung_at}


def _move_steps(source: Concern, target: Concern) -> tuple[list[int], dict[str, int]]:
    """Numbers of the steps that went along, and of those of the target that took the answer of the source's."""
    moved: list[int] = []
    answered: dict[str, int] = {}
    own = {step.key: step for step in Step.objects.filter(concern=target)}
    for step in Step.objects.filter(concern=source).order_by("pk"):
        same = own.get(step.key)
        if same is None:
            step.concern = target
            step.save(update_fields=["concern"])
            moved.append(step.pk)
        elif same.done_at is None and step.done_at is not None:
            for name in ANSWERED:
                setattr(same, name, getattr(step, name))
            same.save(update_fields=list(ANSWERED))
            answered[str(same.pk)] = step.pk
    return moved, answered


def move_work_back(by: By, source: Concern, target: Concern, moved: Mapping[str, Any]) -> None:
    """Each goes on where it began, as far as it is by now; words that were written of it meanwhile stay in the target,
    which may be closed to those who work on the source."""
    del by
    mine = Entry.objects.filter(concern_id__in=[source.pk, *_numbers(source.merged.all())]).order_by()
    tasks = Task.objects.filter(pk__in=moved.get("tasks", ()), concern=target)
    tasks.exclude(done_entry=None).exclude(done_entry__in=mine.values("pk")).update(done_entry=None)
    tasks.update(concern=source)
    steps = Step.objects.filter(pk__in=moved.get("steps", ()), concern=target)
    steps.exclude(entry=None).exclude(entry__in=mine.values("pk")).update(entry=None)
    steps.update(concern=source)
    for same, other in moved.get("answered", {}).items():
        given = Step.objects.filter(pk=other).values_list("done_at", flat=True)
        Step.objects.filter(pk=int(same), concern=target, done_at__in=list(given)).update(**NO_ANSWER)
    Finding.objects.filter(pk__in=moved.get("findings", ()), concern=target).update(concern=source)
    if moved.get("rung_at"):
        Clock.objects.filter(concern=source).update(rung_at=parse_datetime(moved["rung_at"]))
    for concern in (source, target):
        reckon(_whole(concern))


def _whole(concern: Concern) -> Concern:
    return Concern.objects.select_related("school").get(pk=concern.pk)


def _numbers(rows: QuerySet[Any]) -> list[int]:
    found: Iterable[int] = rows.order_by("pk").values_list("pk", flat=True)
    return list(found)
