"""What the addresses of pages take on which it is decided what becomes of records whose time is over."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from belisha.console.access.authorization import has_permission
from belisha.console.access.permissions import Permission
from belisha.console.concerns.keeping.actions.holding import hold, hold_person
from belisha.console.concerns.keeping.tests.made import put_up
from cast import a_pupil
from console.examples_of_concerns import SYSTEM, a_concern

if TYPE_CHECKING:
    from belisha.console.access.models import School, User


def a_due_record(school: School, _member: User) -> dict[str, Any]:
    concern = a_concern(school)
    child = concern.subjects.get().person
    type(child).objects.filter(pk=child.pk).update(born=date(1995, 6, 1))
    return {"key": put_up(concern).key}


def a_record_to_decide(school: School, member: User) -> dict[str, Any]:
    lead = has_permission(member, Permission.WORK_CONCERNS, school)
    return {**a_due_record(school, member), "place": "lead" if lead else "data"}


def a_hold(school: School, _member: User) -> dict[str, Any]:
    soon = timezone.localdate() + timedelta(days=90)
    return {"key": hold(by=SYSTEM, concern=a_concern(school), reason="A claim was made", review_on=soon).key}


def somebody_to_hold(school: School, _member: User) -> dict[str, Any]:
    return {"number": a_pupil(school, "Old Pupil").pk}


def a_hold_of_somebody(school: School, _member: User) -> dict[str, Any]:
    soon, person = timezone.localdate() + timedelta(days=90), a_pupil(school, "Old Pupil")
    held = hold_person(by=SYSTEM, school=school, person=person, reason="A claim was made", review_on=soon)
    return {"key": held.key}


KEEPING = {
    "concern-keeping-one": a_due_record,
    "concern-keeping-decide": a_record_to_decide,
    "concern-hold": a_hold,
    "concern-hold-end": a_hold,
    "concern-hold-person-new": somebody_to_hold,
    "concern-hold-person": a_hold_of_somebody,
    "concern-hold-person-end": a_hold_of_somebody,
}
