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
from cast import everywhere, somebody
from policies import an_adopted_policy

if TYPE_CHECKING:
    from collections.abc import Callable

    from belisha.console.access.models import Federation, School, User
    from belisha.console.filtering.models import ManagerRight

SYSTEM = By(None, system="test")


class Samples:
    """Changes of a school, or (`federal`) of all schools of its federation."""

    def __init__(self, *, federal: bool) -> None:
        self.federal = federal

    def place(self, school: School) -> School | Federation:
        return school.federation if self.federal else school

    def somebody(self, school: School, role: Role) -> User:
        return everywhere(school.federation, role) if self.federal else somebody(school, role)

    def draft(self, school: School, member: User) -> Change:
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
        change = put(
            by=SYSTEM,
            place=self.place(school),
            edits=edits,
            title="Castles for Year 4",
            reason="Our topic is castles",
        )
        Change.objects.filter(pk=change.pk).update(made_by=member)
        change.refresh_from_db()
        return change

    def to_judge(self, school: School, member: User) -> Change:
        change = self.draft(school, member)
        return submit(by=SYSTEM, change=_nobodys(change), title=change.title, reason=change.reason)

    def judged(self, school: School, member: User, risk: int = 2) -> Change:
        change = self.to_judge(school, member)
        for side, role in ((Step.EDUCATION, Role.COMPUTING_LEAD), (Step.TECHNICAL, Role.TECHNICIAN)):
            assess(
                by=By(self.somebody(school, role)),
                change=change,
                side=side.value,
                answers={question.id: "It is fine" for question in QUESTIONS[side]},
                likelihood=risk,
                impact=risk,
            )
        return change

    def risky(self, school: School, member: User) -> Change:
        return self.judged(school, member, 4)

    def applied(self, school: School, member: User) -> Change:
        return apply_change(by=SYSTEM, change=self.judged(school, member))

    def block(self, school: School, _member: User) -> Change:
        an_adopted_policy(school)
        return block_at_once(by=SYSTEM, place=self.place(school), addresses=["bad.example"], reason="Shows violence")

    def right(self, school: School, _member: User) -> ManagerRight:
        today = timezone.localdate()
        return give_right(
            by=SYSTEM,
            place=self.place(school),
            user=self.somebody(school, Role.TECHNICIAN),
            first=today,
            last=today + timedelta(days=7),
            reason="Runs the machines",
        )

    def examples(self) -> dict[str, Callable[[School, User], dict[str, Any]]]:
        made = {
            "filter-change": self.applied,
            "filter-change-submit": self.draft,
            "filter-change-drop": self.draft,
            "filter-change-rework": self.to_judge,
            "filter-change-education": self.to_judge,
            "filter-change-technical": self.to_judge,
            "filter-change-consent": self.risky,
            "filter-change-apply": self.judged,
            "filter-change-undo": self.applied,
            "filter-change-review": self.block,
            "filter-change-withdraw": self.to_judge,
            "filter-change-anew": self.to_judge,
            "filter-change-impact": self.draft,
            "filter-manager-end": self.right,
        }
        before = "federation-" if self.federal else ""
        return {f"{before}{name}": _number(make) for name, make in made.items()}


def _nobodys(change: Change) -> Change:
    Change.objects.filter(pk=change.pk).update(made_by=None)
    return change


def a_week(school: School, _member: User) -> dict[str, Any]:
    an_adopted_policy(school)
    return {"week": "2026-11-02"}


def _number(make: Callable[[School, User], Change | ManagerRight]) -> Callable[[School, User], dict[str, Any]]:
    # `index`: which edit of a draft is dropped
    return lambda school, member: {"number": make(school, member).pk, "index": 0}


FILTERING_CHANGES: dict[str, Callable[[School, User], dict[str, Any]]] = {
    **Samples(federal=False).examples(),
    **Samples(federal=True).examples(),
    "filter-week": a_week,
}
