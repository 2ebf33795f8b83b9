"""Tasks as pages show them, and who was told of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from django.urls import resolve
from django.utils import timezone

from belisha.console.access.authorization import has_permission
from belisha.console.access.guards import guard_of
from belisha.console.access.models import Post, User
from belisha.console.access.roles import ROLES
from belisha.console.access.tasks import SOURCES, State, tasks_at
from belisha.console.compliance.models import TaskTold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from belisha.console.access.models import School
    from belisha.console.access.tasks import Task

__all__ = ["Line", "Narrowed", "lines_at", "narrowed", "orphans_at", "source_title", "told_at"]


class Line(NamedTuple):
    """A task as a head sees it: whose it is, whether nobody has it any more, who was told last."""

    task: Task
    who: str
    orphaned: bool = False
    told: TaskTold | None = None
    closed: bool = False  # the page behind it is not for whoever looks


class Narrowed(NamedTuple):
    """Which tasks are wanted; empty: all."""

    q: str = ""
    state: str = ""
    source: str = ""
    who: str = ""


def lines_at(school: School, by: User) -> list[Line]:
    """Everybody's tasks of a school that somebody may see; what nobody has any more first."""
    found = tasks_at(school, by)
    names = dict(User.objects.filter(pk__in={each.holder for each in found if each.holder}).values_list("pk", "name"))
    here = _here(school)
    told = {(each.source, each.key): each for each in reversed(_told_last(school))}
    lines = [
        Line(
            each,
            names.get(each.holder, "") if each.holder else ", ".join(str(ROLES[role].title) for role in each.roles),
            each.orphaned or (each.holder is not None and each.holder not in here),
            told.get((each.source, each.key)),
            not _opens(each.link, by, school),
        )
        for each in found
    ]
    return sorted(lines, key=lambda line: not line.orphaned)


def orphans_at(school: School, by: User) -> list[Line]:
    """Tasks that nobody has any more: their holder has left, or holds no post here now."""
    return [line for line in lines_at(school, by) if line.orphaned]


def told_at(school: School) -> QuerySet[TaskTold]:
    """Who was told of what at a school."""
    found: QuerySet[TaskTold] = TaskTold.objects.for_school(school)
    return found.select_related("to", "holder")


def narrowed(lines: Iterable[Line], wanted: Narrowed) -> list[Line]:
    """Those that fit."""
    words = wanted.q.casefold().split()
    return [
        line
        for line in lines
        if (not wanted.state or _stands(line, wanted.state))
        and (not wanted.source or line.task.source == wanted.source)
        and (not wanted.who or str(line.task.holder) == wanted.who)
        and all(word in f"{line.task.what} {line.task.school} {line.who}".casefold() for word in words)
    ]


def source_title(source: str) -> str:
    """A source in words; "" for what the home page says without one."""
    return str(SOURCES[source].title) if source in SOURCES else ""


def _stands(line: Line, state: str) -> bool:
    if state == "orphaned":
        return line.orphaned
    return line.task.state is State(state) if state in set(State) else True


def _here(school: School) -> set[int]:
    """Accounts that are open and belong to a school, or hold a post that counts there."""
    posts = Post.objects.for_school(school).held_on(timezone.localdate())
    able = User.objects.filter(closed_at__isnull=True)
    own = set(able.filter(school=school).values_list("pk", flat=True))
    return own | set(able.filter(pk__in=posts.values("holder")).values_list("pk", flat=True))


def _opens(link: str, user: User, school: School) -> bool:
    """Whether a page of this school is one that somebody may see."""
    guard = guard_of(resolve(urlsplit(link).path).func)
    return guard is None or guard.permission is None or has_permission(user, guard.permission, school)


def _told_last(school: School) -> list[TaskTold]:
    return list(told_at(school)[:2000])
