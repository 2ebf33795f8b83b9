"""What the addresses of pages of consents take."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.agreements.consents.actions.answering import answer_many
from belisha.console.agreements.consents.actions.showing import Entry, publish
from belisha.console.agreements.models import TakeDown
from belisha.console.people.models import Membership
from cast import a_class, a_parent, a_pupil, a_teacher

if TYPE_CHECKING:
    from belisha.console.access.models import School, User
    from belisha.console.agreements.models import Publication
    from belisha.console.people.models import Person

SYSTEM = By(None, system="tests")


def a_permitted_child(school: School, name: str = "Ada Bell", *, yes: bool = True) -> Person:
    """A child of 4 Oak with a mother who has answered for the website."""
    child = a_pupil(school, name, in_class=a_class(school))
    mother = a_parent(school, "Meg Bell", of=child)
    answer_many(
        by=SYSTEM, person=mother, about=child, answers={"website": yes, "social": True}, way="paper", note="Folder 1"
    )
    return child


def taught(school: School, member: User) -> Person:
    """The member's own entry on the register, teaching 4 Oak: teachers see their classes alone."""
    if hasattr(member, "person"):
        return member.person
    person = a_teacher(school, user=member)
    Membership.objects.create(person=person, group=a_class(school), teaches=True, first=person.joined)
    return person


def a_publication(school: School, member: User, *, yes: bool = True) -> Publication:
    entry = Entry("website", "Year 4 at the pond", "/news/pond", timezone.localdate(), member, already=True)
    return publish(by=SYSTEM, school=school, entry=entry, children=[a_permitted_child(school, yes=yes)])


def of_class(school: School, member: User) -> dict[str, Any]:
    taught(school, member)
    a_permitted_child(school)
    return {"number": a_class(school).pk}


def of_child(school: School, member: User) -> dict[str, Any]:
    taught(school, member)
    return {"number": a_permitted_child(school).pk}


def of_adult(school: School, _member: User) -> dict[str, Any]:
    return {"number": a_teacher(school).pk}


def of_publication(school: School, member: User) -> dict[str, Any]:
    return {"number": a_publication(school, member).pk}


def of_task(school: School, member: User) -> dict[str, Any]:
    a_publication(school, member, yes=False)
    task = TakeDown.objects.get(owner=member)
    TakeDown.objects.filter(pk=task.pk).update(due_at=timezone.now() - timedelta(hours=1))
    return {"number": task.pk}


CONSENTS = {
    "consents": of_class,
    "consents-class": of_class,
    "consents-photographer": of_class,
    "consents-of": of_child,
    "consent-enter": of_child,
    "home-school-paper": of_child,
    "consents-of-adult": of_adult,
    "consent-enter-adult": of_adult,
    "publications": of_publication,
    "publication": of_publication,
    "publication-add": of_class,
    "publication-end": of_publication,
    "take-downs": of_task,
    "take-down": of_task,
    "take-down-give": of_task,
}
