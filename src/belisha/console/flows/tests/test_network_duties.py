"""Capacity: enough on every disk now, and signed for this term."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from belisha.activity.coverage.model import Kind, Level
from belisha.console.access.acting import By
from belisha.console.duties.registry import PROOFS, State
from belisha.console.filtering.models import CoverageCase, CoverageLook, Gateway, GatewayHour
from belisha.console.flows.network_duties import capacity_review
from belisha.console.monitoring.models import RecordLook
from belisha.console.people.actions.devices import add_device
from belisha.console.reviews.tests.test_reviews import a_signed_review
from cast import a_school, a_teacher

if TYPE_CHECKING:
    from belisha.console.access.models import School

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> School:
    return a_school()


def measured(school: School, free_mb: int | None) -> None:
    now = timezone.now()
    gateway = Gateway.objects.create(federation=school.federation, name="Attic", added_at=now, joined_at=now)
    gateway.schools.add(school)
    GatewayHour.objects.create(gateway=gateway, hour=now, most_requests=80, least_free_mb=free_mb)


@pytest.mark.parametrize("free_mb", [50_000, None])
def test_network_capacity_review_is_met(school: School, free_mb: int | None) -> None:
    measured(school, free_mb)
    a_signed_review(school, "capacity")
    assert capacity_review(school, timezone.now()).state is State.MET


def test_network_capacity_review_is_breached_without_a_signed_one(school: School) -> None:
    assert capacity_review(school, timezone.now()).state is State.BREACHED


def test_network_capacity_review_is_breached_by_a_no(school: School) -> None:
    a_signed_review(school, "capacity", enough="no")
    assert capacity_review(school, timezone.now()).state is State.BREACHED


def test_network_capacity_review_is_breached_by_a_full_disk(school: School) -> None:
    measured(school, 200)
    a_signed_review(school, "capacity")
    found = capacity_review(school, timezone.now())
    assert (found.state, "Attic" in found.reason) == (State.BREACHED, True)


def looked_at(school: School, kind: Kind | None = None, days: int = 1) -> None:
    """Somebody looked at the network now, and found what is of this kind."""
    now = timezone.now()
    CoverageLook.objects.update_or_create(federation=school.federation, defaults={"at": now})
    if kind:
        CoverageCase.objects.create(
            federation=school.federation, school=school, gap=kind.value, kind=kind.value, level=Level.RED.value,
            name="x", reason="x", to_do="Look", first_seen=now - timedelta(days=days), last_seen=now,
        )  # fmt: skip


def a_laptop(school: School, **given: object) -> None:
    add_device(by=By(None, system="test"), school=school, details={"name": "Laptop 1", **given})


def stands(school: School, duty: str) -> State:
    return PROOFS[duty].ask(school, timezone.now()).state


def test_devices_register_is_met_when_each_is_somebodys_and_heard_of(school: School) -> None:
    assert stands(school, "devices.register") is State.NOT_KNOWN
    a_laptop(school, person=a_teacher(school))
    assert stands(school, "devices.register") is State.NOT_KNOWN, "nobody looks"
    looked_at(school)
    assert stands(school, "devices.register") is State.NOT_KNOWN, "nothing is heard of any"
    heard(school)
    assert stands(school, "devices.register") is State.MET
    looked_at(school, Kind.DEVICE_SILENT)
    assert stands(school, "devices.register") is State.AT_RISK


def test_devices_register_is_breached_by_one_that_is_nobodys(school: School) -> None:
    looked_at(school)
    a_laptop(school)
    assert stands(school, "devices.register") is State.BREACHED


def test_governance_scope_devices_is_met_when_what_is_seen_is_known(school: School) -> None:
    assert stands(school, "governance.scope-devices") is State.NOT_KNOWN
    a_laptop(school)
    looked_at(school)
    heard(school)
    assert stands(school, "governance.scope-devices") is State.MET


def test_governance_scope_devices_is_breached_by_strange_ones_that_stay(school: School) -> None:
    a_laptop(school)
    looked_at(school, Kind.DEVICE_UNREGISTERED)
    assert stands(school, "governance.scope-devices") is State.AT_RISK
    CoverageCase.objects.update(first_seen=timezone.now() - timedelta(days=8))
    assert stands(school, "governance.scope-devices") is State.BREACHED


def test_accounts_logins_enforced_is_met_when_everybody_online_is_known(school: School) -> None:
    looked_at(school)
    assert stands(school, "accounts.logins-enforced") is State.NOT_KNOWN, "nothing is on the record"
    heard(school)
    assert stands(school, "accounts.logins-enforced") is State.MET
    looked_at(school, Kind.GATEWAY_SILENT)
    assert stands(school, "accounts.logins-enforced") is State.NOT_KNOWN, "who would tell?"


def test_accounts_logins_enforced_is_breached_by_strangers_and_when_nobody_looks(school: School) -> None:
    looked_at(school, Kind.NOBODY_KNOWN, days=8)
    assert stands(school, "accounts.logins-enforced") is State.BREACHED
    CoverageLook.objects.update(at=timezone.now() - timedelta(hours=3))
    assert stands(school, "accounts.logins-enforced") is State.BREACHED


def heard(school: School) -> None:
    """A gateway has told of the school."""
    RecordLook.objects.create(school=school, at=timezone.now(), days={"2026-11-20": [10, 1, 1]})


def test_network_authorised_access_is_met_where_a_gateway_tells_of_nobody_unknown(school: School) -> None:
    assert stands(school, "network.authorised-access") is State.NOT_KNOWN, "nobody looks"
    looked_at(school)
    assert stands(school, "network.authorised-access") is State.NOT_KNOWN, "no gateway was ever heard of"
    heard(school)
    assert stands(school, "network.authorised-access") is State.MET
    looked_at(school, Kind.SCHOOL_SILENT)
    assert stands(school, "network.authorised-access") is State.NOT_KNOWN


def test_network_authorised_access_is_breached_by_strangers_that_stay_and_when_nobody_looks(school: School) -> None:
    heard(school)
    looked_at(school, Kind.DEVICE_UNREGISTERED)
    assert stands(school, "network.authorised-access") is State.AT_RISK
    CoverageCase.objects.update(first_seen=timezone.now() - timedelta(days=8))
    assert stands(school, "network.authorised-access") is State.BREACHED
    CoverageCase.objects.all().delete()
    CoverageLook.objects.update(at=timezone.now() - timedelta(hours=3))
    assert stands(school, "network.authorised-access") is State.BREACHED
