"""What the addresses of pages of work on concerns take."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from belisha.console.concerns.actions.reporting import NewSubject, add_subject
from belisha.console.concerns.models import Subject
from belisha.console.concerns.working import actions
from cast import a_pupil
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


OF_CONCERN = (
    "acknowledge", "assign", "close", "debrief", "level", "mark", "parents", "reopen", "review", "task-new",
)  # fmt: skip
WORKING = {
    "concerns-board": lambda _school, _member: {"leaf": "waiting"},
    "my-task": a_task,
    "concern-task": a_task,
    "concern-step": a_step,
    "concern-sanction": an_alleged_pupil,
    "concern-find": a_kind,
    **{f"concern-{name}": of_concern for name in OF_CONCERN},
}
