"""What families do and read at home: noted once, by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.permissions import Permission
from belisha.console.access.settings.queries import value_of
from belisha.console.agreements.home import audit_events
from belisha.console.agreements.home.declared import SEE_USE
from belisha.console.agreements.home.hooks import use_of
from belisha.console.agreements.home.queries.steps import has_step
from belisha.console.agreements.home.rules import school_year, unit_of
from belisha.console.agreements.models import FamilyStep, NoticeRead
from belisha.console.people.refusals import RefusedError

if TYPE_CHECKING:
    from belisha.console.access.acting import By
    from belisha.console.agreements.home.hooks import Use
    from belisha.console.agreements.models import Notice
    from belisha.console.people.models import Person, Relationship

__all__ = ["do_unit", "enter_home_school", "look_at_use", "note_step", "read_notice", "send_home_school"]

Kind = FamilyStep.Kind


def note_step(*, link: Relationship, kind: str, item: str, child: bool, words: str = "") -> bool:
    """Note that an adult did something, with this child or for all of theirs; once. Whether it is new."""
    adult = link.adult
    about = link.child if child else None
    there = FamilyStep.objects.filter(person=adult, child=about, kind=kind, item=item)
    if there.exists():
        return False
    try:
        with transaction.atomic():
            FamilyStep.objects.create(
                school=link.child.school,
                person=adult,
                child=about,
                kind=kind,
                item=item,
                at=timezone.now(),
                words=words.strip()[:300],
            )
    except IntegrityError:
        return False  # the same from two windows
    return True


def do_unit(*, link: Relationship, unit: str, choice: str) -> bool:
    """Finish a unit by its question. Whether the answer was right; a wrong one can be tried again."""
    known = unit_of(unit)
    if choice != str(known.right):
        return False
    note_step(link=link, kind=Kind.UNIT, item=unit, child=False)
    return True


def send_home_school(*, link: Relationship, agreed: bool) -> None:
    """Send the home-school form for a child and a school year. Refused until the online safety page was opened."""
    year = str(school_year(timezone.localdate()))
    if not has_step(link.adult, None, Kind.SAFETY_PAGE, year):
        raise RefusedError(_("Open and read the online safety page first. Then come back here."))
    if not agreed:
        raise RefusedError(_("Tick the box, if you agree."), "agreed")
    with transaction.atomic():
        note_step(link=link, kind=Kind.HOME_SCHOOL, item=year, child=True)
        note_step(link=link, kind=Kind.SUPERVISED, item="told", child=True)


def enter_home_school(*, by: By, link: Relationship, words: str) -> None:
    """Enter the home-school form that a parent gave in on paper, with where it is kept. Raises RefusedError."""
    child = link.child
    by = by.may(Permission.TAKE_SIGNATURES, child.school)
    if not words.strip():
        raise RefusedError(_("Say where the paper is kept."), "words")
    if not link.parental_responsibility or link.no_contact:
        raise RefusedError(_("Only somebody with parental responsibility gives in this form."), "person")
    year = str(school_year(timezone.localdate()))
    with transaction.atomic():
        new = note_step(link=link, kind=Kind.HOME_SCHOOL, item=year, child=True, words=words)
        note_step(link=link, kind=Kind.SUPERVISED, item="told", child=True)
        if not new:
            raise RefusedError(_("The school has this form of theirs for this year already."), "person")
        by.did(audit_events.HOME_SCHOOL_ENTERED, to=child, at=child.school, after={"by": link.adult.name})


def read_notice(*, person: Person, notice: Notice) -> None:
    """Count that somebody opened a notice; once."""
    NoticeRead.objects.get_or_create(notice=notice, person=person, defaults={"at": timezone.now()})


def look_at_use(*, by: By, link: Relationship) -> list[Use] | None:
    """What the school knows of a child's internet use, where its policy lets parents see it. On record each time."""
    child = link.child
    if value_of(child.school, SEE_USE) != "yes" or not link.parental_responsibility:
        raise RefusedError(_("The school does not show this here. Ask at school."))
    found = use_of(child, timezone.localdate(), link.adult.name)
    with transaction.atomic():
        by.did(audit_events.USE_SEEN, to=child, at=child.school, after={"by": link.adult.name})
    return found
