"""Who may apply changes: given by a leader, never to oneself, with an end."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.models import Post
from belisha.console.access.roles import Role
from belisha.console.filtering.changes import actions
from belisha.console.filtering.changes.needs import own_right_ends, rights_that_end
from belisha.console.filtering.changes.queries.rights import candidates, without_factor
from belisha.console.filtering.changes.tests.staging import Stage, a_manager, a_stage, fresh
from cast import somebody

if TYPE_CHECKING:
    from belisha.console.filtering.models import ManagerRight

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Stage:
    return a_stage()


def give(
    stage: Stage, by: object, user: object, days: int = 30, begins: int = 0, reason: str = "Why not"
) -> ManagerRight:
    first = timezone.localdate() + timedelta(days=begins)
    return actions.give_right(
        by=By(by),
        place=stage.school,
        user=user,
        first=first,
        last=first + timedelta(days=days),
        reason="Runs the machines",
    )


def test_leaders_give_the_right_and_nobody_else(stage: Stage) -> None:
    give(stage, stage.head, stage.lead)
    for user in (stage.technician, stage.lead, stage.dsl):
        with pytest.raises(NotAllowedError):
            give(stage, user, somebody(stage.school, Role.TECHNICIAN))


def test_nobody_gives_it_to_themselves_under_any_account(stage: Stage) -> None:
    Post.objects.create(
        federation=stage.school.federation,
        school=stage.school,
        role=Role.COMPUTING_LEAD.value,
        holder=stage.head,
        first=timezone.localdate(),
    )
    head = fresh(stage.head)
    with pytest.raises(ValidationError, match="themselves"):
        give(stage, head, head)
    second = somebody(stage.school, Role.TECHNICIAN)
    second.email = head.email
    second.save()
    with pytest.raises(ValidationError, match="themselves"):
        give(stage, head, second)


def test_it_is_given_to_those_whose_role_applies_changes(stage: Stage) -> None:
    assert stage.lead in candidates(stage.school)
    with pytest.raises(ValidationError, match="whose role applies changes"):
        give(stage, stage.head, somebody(stage.school, Role.TEACHER))


@pytest.mark.parametrize(
    ("days", "begins", "words"), [(366, 0, "At most 365 days"), (-1, 0, "before it begins"), (3, -9, "is past")]
)
def test_it_lasts_a_year_at_most_and_ends_after_it_begins(stage: Stage, days: int, begins: int, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        give(stage, stage.head, stage.lead, days, begins)


def test_it_is_given_again_from_the_day_after_it_ends(stage: Stage) -> None:
    give(stage, stage.head, stage.lead, 10)
    with pytest.raises(ValidationError, match="already"):
        give(stage, stage.head, stage.lead, 10, 10)
    give(stage, stage.head, stage.lead, 10, 11)


def test_leaders_take_it_back_and_managers_give_it_up(stage: Stage) -> None:
    right = give(stage, stage.head, stage.lead)
    with pytest.raises(NotAllowedError):
        actions.end_right(by=By(stage.dsl), right=right)
    actions.end_right(by=By(stage.lead), right=right)
    with pytest.raises(ValidationError, match="over already"):
        actions.end_right(by=By(stage.head), right=right)


def test_two_weeks_before_it_ends_both_are_reminded(stage: Stage) -> None:
    assert list(rights_that_end(stage.head, stage.school)) == []
    with time_machine.travel(timezone.now() + timedelta(days=17)):
        (need,) = rights_that_end(stage.head, stage.school)
        assert stage.technician.name in need.text
        (own,) = own_right_ends(stage.technician, stage.school)
        assert own.text.startswith("You are filter manager until")
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        (need,) = rights_that_end(stage.head, stage.school)
        assert "Nobody is filter manager" in need.text


def test_a_manager_without_a_second_factor_is_pointed_out(stage: Stage) -> None:
    bare = somebody(stage.school, Role.TECHNICIAN, second_factor=False)
    a_manager(stage, bare)
    assert without_factor(stage.school, timezone.localdate()) == [bare]
