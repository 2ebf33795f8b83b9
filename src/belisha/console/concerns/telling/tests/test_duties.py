"""What telling proves, met and breached by real rows."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.roles import Role
from belisha.console.concerns.models import TellingPractice
from belisha.console.concerns.telling.actions import answer, practise, tell
from belisha.console.concerns.telling.duties import (
    children_are_read,
    every_year_group_practised,
    every_year_group_tried,
)
from belisha.console.duties.registry import State
from cast import a_pupil, a_school, somebody

if TYPE_CHECKING:
    from belisha.console.people.models import Person

pytestmark = pytest.mark.django_db
LATER = timedelta(hours=2)


@pytest.fixture
def pupil() -> Person:
    school = a_school()
    return a_pupil(school, user=somebody(school, kind="pupil"))


def test_concerns_pupil_seeks_help_is_met_while_everything_is_opened(pupil: Person) -> None:
    telling, _code = tell(pupil=pupil, picture="sad", words="", named=True, for_friend=True, chosen=None)
    answer(by=By(somebody(pupil.school, Role.DSL)), telling=telling, words="Thank you")
    found = children_are_read(pupil.school, timezone.now() + LATER)
    assert found.state is State.MET
    assert "for a friend: fewer than 5" in found.reason


def test_concerns_pupil_seeks_help_is_breached_by_a_message_unread_for_an_hour(pupil: Person) -> None:
    tell(pupil=pupil, picture="sad", words="", named=False, for_friend=False, chosen=None)
    assert children_are_read(pupil.school, timezone.now()).state is State.MET
    assert children_are_read(pupil.school, timezone.now() + LATER).state is State.BREACHED


def test_concerns_pupil_tells_bullying_is_met_when_every_year_tried(pupil: Person) -> None:
    practise(pupil=pupil)
    assert every_year_group_tried(pupil.school, timezone.now()).state is State.MET


def test_concerns_pupil_tells_bullying_is_breached_by_a_year_that_did_not_try(pupil: Person) -> None:
    practise(pupil=pupil)
    a_pupil(pupil.school, year="year-6")
    found = every_year_group_tried(pupil.school, timezone.now())
    assert found.state is State.BREACHED
    assert "Year 6" in found.reason
    TellingPractice.objects.update(at=timezone.now() - timedelta(days=400))
    assert "Year 4" in every_year_group_tried(pupil.school, timezone.now()).reason


def test_concerns_pupil_tells_bullying_is_breached_by_a_message_unread_for_an_hour(pupil: Person) -> None:
    practise(pupil=pupil)
    tell(pupil=pupil, picture="mean", words="", named=True, for_friend=False, chosen=None)
    assert every_year_group_tried(pupil.school, timezone.now() + LATER).state is State.BREACHED


def test_a_school_without_pupils_is_not_known() -> None:
    assert every_year_group_tried(a_school("new"), timezone.now()).state is State.NOT_KNOWN


def test_curriculum_handling_bad_material_is_met_when_every_year_practised(pupil: Person) -> None:
    practise(pupil=pupil)
    assert every_year_group_practised(pupil.school, timezone.now()).state is State.MET


def test_curriculum_handling_bad_material_is_breached_by_a_year_that_did_not_practise(pupil: Person) -> None:
    practise(pupil=pupil)
    a_pupil(pupil.school, year="year-6")
    assert "Year 6" in every_year_group_practised(pupil.school, timezone.now()).reason
    assert every_year_group_practised(pupil.school, timezone.now() + timedelta(days=400)).state is State.BREACHED


def test_nobody_who_ever_told_is_not_known(pupil: Person) -> None:
    assert children_are_read(pupil.school, timezone.now()).state is State.NOT_KNOWN
