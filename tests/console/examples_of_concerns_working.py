"""What the addresses of pages of work on concerns take."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from belisha.console.access.roles import Role
from belisha.console.concerns.actions.reporting import NewSubject, add_subject
from belisha.console.concerns.models import Subject
from belisha.console.concerns.working import actions
from belisha.console.concerns.working.actions.digests import make_digest
from belisha.console.concerns.working.actions.drills import begin_drill
from belisha.console.concerns.working.actions.school import set_turn
from belisha.console.concerns.working.queries.digests import week_of
from cast import a_pupil, somebody
from console.examples_of_concerns import SYSTEM, a_concern, of_concern

if TYPE_CHECKING:
    from belisha.console.access.models import School, User


def a_task(school: School, member: User) -> dict[str, Any]:
    concern, due = a_concern(school), timezone.localdate() + timedelta(days=1)
    task = actions.add_task(by=SYSTEM, concern=concern, text="Sit beside them at lunch", owner=member, due=due)
    return {"reference": concern.reference, "number": task.pk}


def a_step(school: School, _member: User) -> dict[str, Any]:
    concern = a_concern(school)
    step = concern.steps.filter(done_at=None).order_by("pk").first()
    return {"reference": concern.reference, "number": step.pk}


def an_alleged_pupil(school: School, _member: User) -> dict[str, Any]:
    concern = a_concern(school)
    alleged = NewSubject(Subject.Role.ALLEGED, a_pupil(school))
    return {"reference": concern.reference, "number": add_subject(by=SYSTEM, concern=concern, subject=alleged).pk}


def a_kind(school: School, member: User) -> dict[str, Any]:
    return {**of_concern(school, member), "kind": "policy"}


def a_turn(school: School, _member: User) -> dict[str, Any]:
    user = somebody(school, Role.DEPUTY_DSL)
    turn = set_turn(by=SYSTEM, school=school, user=user, weekday=1, first=timezone.localdate())
    return {"number": turn.pk}


def a_drill(school: School, _member: User) -> dict[str, Any]:
    return {"number": begin_drill(by=SYSTEM, school=school, book="bullying").pk, "place": 0}


def a_week(school: School, _member: User) -> dict[str, Any]:
    a_concern(school)
    week = week_of(timezone.localdate())
    make_digest(school, week)
    return {"week": week.isoformat()}


OF_CONCERN = (
    "acknowledge", "assign", "close", "debrief", "level", "mark", "parents", "reopen", "review", "task-new",
)  # fmt: skip
WORKING = {
    "concerns-board": lambda _school, _member: {"leaf": "waiting"},
    "my-task": a_task,
    "concern-table-load": lambda _school, _member: {"kind": "thresholds"},
    "concern-turn-end": a_turn,
    "concern-drill": a_drill,
    "concern-drill-step": a_drill,
    "concern-drill-end": a_drill,
    "concern-digest": a_week,
    "concern-digest-read": a_week,
    "concern-task": a_task,
    "concern-step": a_step,
    "concern-sanction": an_alleged_pupil,
    "concern-find": a_kind,
    **{f"concern-{name}": of_concern for name in OF_CONCERN},
}
