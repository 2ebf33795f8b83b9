"""Tasks: one's own, and those of a concern."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.http import Http404

from belisha.console.concerns.models import Task
from belisha.console.concerns.queries.visible import visible
from belisha.console.concerns.working.queries.people import of_them

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from belisha.console.access.acting import By
    from belisha.console.access.models import School, User

__all__ = ["due_tasks", "own_task", "own_tasks", "task_for"]


def own_tasks(user: User) -> QuerySet[Any]:
    """What somebody was asked to do, at all schools; none of a concern that has come to be about them.

    What was agreed with a family stays with it: it is theirs, whatever the concern says of them.
    """
    tasks = Task.objects.filter(owner=user).select_related("entry", "concern__school")
    return tasks.exclude(of_them(user) & ~Q(source=Task.Source.AGREED)).order_by("done_at", "due", "pk")


def own_task(user: User, number: int) -> Task:
    """One of somebody's own tasks. Raises Http404."""
    task: Task | None = own_tasks(user).filter(pk=number).first()
    if task is None:
        raise Http404
    return task


def task_for(by: By, school: School, number: int) -> Task:
    """A task of a concern that somebody may see. Raises Http404."""
    seen = visible(by, school).order_by().values("pk")
    task = Task.objects.filter(concern__in=seen, pk=number).select_related("entry", "concern__school", "owner").first()
    if task is None:
        raise Http404
    return task


def due_tasks(user: User, today: date) -> QuerySet[Any]:
    """Those of one's own tasks that are due by a day and not done."""
    return own_tasks(user).filter(done_at=None, due__lte=today)
