"""What the sample has signed: staff but for two, an infants' and a juniors' class; one declined. All invented."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.models import Post, User
from belisha.console.access.roles import Role
from belisha.console.agreements.models import Signature
from belisha.console.agreements.signing.actions.signatures import decline, sign_many, talk
from belisha.console.agreements.signing.actions.sittings import open_class
from belisha.console.agreements.signing.queries.sittings import pupils_of
from belisha.console.agreements.signing.queries.standing import here, standing_of, standings
from belisha.console.agreements.texts.actions import issue
from belisha.console.agreements.texts.rules import kinds
from belisha.console.people.models import Group

if TYPE_CHECKING:
    from datetime import date

    from belisha.console.access.models import Federation, School
    from belisha.console.people.models import Person

__all__ = ["sample_agreements"]

SYSTEM: Final = By(None, system="demo")
CLASSES: Final = ("year-1", "year-4")


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
        for year in CLASSES:
            _class_signs(school, year, today)


def _sign(school: School, people: list[Person], today: date, way: str, witness: User) -> None:
    lines = standings(school, people, today)
    signing = [(person, line) for person in people for line in lines[person.pk]]
    sign_many(by=By(witness), signing=signing, way=way, witness=witness)


def _declines(person: Person, today: date) -> None:
    """Somebody does not want their own telephone to count, and a leader has talked with them."""
    line = next((each for each in standing_of(person, today) if each.kind.id == "staff"), None)
    if line is not None:
        row = decline(
            by=By(person.user), person=person, agreement=line.agreement, reason="I want to know first who can look"
        )
        talk(by=SYSTEM, decline=row, words="We went through who may look, and that each look is on record.")


def _class_signs(school: School, year: str, today: date) -> None:
    """All of a class but the last child sign under their teacher's eyes."""
    group = Group.objects.for_school(school).classes().filter(year=year).order_by("pk").first()
    teaching = group.memberships.filter(teaches=True).select_related("person__user").first() if group else None
    if group is None or teaching is None:
        return
    teacher = teaching.person.user
    open_class(by=By(teacher), school=school, group=group, explained=True)
    _sign(school, pupils_of(group, today)[:-1], today, Signature.Way.CLASS, teacher)
