"""Where pictures and work are shown, and what is to be taken down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.http import Http404

from belisha.console.access.authorization import has_permission
from belisha.console.access.permissions import Permission
from belisha.console.agreements.models import Publication, TakeDown

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from belisha.console.access.models import School, User

__all__ = ["own_open_tasks", "publication_of", "publications_of", "task_of", "tasks_of"]


def publications_of(user: User, school: School) -> QuerySet[Publication]:
    """What is shown: all of it for leaders, else what one entered or answers for. `children`, `undone` are counted."""
    rows = Publication.objects.for_school(school).select_related("owner", "school")
    if not has_permission(user, Permission.WRITE_AGREEMENTS, school):
        rows = rows.filter(Q(by=user) | Q(owner=user))
    undone = Count("shown__take_downs", filter=Q(shown__take_downs__done_at__isnull=True), distinct=True)
    found: QuerySet[Publication] = rows.annotate(children=Count("shown", distinct=True), undone=undone)
    return found.order_by("-on", "-pk")


def publication_of(user: User, school: School, number: int) -> Publication:
    """One of them, with its children. Raises Http404."""
    rows = publications_of(user, school).filter(pk=number).select_related("by")
    found = rows.prefetch_related("shown__child", "shown__take_downs__owner").first()
    if found is None:
        raise Http404
    return found


def tasks_of(user: User, school: School) -> QuerySet[TakeDown]:
    """What is to be taken down, and was: all of it for leaders, else one's own. What is open stands first."""
    rows = TakeDown.objects.for_school(school).select_related("shown__child", "shown__publication__school", "owner")
    if not has_permission(user, Permission.WRITE_AGREEMENTS, school):
        rows = rows.filter(owner=user)
    found: QuerySet[TakeDown] = rows.order_by("done_at", "due_at", "pk")
    return found


def task_of(user: User, school: School, number: int) -> TakeDown:
    """One of them. Raises Http404."""
    rows = tasks_of(user, school).select_related("shown__publication__owner", "done_by")
    found = rows.filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def own_open_tasks(user: User, school: School) -> int:
    """How many wait for somebody."""
    return TakeDown.objects.for_school(school).open().filter(owner=user).count()
