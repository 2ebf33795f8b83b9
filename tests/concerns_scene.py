"""A school with its people, and concerns of each kind, for the tests of referrals."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from belisha.console.access.acting import By
from belisha.console.access.roles import Role
from belisha.console.concerns.actions.reporting import NewSubject, Told, report
from belisha.console.concerns.models import Concern, Subject
from belisha.console.concerns.referrals.actions.directory import add_contact
from belisha.console.concerns.referrals.rules.agencies import agencies
from cast import a_person, a_school, somebody

if TYPE_CHECKING:
    from belisha.console.access.models import School, User

SYSTEM = By(None, system="test")


class Scene(NamedTuple):
    """A school and who answers for its concerns."""

    school: School
    head: User
    dsl: User
    chair: User
    dpo: User
    teacher: User


def a_scene() -> Scene:
    school = a_school()
    found = {}
    for role in (Role.HEAD, Role.DSL, Role.CHAIR, Role.DPO, Role.TEACHER):
        user = somebody(school, role)
        a_person(school, user.kind, f"{role.title().replace('-', ' ')} Surname{role[:2]}", user=user)
        found[role.value] = user
    return Scene(school, found["head"], found["dsl"], found["chair"], found["dpo"], found["teacher"])


def told(scene: Scene, category: str = "bullying", *subjects: NewSubject, danger_now: bool = False) -> Concern:
    return report(
        by=SYSTEM,
        school=scene.school,
        category=category,
        words="They said: it happened again.",
        subjects=subjects,
        told=Told(Concern.Origin.STAFF, danger_now=danger_now),
    )


def about(user: User) -> NewSubject:
    return NewSubject(Subject.Role.ALLEGED, user.person)


def a_directory(school: School) -> None:
    """Every body of the area is entered."""
    for agency in agencies():
        if agency.area:
            add_contact(
                by=SYSTEM, school=school, agency=agency.id, name=f"Office of {agency.short}", phone="01632 960999"
            )
