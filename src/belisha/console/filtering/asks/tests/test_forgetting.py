"""What was asked and reported long ago is deleted once it is settled, and only then."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from belisha.console.access.models import Decision
from belisha.console.audit.models import Link
from belisha.console.filtering.asks.actions.forgetting import forget_old
from belisha.console.filtering.asks.tests.scene import MONDAY, Scene, a_page_reported, a_pupil_asks, a_scene
from belisha.console.filtering.models import Ask, Asker, FailureReport, PageReport

pytestmark = pytest.mark.django_db
LATER = datetime(2029, 1, 10, 4, 20, tzinfo=UTC)
SETTLED = MONDAY + timedelta(days=2)


@pytest.fixture
def scene() -> Scene:
    with time_machine.travel(MONDAY, tick=False):
        return a_scene()


def settle() -> None:
    """Everything was answered two days later."""
    Ask.objects.update(state=Ask.State.DECLINED, answered_at=SETTLED)
    PageReport.objects.update(state=PageReport.State.KEPT, answered_at=SETTLED)


def asked_and_reported(scene: Scene) -> None:
    with time_machine.travel(MONDAY, tick=False):
        a_pupil_asks(scene)
        a_page_reported(scene, scene.amy)


def test_what_is_settled_and_old_is_deleted_with_who_asked(scene: Scene) -> None:
    asked_and_reported(scene)
    settle()
    counts = forget_old(school=scene.school, now=LATER)
    assert (counts["asks"], counts["reports"]) == (1, 1)
    assert not Ask.objects.exists()
    assert not Asker.objects.exists()
    assert not PageReport.objects.exists()
    told = Link.objects.get(event="filter-asks.forgotten")
    assert told.chain == scene.school.chain


def test_what_is_younger_than_the_school_keeps_it_stays(scene: Scene) -> None:
    asked_and_reported(scene)
    settle()
    assert not any(forget_old(school=scene.school, now=SETTLED + timedelta(days=720)).values())
    assert any(forget_old(school=scene.school, now=SETTLED + timedelta(days=740)).values())


def test_a_school_keeps_them_as_long_as_it_has_set(scene: Scene) -> None:
    asked_and_reported(scene)
    settle()
    Decision.objects.create(
        federation=scene.school.federation, school=scene.school, key="filter-asks-kept-months", value=60, since=MONDAY
    )
    assert not any(forget_old(school=scene.school, now=LATER).values())


def test_what_nobody_has_answered_stays_however_old(scene: Scene) -> None:
    asked_and_reported(scene)
    assert not any(forget_old(school=scene.school, now=LATER + timedelta(days=3000)).values())
    assert Ask.objects.exists()


def test_what_may_be_against_the_law_is_kept_for_seven_years(scene: Scene) -> None:
    asked_and_reported(scene)
    settle()
    PageReport.objects.update(illegal=True)
    forget_old(school=scene.school, now=LATER)
    assert PageReport.objects.exists()
    forget_old(school=scene.school, now=SETTLED + timedelta(days=7 * 366))
    assert not PageReport.objects.exists()


def test_a_site_that_is_open_still_keeps_its_request(scene: Scene) -> None:
    asked_and_reported(scene)
    settle()
    Ask.objects.update(state=Ask.State.OPENED, until=LATER)
    assert forget_old(school=scene.school, now=LATER)["asks"] == 0


def test_a_failure_that_is_over_is_deleted_and_one_that_is_not_stays(scene: Scene) -> None:
    for closed in (SETTLED, None):
        FailureReport.objects.create(
            school=scene.school, kind=FailureReport.Kind.values[0], words="It lets all through", at=MONDAY,
            due_at=MONDAY, close_by=MONDAY, closed_at=closed,
        )  # fmt: skip
    assert forget_old(school=scene.school, now=LATER)["failures"] == 1
    assert FailureReport.objects.get().closed_at is None
