"""What the addresses of pages of changes take."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.roles import Role
from belisha.console.filtering.changes.actions import apply_change, assess, block_at_once, give_right, put, submit
from belisha.console.filtering.changes.rules.risk import QUESTIONS
from belisha.console.filtering.changes.rules.steps import Step
from belisha.console.filtering.models import Change
from belisha.engine.policy.edits import AddRule, Holder, HolderKind
from belisha.engine.policy.model import SiteRule
from cast import somebody
from policies import an_adopted_policy

if TYPE_CHECKING:
    from collections.abc import Callable

    from belisha.console.access.models import School, User

SYSTEM = By(None, system="test")


def a_draft(school: School, member: User) -> Change:
    an_adopted_policy(school)
    rule = SiteRule(
        id=f"our-topic-{Change.objects.count()}",  # a name that no other sample's rule has
        address="castles.example",
        verdict="allow",
        reason="Our topic",
        owner="Jo Reed",
        until=timezone.now() + timedelta(days=30),
    )
    edits = [AddRule(holder=Holder(kind=HolderKind.YEAR, school=school.code, id="year-4"), rule=rule)]
    change = put(by=SYSTEM, place=school, edits=edits, title="Castles for Year 4", reason="Our topic is castles")
    Change.objects.filter(pk=change.pk).update(made_by=member)
    change.refresh_from_db()
    return change


def a_change_to_judge(school: School, member: User) -> Change:
    change = a_draft(school, member)
    return submit(by=SYSTEM._replace(user=None), change=_nobodys(change), title=change.title, reason=change.reason)


def _nobodys(change: Change) -> Change:
    Change.objects.filter(pk=change.pk).update(made_by=None)
    return change


def a_judged_change(school: School, member: User, risk: int = 2) -> Change:
    change = a_change_to_judge(school, member)
    for side, role in ((Step.EDUCATION, Role.COMPUTING_LEAD), (Step.TECHNICAL, Role.TECHNICIAN)):
        assess(
            by=By(somebody(school, role)),
            change=change,
            side=side.value,
            answers={question.id: "It is fine" for question in QUESTIONS[side]},
            likelihood=risk,
            impact=risk,
        )
    return change


def an_applied_change(school: School, member: User) -> Change:
    return apply_change(by=SYSTEM, change=a_judged_change(school, member))


def a_block(school: School, member: User) -> Change:
    an_adopted_policy(school)
    return block_at_once(by=SYSTEM, place=school, addresses=["bad.example"], reason="Shows violence")


def a_filter_right(school: School, _member: User) -> dict[str, Any]:
    today = timezone.localdate()
    user = somebody(school, Role.TECHNICIAN)
    right = give_right(
        by=SYSTEM, place=school, user=user, first=today, last=today + timedelta(days=7), reason="Runs the machines"
    )
    return {"number": right.pk}


def a_week(school: School, _member: User) -> dict[str, Any]:
    an_adopted_policy(school)
    return {"week": "2026-11-02"}


def _number(make: Callable[[School, User], Change]) -> Callable[[School, User], dict[str, Any]]:
    return lambda school, member: {"number": make(school, member).pk}


FILTERING_CHANGES: dict[str, Callable[[School, User], dict[str, Any]]] = {
    "filter-change": _number(an_applied_change),
    "filter-change-submit": _number(a_draft),
    "filter-change-drop": lambda school, member: {"number": a_draft(school, member).pk, "index": 0},
    "filter-change-rework": _number(a_change_to_judge),
    "filter-change-education": _number(a_change_to_judge),
    "filter-change-technical": _number(a_change_to_judge),
    "filter-change-consent": _number(lambda school, member: a_judged_change(school, member, 4)),
    "filter-change-apply": _number(a_judged_change),
    "filter-change-undo": _number(an_applied_change),
    "filter-change-review": _number(a_block),
    "filter-change-withdraw": _number(a_change_to_judge),
    "filter-change-anew": _number(a_change_to_judge),
    "filter-change-impact": _number(a_draft),
    "filter-manager-end": a_filter_right,
    "filter-week": a_week,
}
