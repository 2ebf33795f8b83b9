"""A family for tests of consents: a child of 4 Oak, a mother and a father who live apart, an office."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from belisha.console.access.acting import By
from belisha.console.access.roles import Role
from belisha.console.agreements.consents.actions.answering import answer
from cast import a_class, a_parent, a_pupil, a_school, a_teacher, somebody

if TYPE_CHECKING:
    from typing import Any

    from belisha.console.access.models import School, User
    from belisha.console.agreements.models import ConsentAnswer
    from belisha.console.people.models import Person


class Family(NamedTuple):
    """Everybody of the scene."""

    school: School
    child: Person
    mother: Person
    father: Person
    office: User
    teacher: User


def a_family(code: str = "oakfield") -> Family:
    """The child has answered nothing yet."""
    school = a_school(code)
    child = a_pupil(school, "Ada Bell", in_class=a_class(school))
    teacher = somebody(school, Role.TEACHER)
    a_teacher(school, of=a_class(school), user=teacher)
    return Family(
        school,
        child,
        a_parent(school, "Meg Bell", of=child),
        a_parent(school, "Ron Hill", of=child, kind="father", lives_with=False),
        somebody(school, Role.OFFICE),
        teacher,
    )


def says(person: Person, about: Person, purpose: str, *, yes: bool, **rest: Any) -> ConsentAnswer | None:
    """Somebody answers in their own account."""
    return answer(by=By(person.user), person=person, about=about, purpose=purpose, yes=yes, way="portal", **rest)
