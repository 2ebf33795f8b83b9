"""Duties of monitoring that rest on coverage."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from belisha.activity.coverage.model import Kind, Level
from belisha.console.duties.registry import State
from belisha.console.filtering.models import CoverageCase, CoverageLook
from belisha.console.flows.monitoring_duties import in_place, traceable, use_log
from belisha.console.monitoring.digests.queries import facts_of
from belisha.console.monitoring.models import RecordLook
from cast import a_school

if TYPE_CHECKING:
    from belisha.console.access.models import School

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> School:
    school = a_school()
    CoverageLook.objects.create(federation=school.federation, at=timezone.now())
    RecordLook.objects.create(school=school, at=timezone.now(), days={"2026-11-20": [10, 1, 1]})
    return school


def wanting(school: School, kind: Kind, since: timedelta = timedelta(days=1)) -> None:
    at = timezone.now()
    CoverageCase.objects.create(
        federation=school.federation, school=school, gap=kind.value, kind=kind.value, level=Level.RED.value,
        name="Laptop 3", reason="Silent", to_do="Look", first_seen=at - since, last_seen=at,
    )  # fmt: skip


def test_monitoring_in_place_is_met_when_everything_is_heard_of(school: School) -> None:
    assert in_place(school, timezone.now()).state is State.MET


def test_monitoring_in_place_is_breached_by_a_silent_device(school: School) -> None:
    wanting(school, Kind.DEVICE_SILENT)
    assert in_place(school, timezone.now()).state is State.BREACHED
    assert "bad" in {fact.state for fact in facts_of(school, timezone.now()) if "Devices" in fact.title}


def test_monitoring_use_log_is_met_while_gateways_record(school: School) -> None:
    wanting(school, Kind.DEVICE_SILENT)
    assert use_log(school, timezone.now()).state is State.MET


def test_monitoring_use_log_is_breached_by_a_silent_gateway_and_when_nobody_looks(school: School) -> None:
    assert use_log(school, timezone.now() + timedelta(hours=3)).state is State.BREACHED
    wanting(school, Kind.GATEWAY_SILENT)
    assert use_log(school, timezone.now()).state is State.BREACHED


def test_monitoring_traceable_to_user_is_met_when_all_is_somebodys(school: School) -> None:
    assert traceable(school, timezone.now()).state is State.MET


def test_monitoring_traceable_to_user_is_breached_by_what_is_nobodys_for_a_week(school: School) -> None:
    wanting(school, Kind.NOBODY_KNOWN)
    assert traceable(school, timezone.now()).state is State.AT_RISK
    CoverageCase.objects.update(first_seen=timezone.now() - timedelta(days=8))
    assert traceable(school, timezone.now()).state is State.BREACHED
    CoverageLook.objects.update(at=timezone.now() - timedelta(days=1))
    assert traceable(school, timezone.now()).state is State.BREACHED


def test_nothing_is_known_while_nobody_has_looked() -> None:
    assert in_place(a_school("st-brigids"), timezone.now()).state is State.NOT_KNOWN


def test_nothing_is_met_while_nothing_is_heard_of_the_gateway(school: School) -> None:
    wanting(school, Kind.GATEWAY_SILENT)
    assert in_place(school, timezone.now()).state is State.NOT_KNOWN
    assert traceable(school, timezone.now()).state is State.NOT_KNOWN
