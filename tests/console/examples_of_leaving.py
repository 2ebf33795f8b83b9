"""What the addresses of pages take on which files of children go to other schools, and come from them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pyrage import x25519

from belisha.console.access.acting import By
from belisha.console.concerns.actions.reporting import NewSubject, Told, report
from belisha.console.concerns.leaving.actions.handing import NextSchool, begin
from belisha.console.concerns.leaving.actions.receiving import hold, take_in
from belisha.console.concerns.leaving.packing import packed
from belisha.console.concerns.leaving.queries import contents
from belisha.console.concerns.models import Concern, Subject
from cast import a_pupil, a_school

if TYPE_CHECKING:
    from belisha.console.access.models import School, User
    from belisha.console.concerns.models import HandOver, ReceivedFile
    from belisha.console.people.models import Person

SYSTEM = By(None, system="tests")
NEXT = "Millbrook School"


def a_leaver(school: School, name: str = "Amina Yusuf") -> Person:
    """A pupil who left yesterday, with a concern about her."""
    child = a_pupil(school, name, left=timezone.localdate() - timedelta(days=1))
    report(
        by=SYSTEM,
        school=school,
        category="bullying",
        words="It happened again.",
        subjects=[NewSubject(Subject.Role.HARMED, child), NewSubject(Subject.Role.ALLEGED, name="Kevin Older")],
        told=Told(Concern.Origin.STAFF),
    )
    return child


def a_hand_over(school: School, child: Person | None = None, **options: Any) -> HandOver:
    """The file of a leaver on its way, for a key that nobody has."""
    child = child or a_leaver(school)
    key = options.pop("key", "") or str(x25519.Identity.generate().to_public())
    to = NextSchool(NEXT, "Dana Reid", "dsl@millbrook.example", key)
    today = timezone.localdate()
    return begin(by=SYSTEM, school=school, number=child.pk, to=to, moves_on=child.left or today, **options)


def a_package(school: School) -> bytes:
    """What another school of the federation sends, opened."""
    row = a_hand_over(a_school("riverside", school.federation))
    _child, concerns = contents(SYSTEM, row.school, row.child_id, other_routes=False)
    return packed(SYSTEM, row, concerns)


def a_held_file(school: School, user: User) -> ReceivedFile:
    """A file that came and is looked at."""
    return hold(by=By(user), school=school, upload=SimpleUploadedFile("file.zip", a_package(school)))


def a_received_file(school: School, user: User) -> ReceivedFile:
    """A file that was taken in."""
    row, child = a_held_file(school, user), a_pupil(school, "Amina Yusuf")
    take_in(by=By(user), row=row, number=child.pk)
    row.refresh_from_db()
    return row


def of_hand_over(school: School, _member: User) -> dict[str, Any]:
    return {"key": a_hand_over(school).key}


LEAVING = {
    "concern-leaving-new": lambda school, _member: {"number": a_leaver(school).pk},
    "concern-leaving-one": of_hand_over,
    "concern-leaving-download": of_hand_over,
    "concern-leaving-sent": of_hand_over,
    "concern-leaving-receipt": of_hand_over,
    "concern-leaving-end": of_hand_over,
    "concern-take-in-look": lambda school, member: {"key": a_held_file(school, member).key},
    "concern-received": lambda school, member: {"key": a_received_file(school, member).key},
}
