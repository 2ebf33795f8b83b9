"""What monitoring proves: each duty met, and breached."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.models import Session
from belisha.console.access.roles import Role
from belisha.console.access.settings.actions import change_setting
from belisha.console.duties.registry import PROOFS, State
from belisha.console.monitoring.alerts.actions.ending import note
from belisha.console.monitoring.alerts.rules import CAUTION, ROUND
from belisha.console.monitoring.digests.actions import look_at_day, sign_digest
from belisha.console.monitoring.models import AlertInflow, Look, RecordLook, ReportPlan, ReportReader, UseReport
from belisha.console.monitoring.tests.made import an_alert
from cast import a_school, a_teacher, somebody

if TYPE_CHECKING:
    from belisha.console.access.models import School

pytestmark = pytest.mark.django_db
WEDNESDAY = datetime(2026, 11, 18, 10, tzinfo=ZoneInfo("Europe/London"))
SYSTEM = By(None, system="tests")


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture(autouse=True)
def on_a_wednesday() -> object:
    with time_machine.travel(WEDNESDAY, tick=False):
        yield


def state(school: School, duty: str) -> State:
    return PROOFS[f"monitoring.{duty}"].ask(school, timezone.now()).state


def comes_in(school: School, *, since: timedelta = timedelta(days=1), at: timedelta = timedelta()) -> None:
    now = timezone.now()
    AlertInflow.objects.update_or_create(school=school, defaults={"since": now - since, "at": now - at})


def test_monitoring_misuse_detection_is_met_while_alerts_are_dealt_with(school: School) -> None:
    assert state(school, "misuse-detection") is State.NOT_KNOWN
    comes_in(school)
    note(by=SYSTEM, alert=an_alert(school), reason="Talked")
    an_alert(school)
    assert state(school, "misuse-detection") is State.MET


def test_monitoring_misuse_detection_is_breached_by_an_alert_that_is_late(school: School) -> None:
    alert = an_alert(school, CAUTION)
    with time_machine.travel(WEDNESDAY + timedelta(days=7), tick=False):
        comes_in(school)
        assert state(school, "misuse-detection") is State.BREACHED
        note(by=SYSTEM, alert=alert, reason="Talked")
        assert state(school, "misuse-detection") is State.MET


def test_monitoring_misuse_detection_is_breached_when_nothing_comes_in(school: School) -> None:
    comes_in(school, at=timedelta(minutes=30))
    assert state(school, "misuse-detection") is State.BREACHED


def test_monitoring_misuse_detection_is_breached_by_two_weeks_that_nobody_signed(school: School) -> None:
    comes_in(school, since=timedelta(days=14))
    assert state(school, "misuse-detection") is State.BREACHED
    lead = By(somebody(school, Role.DSL))
    sign_digest(by=lead, school=school, monday=WEDNESDAY.date() - timedelta(days=9), words="")
    assert state(school, "misuse-detection") is State.MET


def test_what_is_about_staff_changes_no_figure_that_others_read(school: School) -> None:
    an_alert(school, CAUTION, about=a_teacher(school))
    with time_machine.travel(WEDNESDAY + timedelta(days=7), tick=False):
        comes_in(school)
        assert state(school, "misuse-detection") is State.MET


def test_monitoring_misuse_to_dsl_is_met_while_somebody_is_told(school: School) -> None:
    somebody(school, Role.DSL)
    an_alert(school, CAUTION, theme=ROUND)
    assert state(school, "misuse-to-dsl") is State.NOT_KNOWN, "nothing comes in"
    comes_in(school)
    assert state(school, "misuse-to-dsl") is State.MET


def test_monitoring_misuse_to_dsl_is_breached_without_anybody_to_tell_or_when_it_waits(school: School) -> None:
    assert state(school, "misuse-to-dsl") is State.BREACHED
    somebody(school, Role.DSL)
    an_alert(school, CAUTION, theme=ROUND)
    with time_machine.travel(WEDNESDAY + timedelta(days=7), tick=False):
        assert state(school, "misuse-to-dsl") is State.BREACHED


def test_monitoring_misuse_to_dsl_is_breached_when_misuse_would_not_be_noticed(school: School) -> None:
    somebody(school, Role.DSL)
    comes_in(school, at=timedelta(minutes=30))
    assert state(school, "misuse-to-dsl") is State.BREACHED


def record(school: School, **given: object) -> None:
    RecordLook.objects.update_or_create(school=school, defaults={"at": timezone.now(), **given})


def test_monitoring_on_demand_report_is_met_by_a_record_that_could_be_read(school: School) -> None:
    assert state(school, "on-demand-report") is State.NOT_KNOWN
    somebody(school, Role.DSL)
    record(school)
    assert state(school, "on-demand-report") is State.MET


@pytest.mark.parametrize("why", ["trouble", "old", "nobody"])
def test_monitoring_on_demand_report_is_breached(school: School, why: str) -> None:
    if why != "nobody":
        somebody(school, Role.DSL)
    record(school, trouble="damaged" if why == "trouble" else "")
    if why == "old":
        record(school, at=timezone.now() - timedelta(days=2))
    assert state(school, "on-demand-report") is State.BREACHED


def a_weekly(school: School, made: timedelta, *, state: str = "ready") -> ReportReader:
    user, now = somebody(school, Role.DSL), timezone.now()
    plan = ReportPlan.objects.create(
        school=school,
        kind="school",
        subject=school.code,
        subject_name="Oakfield",
        purpose="An alert",
        begun_at=now,
        made_to=now.date() - timedelta(days=3),
    )
    look = Look.objects.create(
        school=school, by_name="", at=now, what="report week", kind="school", subject="o", subject_name="o", purpose="x"
    )
    report = UseReport.objects.create(
        school=school, look=look, plan=plan, length="week", asked_at=now - made, made_at=now - made, state=state
    )
    return ReportReader.objects.create(report=report, user=user)


def test_monitoring_weekly_report_is_met_while_all_are_read_in_time(school: School) -> None:
    assert state(school, "weekly-report") is State.NOT_KNOWN, "none is set up"
    a_weekly(school, timedelta(days=6))
    assert state(school, "weekly-report") is State.MET


def test_monitoring_weekly_report_is_breached_when_unread_after_a_week(school: School) -> None:
    a_weekly(school, timedelta(days=8))
    assert state(school, "weekly-report") is State.BREACHED


def test_monitoring_weekly_report_is_breached_when_one_was_not_made(school: School) -> None:
    a_weekly(school, timedelta(days=1), state="failed")
    assert state(school, "weekly-report") is State.BREACHED


def a_look(school: School, purpose: str) -> None:
    Look.objects.create(
        school=school, by_name="root", at=timezone.now(), what="report", kind="school", subject="o", subject_name="o",
        purpose=purpose, where="machine",
    )  # fmt: skip


def test_monitoring_purpose_safeguarding_is_met_while_each_look_has_a_purpose(school: School) -> None:
    a_look(school, "An alert")
    assert state(school, "purpose-safeguarding") is State.MET


def test_monitoring_purpose_safeguarding_is_breached_by_a_look_without_one(school: School) -> None:
    a_look(school, "")
    assert state(school, "purpose-safeguarding") is State.BREACHED


def test_monitoring_purpose_safeguarding_is_breached_by_an_empty_list(school: School) -> None:
    change_setting(SYSTEM, at=school, key="look-purposes", value=" ; ", reason="Test")
    assert state(school, "purpose-safeguarding") is State.BREACHED


def test_monitoring_network_active_is_met_by_a_look_on_each_school_day(school: School) -> None:
    comes_in(school, since=timedelta(days=2))
    technician = By(somebody(school, Role.TECHNICIAN))
    assert state(school, "network-active") is State.BREACHED, "Monday and Tuesday"
    with time_machine.travel(WEDNESDAY - timedelta(days=1), tick=False):
        comes_in(school, since=timedelta(days=1))
        look_at_day(by=technician, school=school, words="New disk is ordered")
    assert state(school, "network-active") is State.MET


def test_monitoring_network_active_is_breached_by_two_school_days_without(school: School) -> None:
    comes_in(school, since=timedelta(days=1))
    assert state(school, "network-active") is State.NOT_KNOWN
    comes_in(school, since=timedelta(days=5))
    assert state(school, "network-active") is State.BREACHED


def test_monitoring_users_told_is_met_while_the_notice_is_shown(school: School) -> None:
    assert state(school, "users-told") is State.NOT_KNOWN, "nobody has signed in to read it"
    now = timezone.now()
    Session.objects.create(user=somebody(school), way="password", began=now, last_seen=now)
    assert state(school, "users-told") is State.MET


def test_monitoring_users_told_is_breached_when_a_school_switches_it_off(school: School) -> None:
    change_setting(SYSTEM, at=school, key="monitoring-notice", value="off", reason="Test")
    assert state(school, "users-told") is State.BREACHED
