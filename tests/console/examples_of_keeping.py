"""What the addresses of pages take on which it is decided what becomes of records whose time is over."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from belisha.console.access.authorization import has_permission
from belisha.console.access.permissions import Permission
from belisha.console.concerns.keeping.actions.holding import hold
from belisha.console.concerns.keeping.tests.made import put_up
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


KEEPING = {
    "concern-keeping-one": a_due_record,
    "concern-keeping-decide": a_record_to_decide,
    "concern-hold": a_hold,
    "concern-hold-end": a_hold,
}
