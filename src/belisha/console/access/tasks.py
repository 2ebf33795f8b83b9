"""One list of what people have to do, from every app: an app adds a source, the way it adds a need (`needs.py`).

A source gives rows with a date, a holder and a link; a need without a source stands in the list as one row, so that
nothing is on the home page that is not in the list.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from django.utils import timezone

from belisha.console.access.authorization import has_permission, schools_for
from belisha.console.access.needs import FEW, SCHOOLS, Urgency, Weight, asked_of
from belisha.console.access.remembering import remembered, remembering

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django_stubs_ext import StrPromise

    from belisha.console.access.models import School, User
    from belisha.console.access.needs import Ask
    from belisha.console.access.permissions import Permission
    from belisha.console.access.roles import Role

__all__ = ["SOON", "SOURCES", "Asking", "Source", "State", "Task", "sorted_tasks", "tasks", "tasks_at", "tasks_of"]

SOON: Final = timedelta(days=14)  # so many days before its day something is due soon


class State(StrEnum):
    """How a task stands by its day. Without a day it is `open`."""

    LATE = "late"
    TODAY = "today"
    SOON = "soon"
    OPEN = "open"


class Asking(NamedTuple):
    """Whose tasks at which school. `of`: one person's, None everybody's; `by`: who looks, None the system itself."""

    school: School
    of: User | None
    by: User | None


class Task(NamedTuple):
    """One thing to do. `key` names it for ever within its source; `holder`: whose it is, None: all with the right.

    `what` may be read by whoever may see the row, and goes into no mail. `due`: the last day on which it is in time.
    """

    what: str
    link: str
    key: str
    due: date | None = None
    since: date | None = None
    holder: int | None = None
    weight: Weight = Weight.DUE
    urgency: Urgency = Urgency.SOMETIME  # of what has no day
    source: str = ""
    school: str = ""  # its name
    roles: tuple[Role, ...] = ()  # whose it is where nobody has it alone; none: everybody's with the source's right
    orphaned: bool = False  # nobody has it any more: its holder has gone, or holds the post no longer

    @property
    def state(self) -> State:
        """How it stands by its day."""
        if self.due is None:
            return State.OPEN
        left = self.due - timezone.localdate()
        if left < timedelta(0):
            return State.LATE
        return State.SOON if timedelta(0) < left <= SOON else State.OPEN if left else State.TODAY

    @property
    def presses(self) -> Urgency:
        """How soon: by its day, else as the app says."""
        if self.due is None:
            return self.urgency
        if self.state in {State.LATE, State.TODAY}:
            return Urgency.NOW
        return Urgency.SOON if self.state is State.SOON else Urgency.SOMETIME


class Source(NamedTuple):
    """Where tasks come from. `permission`: who has them; `others`: who sees those of other people; None: nobody.

    `stands_for`: the questions of the home page whose lines these rows are. `mailed`: whether the list's own reminders
    speak of them; not where the app sends its own.
    """

    id: str
    title: StrPromise
    permission: Permission | None
    ask: Callable[[Asking], Iterable[Task]]
    others: Permission | None
    stands_for: tuple[Ask, ...]
    mailed: bool


SOURCES: Final[dict[str, Source]] = {}


def tasks(
    source: str,
    title: StrPromise,
    permission: Permission | None,
    *,
    others: Permission | None = None,
    stands_for: tuple[Ask, ...] = (),
    mailed: bool = True,
) -> Callable[[Callable[[Asking], Iterable[Task]]], Callable[[Asking], Iterable[Task]]]:
    """Declare where tasks come from. Raises ValueError for a name that is taken."""

    def declare(ask: Callable[[Asking], Iterable[Task]]) -> Callable[[Asking], Iterable[Task]]:
        if source in SOURCES:
            message = f"two sources of tasks are called {source}"
            raise ValueError(message)
        SOURCES[source] = Source(source, title, permission, ask, others, stands_for, mailed)
        return ask

    return declare


def tasks_of(user: User, *, only: School | None = None) -> list[Task]:
    """All that somebody has to do, at all their schools or at one; what is late or dangerous first."""
    schools = [only] if only else list(schools_for(user).select_related("federation"))
    standing = {ask for source in SOURCES.values() for ask in source.stands_for}
    with remembering():
        remembered(SCHOOLS, lambda: schools)
        found = [
            Task(
                need.text, need.link, need.link, weight=need.weight, urgency=need.urgency, source="", school=school.name
            )
            for school, question in asked_of(user, schools)
            if question.ask not in standing
            for need in question.ask(user, school)
        ]
        for school in schools:
            if len(schools) <= FEW or school.pk == user.school_id:
                found += _of_sources(Asking(school, user, user))
    return sorted_tasks(found)


def tasks_at(school: School, by: User | None) -> list[Task]:
    """Everybody's tasks of a school, as far as somebody may see those of others; all that sources know for the system.

    A role's, which nobody holds alone, are among them once.
    """
    with remembering():
        found = _of_sources(Asking(school, None, by))
    return sorted_tasks(found)


def sorted_tasks(found: Iterable[Task]) -> list[Task]:
    """What presses first, then the gravest, then by day and words."""
    return sorted(found, key=lambda each: (each.presses, each.weight, each.due or date.max, each.what, each.key))


def _of_sources(asking: Asking) -> list[Task]:
    return [
        task._replace(source=source.id, school=asking.school.name)
        for source in SOURCES.values()
        if _is_for(source, asking)
        for task in source.ask(asking)
    ]


def _is_for(source: Source, asking: Asking) -> bool:
    """Whether a source is asked: by its holder's right, or by the right to see what others have."""
    if asking.of is not None:
        return source.permission is None or has_permission(asking.of, source.permission, asking.school)
    if asking.by is None:
        return True
    return source.others is not None and has_permission(asking.by, source.others, asking.school)
