"""The stage of tests about changes: a school with its policy, the people of both sides, and changes at every step."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.models import Session, User
from belisha.console.access.roles import Role
from belisha.console.filtering.changes import actions
from belisha.console.filtering.changes.rules.risk import QUESTIONS
from belisha.console.filtering.changes.rules.steps import Step
from belisha.engine.policy.edits import AddRule, Holder, HolderKind, HoldProfile
from belisha.engine.policy.model import SiteRule
from cast import a_school, somebody
from policies import an_adopted_policy

if TYPE_CHECKING:
    from belisha.console.access.models import School
    from belisha.console.filtering.models import Change, ManagerRight
    from belisha.engine.policy.edits import Edit

UNTIL = datetime(2027, 7, 21, 22, tzinfo=UTC)


class Stage(NamedTuple):
    """A school and who works there; the technician is its filter manager."""

    school: School
    head: User
    dsl: User
    lead: User
    technician: User

    def rule(self, code: str = "topic", address: str = "castles.example", verdict: str = "allow") -> AddRule:
        until = UNTIL if verdict == "allow" else None
        holder = Holder(kind=HolderKind.YEAR, school=self.school.code, id="year-4")
        made = SiteRule(id=code, address=address, verdict=verdict, reason="Castles", owner="Jo Reed", until=until)  # type: ignore[arg-type]
        return AddRule(holder=holder, rule=made)

    def level(self, profile: str | None = "infants") -> HoldProfile:
        return HoldProfile(holder=Holder(kind=HolderKind.YEAR, school=self.school.code, id="year-4"), profile=profile)


def a_stage(code: str = "oakfield") -> Stage:
    school = a_school(code)
    an_adopted_policy(school)
    stage = Stage(
        school,
        somebody(school, Role.HEAD),
        somebody(school, Role.DSL),
        somebody(school, Role.COMPUTING_LEAD),
        somebody(school, Role.TECHNICIAN),
    )
    a_manager(stage, stage.technician)
    return stage


def a_manager(stage: Stage, user: User, days: int = 30) -> ManagerRight:
    """Somebody is filter manager, and has just proved who they are."""
    today = timezone.localdate()
    confirmed(user)
    return actions.give_right(
        by=By(stage.head),
        place=stage.school,
        user=user,
        first=today,
        last=today + timedelta(days=days),
        reason="Runs the machines",
    )


def fresh(user: User) -> User:
    """The same person, without what is remembered of their roles."""
    return User.objects.get(pk=user.pk)


def confirmed(user: User, minutes_ago: int = 1) -> None:
    """Somebody is signed in and has proved who they are so many minutes ago."""
    now = timezone.now()
    Session.objects.update_or_create(
        user=user,
        key=f"key-{user.pk}",
        defaults={"began": now, "last_seen": now, "confirmed_at": now - timedelta(minutes=minutes_ago)},
    )


def drafted(stage: Stage, *edits: Edit, by: User | None = None) -> Change:
    return actions.put(
        by=By(by or stage.technician), place=stage.school, edits=edits or [stage.rule()], title="Castles for Year 4"
    )


def submitted(stage: Stage, *edits: Edit, by: User | None = None) -> Change:
    by = by or stage.technician
    change = drafted(stage, *edits, by=by)
    return actions.submit(by=By(by), change=change, title="Castles for Year 4", reason="Our topic is castles")


def half(change: Change, side: Step, user: User, risk: tuple[int, int] = (2, 3), *, against: bool = False) -> None:
    actions.assess(
        by=By(user),
        change=change,
        side=side.value,
        answers={question.id: "It is fine." for question in QUESTIONS[side]},
        likelihood=risk[0],
        impact=risk[1],
        advice="I would not." if against else "",
        against=against,
    )


def assessed(stage: Stage, *edits: Edit, risk: tuple[int, int] = (2, 3), against: bool = False) -> Change:
    change = submitted(stage, *edits)
    half(change, Step.EDUCATION, stage.lead, risk, against=against)
    half(change, Step.TECHNICAL, stage.technician)
    change.refresh_from_db()
    return change


def applied(stage: Stage, *edits: Edit) -> Change:
    confirmed(stage.technician)
    return actions.apply_change(by=By(stage.technician), change=assessed(stage, *edits))
