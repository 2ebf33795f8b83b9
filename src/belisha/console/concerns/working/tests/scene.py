"""What tests of work on concerns share: a school with its people on the register, and concerns."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from belisha.console.access.acting import By
from belisha.console.access.roles import Role
from belisha.console.concerns.actions.reporting import NewSubject, Told, report
from belisha.console.concerns.models import Concern, Subject, Task
from belisha.console.concerns.working import actions
from cast import a_person, a_pupil, a_school, somebody

if TYPE_CHECKING:
    from belisha.console.access.models import School, User
    from belisha.console.people.models import Person

ROLES = (Role.HEAD, Role.DSL, Role.DEPUTY_DSL, Role.SLT, Role.CHAIR, Role.DPO, Role.TEACHER)
LONDON = ZoneInfo("Europe/London")
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=LONDON)  # a school day, while concerns are looked at
SATURDAY = datetime(2026, 11, 21, 10, 0, tzinfo=LONDON)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


class Scene:
    """A school, somebody in each role, and a pupil."""

    def __init__(self, code: str = "oakfield") -> None:
        self.school: School = a_school(code)
        self.people: dict[Role, User] = {role: somebody(self.school, role) for role in ROLES}
        for user in self.people.values():
            a_person(self.school, kind=user.kind, user=user)
        self.pupil: Person = a_pupil(self.school, "Zebedee Quark")

    def by(self, role: Role) -> By:
        return By(self.people[role])

    @property
    def dsl(self) -> By:
        return self.by(Role.DSL)

    def told(self, category: str = "wellbeing", *subjects: NewSubject, by: By | None = None, **said: bool) -> Concern:
        return report(
            by=by or By(None, system="tests"),
            school=self.school,
            category=category,
            words="They said: it happened again.",
            subjects=subjects or (NewSubject(Subject.Role.HARMED, self.pupil),),
            told=Told(Concern.Origin.STAFF, **said),
        )

    def about(self, role: Role, category: str = "wellbeing") -> Concern:
        return self.told(category, NewSubject(Subject.Role.ALLEGED, self.people[role].person))


def finish(scene: Scene, concern: Concern, *, level: int = 1, by: By | None = None) -> None:
    """Everything that closing asks for."""
    by = by or scene.dsl
    concern.refresh_from_db()
    if concern.route == Concern.Route.TEAM:
        actions.set_level(by=by, concern=concern, level=level, words="By the table.")
        actions.find(by=by, concern=concern, kind="child-voice", code="heard", words="I feel better.")
        actions.find(by=by, concern=concern, kind="parents-voice", code="heard", words="Thank you.")
    actions.tell_parents(by=by, concern=concern, code="told", words="By phone.", at=concern.reported_at, teller="DSL")
    actions.find(by=by, concern=concern, kind="support", code="given", words="A mentor.")
    actions.find(by=by, concern=concern, kind="policy", code="safeguarding", words="As it says.")
    for subject in concern.subjects.filter(role=Subject.Role.ALLEGED):
        actions.find(by=by, concern=concern, kind="sanction", code="none", words="None.", subject=subject)
    for step in concern.steps.filter(done_at=None):
        actions.step_done(by=by, concern=concern, step=step, words="Done at ten.")
    for task in concern.tasks.filter(done_at=None).exclude(source=Task.Source.LESSON):
        actions.finish_task(by=by, task=task, words="Done.")
    concern.refresh_from_db()
