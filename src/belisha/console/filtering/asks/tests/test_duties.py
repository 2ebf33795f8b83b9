"""What asks, reports and failures prove: each duty met, and each breached."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.urls import resolve

from belisha.console.access.models import Decision, User
from belisha.console.access.roles import Role
from belisha.console.duties.registry import PROOFS, Standing, State
from belisha.console.filtering.asks.actions.answering import decline
from belisha.console.filtering.asks.actions.failing import end_failure, raise_failure, read_failure
from belisha.console.filtering.asks.actions.keeping import read_procedure
from belisha.console.filtering.asks.actions.reporting import keep_blocked, report_page
from belisha.console.filtering.asks.queries.reports import readers
from belisha.console.filtering.asks.tests.scene import MONDAY, Scene, a_page_reported, a_pupil_asks, a_scene, as_user
from belisha.console.filtering.asks.tests.test_failures import reported
from cast import a_teacher, somebody

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def scene() -> Iterator[Scene]:
    with time_machine.travel(MONDAY, tick=False):
        yield a_scene()


def standing(scene: Scene, duty: str, now: datetime = MONDAY) -> Standing:
    found = PROOFS[f"filtering.{duty}"].ask(scene.school, now)
    assert resolve(found.link.partition("?")[0])
    return found


def state(scene: Scene, duty: str, now: datetime = MONDAY) -> State:
    return standing(scene, duty, now).state


def test_filtering_no_overblocking_is_met(scene: Scene) -> None:
    assert state(scene, "no-overblocking") is State.NOT_KNOWN, "nobody asks"
    found = a_pupil_asks(scene)
    assert state(scene, "no-overblocking") is State.MET
    decline(by=as_user(scene.teacher), ask=found, code="talk", words="x")
    assert "within 1 minutes" in standing(scene, "no-overblocking", MONDAY + DAY).reason


def test_filtering_no_overblocking_is_breached(scene: Scene) -> None:
    a_pupil_asks(scene)
    assert state(scene, "no-overblocking", MONDAY + DAY) is State.BREACHED


def test_filtering_report_procedure_is_met(scene: Scene) -> None:
    assert state(scene, "report-procedure") is State.AT_RISK
    report_page(by=as_user(scene.teacher), school=scene.school, address="x.example", practice=True)
    assert state(scene, "report-procedure", MONDAY + 60 * DAY) is State.MET


def test_filtering_report_procedure_is_breached(scene: Scene) -> None:
    assert state(scene, "report-procedure", MONDAY + 60 * DAY) is State.BREACHED
    a_teacher(scene.school, user=somebody(scene.school, Role.TEACHER), joined=(MONDAY + 50 * DAY).date())
    report_page(by=as_user(scene.teacher), school=scene.school, address="x.example", practice=True)
    assert state(scene, "report-procedure", MONDAY + 60 * DAY) is State.AT_RISK, "a new colleague has four weeks"
    User.objects.update(closed_at=MONDAY)
    assert state(scene, "report-procedure") is State.NOT_KNOWN


def test_filtering_report_url_is_met(scene: Scene) -> None:
    report = a_page_reported(scene, scene.amy)
    assert state(scene, "report-url") is State.AT_RISK
    keep_blocked(by=as_user(scene.stage.dsl), report=report, words="Yes")
    assert state(scene, "report-url", MONDAY + 9 * DAY) is State.MET


def test_filtering_report_url_is_breached(scene: Scene) -> None:
    a_page_reported(scene, scene.amy)
    assert state(scene, "report-url", MONDAY + DAY) is State.BREACHED


def test_filtering_failure_report_is_met(scene: Scene) -> None:
    somebody(scene.school, Role.NETWORK_MANAGER)
    failure = reported(scene)
    assert state(scene, "failure-report") is State.AT_RISK
    read_failure(by=as_user(scene.stage.dsl), failure=failure)
    assert state(scene, "failure-report", MONDAY + DAY) is State.MET


def test_filtering_failure_report_is_breached(scene: Scene) -> None:
    assert "Network manager" in standing(scene, "failure-report").reason
    somebody(scene.school, Role.NETWORK_MANAGER)
    reported(scene)
    assert state(scene, "failure-report", MONDAY + timedelta(hours=1)) is State.BREACHED


def test_filtering_failure_escalation_is_met(scene: Scene) -> None:
    assert state(scene, "failure-escalation") is State.AT_RISK, "nobody has entered whom one calls"
    Decision.objects.create(
        federation=scene.school.federation, school=scene.school, key="filter-supplier", value="Northbridge IT",
        since=MONDAY,
    )  # fmt: skip
    assert state(scene, "failure-escalation") is State.MET
    failure = reported(scene)
    raise_failure(by=as_user(scene.stage.dsl), failure=failure, step="supplier", ticket="4711")
    assert state(scene, "failure-escalation", MONDAY + 30 * DAY) is State.AT_RISK
    end_failure(by=as_user(scene.stage.dsl), failure=failure, words="It was the proxy")
    assert state(scene, "failure-escalation", MONDAY + 30 * DAY) is State.MET


def test_filtering_failure_escalation_is_breached(scene: Scene) -> None:
    reported(scene)
    assert state(scene, "failure-escalation", MONDAY + 6 * DAY) is State.BREACHED


def test_filtering_manager_procedure_is_met(scene: Scene) -> None:
    for user in readers(scene.school):
        read_procedure(by=as_user(user), school=scene.school)
    read_procedure(by=as_user(scene.teacher), school=scene.school)
    assert state(scene, "manager-procedure") is State.MET


def test_filtering_manager_procedure_is_breached(scene: Scene) -> None:
    assert state(scene, "manager-procedure") is State.BREACHED
    for user in readers(scene.school):
        read_procedure(by=as_user(user), school=scene.school)
    assert state(scene, "manager-procedure", MONDAY + 366 * DAY) is State.BREACHED
