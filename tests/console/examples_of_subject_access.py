"""What the addresses of pages take on which requests to see what is held are answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from belisha.console.concerns.actions.writing import add_entry
from belisha.console.concerns.models import Entry
from belisha.console.subject_access.actions import Asked, receive
from cast import a_pupil
from console.examples_of_concerns import SYSTEM, a_concern

if TYPE_CHECKING:
    from belisha.console.access.models import School, User
    from belisha.console.people.models import Person
    from belisha.console.subject_access.models import AccessRequest

ASKED = Asked("parent", "Sam Yusuf", "Known to the office", "not-yet", "Six years old; her mother asks")


def a_request(school: School, child: Person | None = None, asked: Asked = ASKED) -> AccessRequest:
    """A mother asks for her child, who is in a concern."""
    if child is None:
        concern = a_concern(school)
        add_entry(by=SYSTEM, concern=concern, kind=Entry.Kind.NOTE, text="Spoke with her and Kevin Older.")
        child = concern.subjects.get().person
    return receive(by=SYSTEM, school=school, person=child, received_on=timezone.localdate(), asked=asked)


def of_request(school: School, _member: User) -> dict[str, Any]:
    return {"key": a_request(school).key}


def of_section(school: School, _member: User) -> dict[str, Any]:
    return {"key": a_request(school).key, "holder": "register"}


def of_piece(school: School, _member: User) -> dict[str, Any]:
    row = a_request(school)
    return {"key": row.key, "holder": "register", "piece": f"person-{row.person_id}"}


SUBJECT_ACCESS = {
    "access-request-new": lambda school, _member: {"number": a_pupil(school).pk},
    **dict.fromkeys(
        (
            "access-request",
            "access-request-longer",
            "access-request-pack",
            "access-request-sent",
            "access-request-end",
        ),
        of_request,
    ),
    **dict.fromkeys(("access-request-section", "access-request-propose", "access-request-check-section"), of_section),
    **dict.fromkeys(("access-request-piece", "access-request-check", "access-request-back"), of_piece),
}
