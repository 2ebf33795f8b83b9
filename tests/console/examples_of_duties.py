"""What the addresses of duties take: something said of one, something planned about one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.roles import Role
from belisha.console.compliance.attesting.actions import confirm
from belisha.console.compliance.attesting.rules import able
from belisha.console.compliance.planner.actions import make_feed
from belisha.console.compliance.plans.actions import plan
from belisha.console.duties.catalogue import catalogue
from belisha.console.duties.registry import PROOFS
from cast import somebody

if TYPE_CHECKING:
    from belisha.console.access.models import School, User


def unproved() -> str:
    """A duty that no data prove and the safeguarding lead answers for."""
    return next(each.id for each in catalogue().values() if each.id not in PROOFS and Role.DSL in able(each))


def a_duty(_school: School, _member: User) -> dict[str, Any]:
    return {"duty": "accounts.idle-lock"}


def an_unproved_duty(_school: School, _member: User) -> dict[str, Any]:
    return {"duty": unproved()}


def something_said(school: School, _member: User) -> dict[str, Any]:
    said = confirm(
        by=By(somebody(school, Role.DSL)),
        school=school,
        duty=unproved(),
        kept=True,
        words="We went through it in the staff meeting of the first week.",
    )
    return {"number": said.pk}


def a_calendar(_school: School, member: User) -> dict[str, Any]:
    return {"secret": make_feed(by=By(member))}


def something_planned(school: School, member: User) -> dict[str, Any]:
    due = timezone.localdate() + timedelta(7)
    by = By(somebody(school, Role.DSL))
    made = plan(by=by, school=school, duty="accounts.leavers", words="Close them.", owner=member, due=due)
    return {"number": made.pk}


DUTIES = {
    "calendar-feed": a_calendar,
    "duty-standard": lambda _school, _member: {"standard": "kcsie"},
    "duty": a_duty,
    "duty-plan": a_duty,
    "duty-risk": a_duty,
    "duty-confirm": an_unproved_duty,
    "duty-countersign": something_said,
    "duty-take-back": something_said,
    "duty-plan-end": something_planned,
    "duties-mine": something_said,
}
"""Pages of duties that take something, and those that show something."""
OF_LEADERS = ("duty-plan", "duty-risk", "duty-confirm", "duty-countersign", "duty-take-back", "duty-plan-end")
