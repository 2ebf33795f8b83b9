"""Capacity: enough on every disk now, and signed for this term."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from belisha.console.duties.registry import State
from belisha.console.filtering.models import Gateway, GatewayHour
from belisha.console.flows.network_duties import capacity_review
from belisha.console.reviews.tests.test_reviews import a_signed_review
from cast import a_school

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
