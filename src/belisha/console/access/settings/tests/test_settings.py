"""Settings: declared, decided at two levels, locked, undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import given
from hypothesis import strategies as st

from belisha.console.access.acting import By
from belisha.console.access.models import Decision
from belisha.console.access.remembering import remembering
from belisha.console.access.roles import Role
from belisha.console.access.settings.actions import change_setting, reset_setting
from belisha.console.access.settings.queries import history_of, keep_decisions, setting_of, value_of, values_of
from belisha.console.access.settings.registry import SETTINGS, Setting, fault_of, setting
from belisha.console.access.settings.rules import Source, in_force
from belisha.console.audit.models import Link
from cast import a_federation, a_school, everywhere, somebody

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from belisha.console.access.models import School


@pytest.fixture
def minutes() -> Iterator[Setting[int]]:
    declared = setting("test-minutes", default=20, kind=int, title="Minutes", limits=(5, 60), unit="minutes")
    yield declared
    del SETTINGS["test-minutes"]


@pytest.fixture
def school(db: None) -> School:
    return a_school()


@pytest.fixture
def head(school: School) -> By:
    return By(somebody(school, Role.HEAD))


@pytest.fixture
def executive(school: School) -> By:
    return By(everywhere(school.federation, Role.EXECUTIVE_HEAD))


def test_a_setting_that_nobody_decided_is_as_the_product_brings_it(school: School, minutes: Setting[int]) -> None:
    assert value_of(school, minutes) == value_of(school, "test-minutes") == 20


def test_a_school_inherits_what_its_federation_decides(school: School, executive: By, minutes: Setting[int]) -> None:
    change_setting(executive, at=school.federation, key=minutes.key, value=15)
    assert value_of(school, minutes) == 15
    assert setting_of(school, minutes.key).state.source is Source.FEDERATION


def test_a_school_decides_otherwise_and_another_one_is_not_touched(
    school: School, head: By, minutes: Setting[int]
) -> None:
    change_setting(head, at=school, key=minutes.key, value=10)
    assert value_of(school, minutes) == 10
    assert value_of(a_school("st-brigids"), minutes) == 20


def test_a_lock_of_the_federation_beats_the_school_and_keeps_its_word_for_later(
    school: School, head: By, executive: By, minutes: Setting[int]
) -> None:
    change_setting(head, at=school, key=minutes.key, value=10)
    change_setting(executive, at=school.federation, key=minutes.key, value=15, locked=True)
    assert value_of(school, minutes) == 15
    assert setting_of(school, minutes.key).state.overruled
    with pytest.raises(ValidationError, match="locked"):
        change_setting(head, at=school, key=minutes.key, value=30)
    change_setting(executive, at=school.federation, key=minutes.key, value=15)
    assert value_of(school, minutes) == 10


def test_a_reset_gives_back_what_is_inherited_and_the_history_keeps_all(
    school: School, head: By, minutes: Setting[int]
) -> None:
    change_setting(head, at=school, key=minutes.key, value=10, reason="short breaks")
    reset_setting(head, at=school, key=minutes.key)
    assert value_of(school, minutes) == 20
    assert [each.value for each in history_of(school, minutes.key)] == [None, 10]
    assert Decision.objects.in_force().count() == 1


def test_each_decision_is_on_record_with_what_was_before(school: School, head: By, minutes: Setting[int]) -> None:
    change_setting(head, at=school, key=minutes.key, value=10)
    change_setting(head, at=school, key=minutes.key, value=12)
    link = Link.objects.filter(chain=school.chain, event="settings.decided").latest("number")
    assert link.body.content["before"]["test-minutes"] == 10
    assert link.body.content["after"]["test-minutes"] == 12


def test_a_school_cannot_lock(school: School, head: By, minutes: Setting[int]) -> None:
    with pytest.raises(ValidationError, match="Only the federation"):
        change_setting(head, at=school, key=minutes.key, value=10, locked=True)


def test_a_teacher_changes_nothing_and_a_head_nothing_for_all(school: School, head: By, minutes: Setting[int]) -> None:
    with pytest.raises(PermissionDenied):
        change_setting(By(somebody(school, Role.TEACHER)), at=school, key=minutes.key, value=10)
    with pytest.raises(PermissionDenied):
        change_setting(head, at=school.federation, key=minutes.key, value=10)


def test_all_values_of_a_school_cost_one_query(
    school: School, minutes: Setting[int], django_assert_num_queries: Callable[..., object]
) -> None:
    with django_assert_num_queries(1):
        assert values_of(school)[minutes.key] == 20


def test_what_many_schools_decided_is_read_at_once_and_each_has_its_own(
    school: School, minutes: Setting[int], head: By, executive: By, django_assert_num_queries: Callable[..., object]
) -> None:
    sister, stranger = a_school("sister", school.federation), a_school("stranger", a_federation("Another"))
    change_setting(executive, at=school.federation, key=minutes.key, value=30)
    change_setting(head, at=school, key=minutes.key, value=10)
    places = (school, sister, stranger)
    with remembering(), django_assert_num_queries(1):
        keep_decisions(places)
        assert [value_of(each, minutes) for each in places] == [10, 30, 20]
    assert [value_of(each, minutes) for each in places] == [10, 30, 20]


@given(st.integers())
def test_a_number_outside_its_limits_is_refused(value: int) -> None:
    bounded: Setting[int] = Setting("x", int, 20, "", "", (5, 60), (), "")
    assert bool(fault_of(bounded, value)) == (not 5 <= value <= 60)


def test_a_value_of_another_kind_is_refused() -> None:
    bounded: Setting[int] = Setting("x", int, 20, "", "", None, (), "")
    assert fault_of(bounded, True)
    assert fault_of(bounded, "20")


def test_two_settings_of_one_key_and_a_default_outside_its_limits_are_refused(minutes: Setting[int]) -> None:
    with pytest.raises(ValueError, match="two settings"):
        setting(minutes.key, default=1, kind=int, title="")
    with pytest.raises(ValueError, match="breaks its own limits"):
        setting("test-other", default=1, kind=int, title="", limits=(5, 60))


@given(st.integers(), st.one_of(st.none(), st.integers()), st.booleans(), st.one_of(st.none(), st.integers()))
def test_what_counts_is_the_lock_else_the_school_else_the_federation_else_the_product(
    default: int, above: int | None, locked: bool, own: int | None
) -> None:
    federation = Decision(value=above, locked=locked) if above is not None else None
    state = in_force(default, federation, Decision(value=own) if own is not None else None)
    ladder = [above if locked else None, own, above, default]
    assert state.value == next(each for each in ladder if each is not None)
    assert state.own == own
