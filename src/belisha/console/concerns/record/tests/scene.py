"""A school with people in every role, and concerns among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from belisha.console.access.acting import By
from belisha.console.access.roles import Role
from belisha.console.concerns.actions.reporting import NewSubject, Told, report
from belisha.console.concerns.models import Concern, Subject
from cast import a_person, a_pupil, a_school, somebody

if TYPE_CHECKING:
    from belisha.console.access.models import School, User

__all__ = ["Scene"]

ROLES = (Role.HEAD, Role.DSL, Role.DEPUTY_DSL, Role.CHAIR, Role.DPO, Role.TEACHER)
SYSTEM = By(None, system="tests")


class Scene:
    """Oakfield, with somebody in each role that matters here, each on the register."""

    def __init__(self) -> None:
        self.school: School = a_school()
        self.people: dict[Role, User] = {role: somebody(self.school, role) for role in ROLES}
        for user in self.people.values():
            a_person(self.school, kind=user.kind, user=user)
        self.child = a_pupil(self.school, "Amina Yusuf")

    def by(self, role: Role) -> By:
        return By(self.people[role])

    def concern(
        self, words: str = "They said: it happened again.", category: str = "bullying", *subjects: NewSubject
    ) -> Concern:
        """About Amina, unless others are given."""
        return report(
            by=SYSTEM,
            school=self.school,
            category=category,
            words=words,
            subjects=subjects or (NewSubject(Subject.Role.HARMED, self.child),),
            told=Told(Concern.Origin.STAFF, where="the playground"),
        )

    def about(self, role: Role, words: str = "What they did") -> Concern:
        return self.concern(words, "bullying", NewSubject(Subject.Role.ALLEGED, self.people[role].person))
