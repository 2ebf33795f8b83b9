"""What becomes of the work when a concern is put into another: nothing of it is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from belisha.console.concerns.models import Clock, Concern, Finding, Step, Task
from belisha.console.concerns.working.actions.keeping import reckon

if TYPE_CHECKING:
    from belisha.console.access.acting import By

__all__ = ["move_work"]

ANSWERED = ("answer", "done_at", "done_by", "entry")


def move_work(by: By, source: Concern, target: Concern) -> None:
    """Tasks, steps and what was established go on in the target; in the transaction of the merging, which records it.

    A step that both have is one: whoever did it in either did it. What stands twice stays with the source.
    """
    del by
    Task.objects.filter(concern=source).update(concern=target)
    own = {step.key: step for step in Step.objects.filter(concern=target)}
    for step in Step.objects.filter(concern=source).order_by("pk"):
        same = own.get(step.key)
        if same is None:
            step.concern = target
            step.save(update_fields=["concern"])
        elif same.done_at is None and step.done_at is not None:
            for name in ANSWERED:
                setattr(same, name, getattr(step, name))
            same.save(update_fields=list(ANSWERED))
    marks = Finding.objects.filter(concern=target, kind=Finding.Kind.MARK).values_list("code", flat=True)
    twice = Finding.objects.filter(concern=source, kind=Finding.Kind.MARK, code__in=list(marks))
    Finding.objects.filter(concern=source).exclude(pk__in=twice.values("pk")).update(concern=target)
    Clock.objects.filter(concern=source).update(rung_at=None, due_at=None, due_for="")
    reckon(Concern.objects.select_related("school").get(pk=target.pk))
