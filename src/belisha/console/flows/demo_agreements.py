"""What the sample has signed, all invented: staff but for two, and classes; at one school nobody is let in without.

There an infant, a junior and one of the staff have said no: they see what the gateway shows who has not signed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils import timezone

from belisha.console.access.accounts.actions.waivers import end_waiver
from belisha.console.access.accounts.queries.gating import waivers_in_force
from belisha.console.access.acting import By
from belisha.console.access.models import Post, User
from belisha.console.access.roles import Role
from belisha.console.agreements.models import Signature
from belisha.console.agreements.signing.actions.restricting import settle
from belisha.console.agreements.signing.actions.signatures import decline, sign_many, talk
from belisha.console.agreements.signing.actions.sittings import open_class
from belisha.console.agreements.signing.queries.restricting import GATE
from belisha.console.agreements.signing.queries.sittings import pupils_of
from belisha.console.agreements.signing.queries.standing import here, standing_of, standings
from belisha.console.agreements.texts.actions import issue
from belisha.console.agreements.texts.rules import kinds
from belisha.console.people.models import Group

if TYPE_CHECKING:
    from datetime import date

    from belisha.console.access.models import Federation, School
    from belisha.console.agreements.models import Decline
    from belisha.console.people.models import Person

__all__ = ["sample_agreements"]

SYSTEM: Final = By(None, system="demo")
CLASSES: Final = ("year-1", "year-4")
FIRM: Final = "oakfield"
"""The school at which staff and pupils need their signature: all of its classes have signed."""


def sample_agreements(federation: Federation) -> None:
    """Issue what there is, and have most of those sign who are looked at first."""
    today = timezone.localdate()
    for school in federation.schools.order_by("pk"):
        for kind in kinds():
            issue(by=SYSTEM, school=school, kind=kind.id, reason="", asks_again=True)
        staff = here(school, today, User.Kind.STAFF)
        head = Post.objects.held_on(today).filter(school=school, role=Role.HEAD).select_related("holder").first()
        if head is not None:
            _sign(school, staff[2:], today, Signature.Way.PAPER, head.holder)
        if staff:
            _declines(staff[0], today)
        firm = school.code == FIRM
        for group in Group.objects.for_school(school).classes().order_by("pk"):
            if firm or group.year in CLASSES:
                _class_signs(school, group, today, firm=firm)
        if firm:
            _ask_for_signatures(school)
            # nobody is in a lesson while the sample is made, and it shows from its first minute
            settle(school=school, people=here(school, today), now=timezone.now(), in_lesson=False)


def _ask_for_signatures(school: School) -> None:
    """Nobody of the staff and no pupil is let in without any more."""
    kinds = [User.Kind.STAFF, User.Kind.PUPIL]
    for waiver in waivers_in_force(school).filter(gate=GATE, kind__in=kinds):
        end_waiver(by=SYSTEM, waiver=waiver)


def _sign(school: School, people: list[Person], today: date, way: str, witness: User) -> None:
    lines = standings(school, people, today)
    signing = [(person, line) for person in people for line in lines[person.pk]]
    sign_many(by=By(witness), signing=signing, way=way, witness=witness)


def _declines(person: Person, today: date) -> None:
    """Somebody does not want their own telephone to count, and a leader has talked with them."""
    row = _says_no(person, today, "staff", "I want to know first who can look")
    if row is not None:
        talk(by=SYSTEM, decline=row, words="We went through who may look, and that each look is on record.")


def _says_no(person: Person, today: date, audience: str, reason: str) -> Decline | None:
    line = next((each for each in standing_of(person, today) if each.kind.id.startswith(audience)), None)
    if line is None:
        return None
    return decline(by=By(person.user), person=person, agreement=line.agreement, reason=reason)


def _class_signs(school: School, group: Group, today: date, *, firm: bool) -> None:
    """A class signs under its teacher's eyes; in two of them the last child does not, and says so where it matters."""
    teaching = group.memberships.filter(teaches=True).select_related("person__user").first()
    if teaching is None:
        return
    teacher = teaching.person.user
    open_class(by=By(teacher), school=school, group=group, explained=True)
    *most, last = pupils_of(group, today)
    waits = group.year in CLASSES
    _sign(school, most if waits else [*most, last], today, Signature.Way.CLASS, teacher)
    if firm and waits:
        _says_no(last, today, "pupil", "I want to ask my mum first")
