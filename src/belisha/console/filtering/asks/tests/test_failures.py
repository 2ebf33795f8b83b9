"""A filter that fails: told to two, opened within the hour, passed on, over."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.core.exceptions import ValidationError

from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.models import Decision
from belisha.console.access.roles import Role
from belisha.console.filtering.asks.actions.failing import end_failure, raise_failure, read_failure, report_failure
from belisha.console.filtering.asks.tests.scene import MONDAY, Scene, a_scene, as_user
from belisha.console.outbox.models import OutboxMail
from cast import a_school, somebody

if TYPE_CHECKING:
    from collections.abc import Iterator

    from belisha.console.filtering.models import FailureReport

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Iterator[Scene]:
    with time_machine.travel(MONDAY, tick=False):
        yield a_scene()


def reported(scene: Scene) -> FailureReport:
    return report_failure(
        by=as_user(scene.teacher), school=scene.school, kind="open", words="Games open", where="4 Oak"
    )


def test_it_goes_to_the_two_roles_that_the_school_has_set(scene: Scene) -> None:
    manager = somebody(scene.school, Role.NETWORK_MANAGER)
    failure = reported(scene)
    assert failure.roles == ["dsl", "network-manager"]
    assert set(OutboxMail.objects.values_list("to", flat=True)) == {scene.stage.dsl.email, manager.email}


def test_within_an_hour_of_school_one_of_the_two_must_open_it(scene: Scene) -> None:
    failure = reported(scene)
    assert failure.due_at == MONDAY + timedelta(hours=1)
    read_failure(by=as_user(scene.stage.lead), failure=failure)
    assert failure.opened_at is None, "another colleague who looks is not one of the two"
    read_failure(by=as_user(scene.stage.dsl), failure=failure)
    assert (failure.opened_at, failure.opened_by) == (MONDAY, scene.stage.dsl)


def test_the_clock_may_run_at_all_hours(scene: Scene) -> None:
    evening = MONDAY.replace(hour=17)
    with time_machine.travel(evening, tick=False):
        assert reported(scene).due_at == (MONDAY + timedelta(days=1)).replace(hour=9, minute=0)
        Decision.objects.create(
            federation=scene.school.federation, school=scene.school, key="filter-failure-clock", value="always",
            since=evening,
        )  # fmt: skip
        assert reported(scene).due_at == evening + timedelta(hours=1)


def test_passing_it_on_needs_their_number(scene: Scene) -> None:
    failure = reported(scene)
    with pytest.raises(ValidationError):
        raise_failure(by=as_user(scene.stage.dsl), failure=failure, step="supplier", ticket=" ")
    step = raise_failure(by=as_user(scene.stage.dsl), failure=failure, step="supplier", ticket="4711", words="Looking")
    assert (step.ticket, step.at) == ("4711", MONDAY)
    end_failure(by=as_user(scene.stage.technician), failure=failure, words="The proxy hung; games are blocked again")
    assert failure.closed_at == MONDAY
    with pytest.raises(ValidationError):
        end_failure(by=as_user(scene.stage.technician), failure=failure, words="again")


def test_those_who_are_not_named_for_it_do_not_end_it(scene: Scene) -> None:
    with pytest.raises(NotAllowedError):
        end_failure(by=as_user(scene.teacher), failure=reported(scene), words="x")


def test_one_says_so_at_ones_own_school_and_in_words(scene: Scene) -> None:
    with pytest.raises(NotAllowedError):
        report_failure(by=as_user(scene.teacher), school=a_school("st-brigids"), kind="open", words="x")
    with pytest.raises(ValidationError):
        report_failure(by=as_user(scene.teacher), school=scene.school, kind="open", words=" ")
