"""What the control of changes proves: each duty met, and breached."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.audit.models import Check
from belisha.console.duties.registry import PROOFS, State
from belisha.console.filtering.changes import actions, duties
from belisha.console.filtering.changes.digest.actions import sign_week
from belisha.console.filtering.changes.digest.queries import unsigned_weeks, weeks_of
from belisha.console.filtering.changes.queries.lists import Renewed
from belisha.console.filtering.changes.tests.staging import Stage, a_stage, applied, assessed
from belisha.console.filtering.models import Change, Gateway, Half, ManagerRight, PolicyVersion
from cast import a_school

if TYPE_CHECKING:
    from belisha.console.access.models import School

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Stage:
    return a_stage()


def stands(duty: str, school: School, now: datetime | None = None) -> State:
    standing = PROOFS[duty].ask(school, now or timezone.now())
    assert standing.link.startswith(f"/schools/{school.code}/filter/")
    assert standing.reason
    return standing.state


def test_filtering_change_log_is_met_when_every_change_is_on_record(stage: Stage) -> None:
    assert stands("filtering.change-log", stage.school) is State.MET
    applied(stage)
    assert stands("filtering.change-log", stage.school) is State.MET


def test_filtering_change_log_is_breached_by_a_change_that_nobody_recorded(stage: Stage) -> None:
    change = applied(stage)
    other = Change.objects.create(
        federation=change.federation,
        school=change.school,
        title="In the dark",
        state="applied",
        made_at=timezone.now(),
        applied_at=timezone.now(),
    )
    PolicyVersion.objects.filter(change=change).update(change=other)
    assert stands("filtering.change-log", stage.school) is State.BREACHED


def test_filtering_change_log_is_breached_by_a_record_that_is_broken(stage: Stage) -> None:
    now = timezone.now()
    Check.objects.create(chain=stage.school.chain, at=now, length=3, fault="digest", number=2, seen=now)
    assert stands("filtering.change-log", stage.school) is State.BREACHED


def test_nothing_is_claimed_of_a_policy_that_the_console_does_not_hold() -> None:
    school = a_school("elsewhere")
    for duty in ("change-log", "change-risk-assessed", "change-consent", "applied-and-updated", "shared-with-dsl"):
        assert stands(f"filtering.{duty}", school) is State.NOT_KNOWN


def test_filtering_change_rights_is_met_by_managers_who_are_named_until_a_day(stage: Stage) -> None:
    applied(stage)
    assert stands("filtering.change-rights", stage.school) is State.MET


def test_filtering_change_rights_is_breached_by_who_applied_without_the_right(stage: Stage) -> None:
    applied(stage)
    ManagerRight.objects.update(first=date(2020, 1, 1), last=date(2020, 2, 1))
    assert stands("filtering.change-rights", stage.school) is State.BREACHED


def test_nobody_who_may_apply_changes_is_at_risk(stage: Stage) -> None:
    ManagerRight.objects.all().delete()
    assert stands("filtering.change-rights", stage.school) is State.AT_RISK


def test_filtering_change_risk_assessed_is_met_by_two_halves(stage: Stage) -> None:
    applied(stage)
    assert stands("filtering.change-risk-assessed", stage.school) is State.MET


def test_filtering_change_risk_assessed_is_breached_by_a_missing_half(stage: Stage) -> None:
    applied(stage).halves.filter(side="education").delete()
    assert stands("filtering.change-risk-assessed", stage.school) is State.BREACHED


def test_filtering_change_risk_assessed_is_breached_by_an_emergency_that_nobody_reviews(stage: Stage) -> None:
    actions.block_at_once(by=By(stage.dsl), place=stage.school, addresses=["bad.example"], reason="Violence")
    assert stands("filtering.change-risk-assessed", stage.school) is State.MET
    late = timezone.now() + timedelta(days=30)
    assert stands("filtering.change-risk-assessed", stage.school, late) is State.BREACHED


def test_filtering_change_consent_is_met_where_a_leader_consented(stage: Stage) -> None:
    change = assessed(stage, risk=(5, 5))
    actions.consent(by=By(stage.head), change=change)
    actions.apply_change(by=By(stage.technician), change=change)
    assert stands("filtering.change-consent", stage.school) is State.MET


@pytest.mark.parametrize("by", [None, "lead"])
def test_filtering_change_consent_is_breached_without_consent_or_by_an_assessors(stage: Stage, by: str | None) -> None:
    change = assessed(stage, risk=(5, 5))
    actions.consent(by=By(stage.head), change=change)
    actions.apply_change(by=By(stage.technician), change=change)
    Change.objects.filter(pk=change.pk).update(consent_by=stage.lead if by else None)
    assert stands("filtering.change-consent", stage.school) is State.BREACHED


def lists_of(days: int, monkeypatch: pytest.MonkeyPatch) -> None:
    lists = Renewed(timezone.localdate() - timedelta(days=days), "Games", None)
    monkeypatch.setattr(duties, "renewed", lambda: lists)


def test_filtering_applied_and_updated_is_met_by_what_is_in_force_with_fresh_lists(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    lists_of(3, monkeypatch)
    actions.note_in_force(changes=[applied(stage).pk], digest="abc")
    assert stands("filtering.applied-and-updated", stage.school) is State.MET


def test_filtering_applied_and_updated_is_breached_by_what_does_not_reach_the_gateway(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    lists_of(3, monkeypatch)
    applied(stage)
    late = timezone.now() + timedelta(minutes=10)
    assert stands("filtering.applied-and-updated", stage.school, late) is State.BREACHED


def test_filtering_applied_and_updated_is_breached_by_an_old_list(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    lists_of(8, monkeypatch)
    assert stands("filtering.applied-and-updated", stage.school) is State.BREACHED


def sign(stage: Stage, monday: date) -> None:
    sign_week(by=By(stage.dsl), school=stage.school, monday=monday, side="education")


def test_filtering_shared_with_dsl_is_met_by_weeks_that_are_signed(stage: Stage) -> None:
    PolicyVersion.objects.update(at=datetime(2026, 9, 3, 9, tzinfo=UTC))
    with time_machine.travel(datetime(2026, 9, 16, 9, tzinfo=UTC)):
        assert [week.monday for week in weeks_of(stage.school, timezone.localdate())] == [date(2026, 9, 7)]
        assert stands("filtering.shared-with-dsl", stage.school) is State.AT_RISK
        sign(stage, date(2026, 9, 7))
        assert stands("filtering.shared-with-dsl", stage.school) is State.MET


def test_filtering_shared_with_dsl_is_breached_by_two_unsigned_weeks(stage: Stage) -> None:
    PolicyVersion.objects.update(at=datetime(2026, 9, 3, 9, tzinfo=UTC))
    with time_machine.travel(datetime(2026, 9, 21, 9, tzinfo=UTC)):
        assert unsigned_weeks(stage.school, timezone.localdate()) == [date(2026, 9, 14), date(2026, 9, 7)]
        assert stands("filtering.shared-with-dsl", stage.school) is State.BREACHED


def test_nothing_is_said_of_weeks_before_one_is_over(stage: Stage) -> None:
    assert stands("filtering.shared-with-dsl", stage.school) is State.NOT_KNOWN


def test_the_two_sides_of_a_week_are_signed_by_two_people(stage: Stage) -> None:
    PolicyVersion.objects.update(at=datetime(2026, 9, 3, 9, tzinfo=UTC))
    with time_machine.travel(datetime(2026, 9, 16, 9, tzinfo=UTC)):
        sign(stage, date(2026, 9, 7))
        sign_week(by=By(stage.technician), school=stage.school, monday=date(2026, 9, 7), side=Half.Side.TECHNICAL)
        with pytest.raises(ValidationError, match="not over yet"):
            sign(stage, date(2026, 9, 14))
        with pytest.raises(ValidationError, match="signed already"):
            sign(stage, date(2026, 9, 7))


def test_filtering_applied_and_updated_is_breached_by_a_gateway_that_is_silent(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    lists_of(3, monkeypatch)
    actions.note_in_force(changes=[applied(stage).pk], digest="abc")
    then = timezone.now() - timedelta(hours=1)
    gateway = Gateway.objects.create(
        federation=stage.school.federation, name="Attic", added_at=then, joined_at=then, seen_at=then, up_to_date=True
    )
    gateway.schools.add(stage.school)
    assert stands("filtering.applied-and-updated", stage.school) is State.BREACHED
