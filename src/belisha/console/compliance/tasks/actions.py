"""Telling people what falls due and what is late: one mail a day for each, and what is late for long up the line."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from belisha.console.access.models import Post, School, User
from belisha.console.access.roles import ROLES, Role
from belisha.console.access.settings.queries import value_of
from belisha.console.access.tasks import SOURCES, tasks_at
from belisha.console.compliance.models import TaskTold
from belisha.console.compliance.tasks.declared import AGAIN_DAYS, SOON_DAYS, UP_DAYS
from belisha.console.compliance.tasks.queries import source_title
from belisha.console.compliance.tasks.rules import Rhythm, Stage, above, goes_up, stage_of, wants_telling
from belisha.console.outbox.actions import send

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from belisha.console.access.tasks import Task

__all__ = ["remind"]


class _Told(NamedTuple):
    """Somebody is to be told that a task is so far. `holder`: whose it is, None: a role's."""

    to: int
    task: Task
    school: School
    stage: Stage
    due: date


class _Crew(NamedTuple):
    """Who holds which role at a school today. `own`: by a post of the school itself, not of all schools."""

    roles: dict[int, set[Role]]
    holders: dict[Role, list[int]]
    own: set[int]


def remind(now: datetime) -> str:
    """Tell everybody at all schools what falls due and is late, as far as they were not told; how many, in words.

    In a mail stand numbers and kinds of work alone: the words of a task may name a child.
    """
    found: dict[int, list[_Told]] = {}
    for school in School.objects.select_related("federation").order_by("pk"):
        for each in _to_tell(school, timezone.localdate(now)):
            found.setdefault(each.to, []).append(each)
    people = User.objects.filter(pk__in=found, closed_at__isnull=True).exclude(email="").order_by("pk")
    sent = sum(_tell(user, found[user.pk], now) for user in people)
    return ngettext("%(n)s person was reminded", "%(n)s people were reminded", sent) % {"n": sent} if sent else ""


def _to_tell(school: School, today: date) -> list[_Told]:
    rhythm = Rhythm(*(value_of(school, each) for each in (SOON_DAYS, AGAIN_DAYS, UP_DAYS)))
    crew = _crew(school, today)
    told = _told_before(school)
    found = []
    for task in tasks_at(school, None):
        stage = stage_of(task.due, today, rhythm) if task.due and SOURCES[task.source].mailed else None
        if stage is None or task.due is None:
            continue
        late = _whose(task, crew)
        found += [_Told(to, task, school, stage, task.due) for to in late]
        if goes_up(task.due, today, rhythm):
            roles = set().union(*(crew.roles.get(each, set()) for each in late))
            up = above(roles, late, crew.holders)
            found += [_Told(to, task, school, Stage.PASSED_UP, task.due) for to in up]
    return [
        each
        for each in found
        if wants_telling(each.stage, told.get((each.task.source, each.task.key, each.to), []), today, rhythm)
    ]


def _whose(task: Task, crew: _Crew) -> list[int]:
    """Who has a task: its holder; of a role's whoever has the right at this very school, else for all schools."""
    if task.holder is not None:
        return [] if task.orphaned else [task.holder]  # whoever has left hears no more of this school
    right = SOURCES[task.source].permission
    if task.roles:
        able = [who for who, roles in crew.roles.items() if roles & set(task.roles)]
    else:
        able = [who for who, roles in crew.roles.items() if any(right in ROLES[role].permissions for role in roles)]
    return [who for who in able if who in crew.own] or able


def _crew(school: School, today: date) -> _Crew:
    posts = Post.objects.for_school(school).held_on(today).filter(holder__closed_at__isnull=True)
    crew = _Crew({}, {}, set())
    for holder, role, place in posts.order_by("first", "pk").values_list("holder", "role", "school"):
        crew.roles.setdefault(holder, set()).add(Role(role))
        crew.holders.setdefault(Role(role), []).append(holder)
        if place is not None:
            crew.own.add(holder)
    return crew


def _told_before(school: School) -> dict[tuple[str, str, int], list[tuple[str, date]]]:
    found: dict[tuple[str, str, int], list[tuple[str, date]]] = {}
    rows = TaskTold.objects.for_school(school).order_by("pk")
    for source, key, to, stage, at in rows.values_list("source", "key", "to", "stage", "at"):
        found.setdefault((source, key, to), []).append((stage, timezone.localdate(at)))
    return found


def _tell(user: User, found: list[_Told], now: datetime) -> bool:
    """Whether a mail was written; none twice on a day, whatever has come meanwhile."""
    today = timezone.localdate(now)
    with transaction.atomic():
        held = User.objects.select_for_update().get(pk=user.pk)
        if TaskTold.objects.filter(to=held, at__date=today).exists():
            return False
        TaskTold.objects.bulk_create(
            TaskTold(
                school=each.school,
                source=each.task.source,
                key=each.task.key,
                due=each.due,
                stage=each.stage.value,
                to=held,
                holder_id=each.task.holder,
                at=now,
            )
            for each in found
        )
        places = {each.school.pk: each.school for each in found}
        only = next(iter(places.values())) if len(places) == 1 else None
        up = any(each.stage == Stage.PASSED_UP for each in found)
        link = reverse("school-to-do", args=[only.code]) if up and only else reverse("to-do")
        words = {"recipient": held.name, "event": "\n".join(_lines(found)), "link": link}
        send(held.email, _("What falls due, and what is late"), "compliance/tasks/letters/remind.txt", words)
    return True


def _lines(found: Iterable[_Told]) -> list[str]:
    """The counts of a mail, by school, kind of work and stage: nothing else."""
    counts = Counter((each.school.name, source_title(each.task.source), each.stage) for each in found)
    order = list(Stage)
    ranked = sorted(counts.items(), key=lambda item: (item[0][0], -order.index(item[0][2]), item[0][1]))
    return [
        _("- %(school)s, %(kind)s: %(n)s %(stage)s")
        % {"school": school, "kind": kind, "n": number, "stage": TaskTold.Stage(stage.value).label}
        for (school, kind, stage), number in ranked
    ]
