"""Reports of the sample: one by a parent, one about a colleague, one not sent yet; and help nearby. All invented."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from belisha.console.access.acting import By
from belisha.console.access.models import Post
from belisha.console.access.roles import Role
from belisha.console.concerns.actions.reporting import NewSubject, Told, report
from belisha.console.concerns.models import Concern, Subject
from belisha.console.concerns.reporting.actions.drafts import keep, new_token
from belisha.console.concerns.reporting.actions.helping import add_help

if TYPE_CHECKING:
    from belisha.console.access.models import Federation, School

__all__ = ["sample_reporting"]

SYSTEM: Final = By(None, system="form for parents")


def sample_reporting(federation: Federation) -> None:
    """A parent's worry, a report about an adult, a draft, and a family hub, at each school with teachers."""
    for school in federation.schools.order_by("pk"):
        teachers = Post.objects.for_school(school).filter(role=Role.TEACHER).select_related("holder").order_by("pk")
        users = [post.holder for post in teachers[:2]]
        if len(users) > 1:
            _reports(school, *[By(user) for user in users])


def _reports(school: School, teacher: By, colleague: By) -> None:
    report(
        by=SYSTEM,
        school=school,
        category="bullying",
        words="My son is called names in a game that children of his class play in the evening.",
        told=Told(Concern.Origin.PARENT, reporter="A mother", details={"contact": "01632 960123"}),
    )
    person = getattr(colleague.user, "person", None)
    if person is not None:
        report(
            by=teacher,
            school=school,
            category="adult-conduct",
            words="A photo of the class was taken with a private telephone. I said so at once.",
            subjects=[NewSubject(Subject.Role.ALLEGED, person)],
            told=Told(Concern.Origin.STAFF, place="lesson", told_by_voice=True, details={"confidential": True}),
        )
    typed = {
        "danger": "no",
        "words": "She was very quiet at lunch, and said “I am not hungry”",
        "category": "wellbeing",
    }
    keep(by=teacher, school=school, token=new_token(), typed=typed)
    facts = {"title": "Woldwater family hub", "about": "Advice for families of the town", "phone": "01632 960150"}
    add_help(
        by=SYSTEM,
        school=school,
        topics=["family", "bullying"],
        audience=["parent"],
        site="",
        hours="School days",
        **facts,
    )
