"""What the addresses of pages of concerns take: a function for each part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from belisha.console.access.acting import By
from belisha.console.concerns.actions.reporting import NewSubject, Told, report
from belisha.console.concerns.models import Concern, Subject
from cast import a_pupil

if TYPE_CHECKING:
    from belisha.console.access.models import School, User

SYSTEM = By(None, system="tests")


def a_concern(school: School, category: str = "bullying") -> Concern:
    """A concern about a pupil, whose route is the team's."""
    return report(
        by=SYSTEM,
        school=school,
        category=category,
        words="They said: it happened again.",
        subjects=[NewSubject(Subject.Role.HARMED, a_pupil(school))],
        told=Told(Concern.Origin.STAFF),
    )


def of_concern(school: School, _member: User) -> dict[str, Any]:
    return {"reference": a_concern(school).reference}


RECORD = {
    "concern": of_concern,
}
CONCERNS = {**RECORD}
