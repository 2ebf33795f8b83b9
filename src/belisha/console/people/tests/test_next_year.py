"""The move of a whole school into the next year: planned, applied, undone."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.roles import Role
from belisha.console.people.actions.groups import add_group, close_group, move_pupil
from belisha.console.people.actions.rollover import apply_roll_over, cancel_roll_over, plan_roll_over, undo_roll_over
from belisha.console.people.models import Membership, Person, RollOver
from belisha.console.people.nightly import apply_due_roll_overs
from belisha.console.people.refusals import RefusedError
from cast import a_class, a_pupil, a_school, somebody

if TYPE_CHECKING:
    from belisha.console.access.models import School

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def head(school: School) -> By:
    return By(somebody(school, Role.HEAD))


NEXT = date(2027, 9, 1)


def a_small_school(school: School) -> dict[str, Person]:
    oak4, oak5, oak6 = a_class(school), a_class(school, "5 Oak", "year-5"), a_class(school, "6 Oak", "year-6")
    a_class(school, "Reception", "reception")
    return {name: a_pupil(school, f"{name} X", in_class=one) for name, one in (("a", oak4), ("b", oak5), ("c", oak6))}


def steps_of(school: School) -> dict[int, int | None]:
    names = {"4 Oak": "5 Oak", "5 Oak": "6 Oak", "6 Oak": None}
    ids = {group.name: group.pk for group in school.groups.all()}
    return {ids[source]: ids[target] if target else None for source, target in names.items()}


def test_the_school_moves_into_the_next_year_all_at_once_and_back(school: School, head: By, time_machine: Any) -> None:
    pupils = a_small_school(school)
    plan = plan_roll_over(by=head, school=school, on=NEXT, steps=steps_of(school))
    assert plan.applied is None
    with pytest.raises(RefusedError):
        plan_roll_over(by=head, school=school, on=NEXT, steps=steps_of(school))
    before = list(Membership.objects.order_by("pk").values())
    assert apply_due_roll_overs(timezone.now()) == ""
    time_machine.move_to("2027-09-01 01:30:00+01:00")
    assert school.name in apply_due_roll_overs(timezone.now())
    for pupil in pupils.values():
        pupil.refresh_from_db()
    assert [pupils[name].year for name in "abc"] == ["year-5", "year-6", "year-6"]
    assert [pupils[name].left for name in "abc"] == [None, None, date(2027, 8, 31)]
    now = Membership.objects.on(NEXT).order_by("person__search").values_list("person__given", "group__name")
    assert list(now) == [("a", "5 Oak"), ("b", "6 Oak")]
    plan.refresh_from_db()
    undo_roll_over(by=head, plan=plan)
    for pupil in pupils.values():
        pupil.refresh_from_db()
    assert [pupils[name].year for name in "abc"] == ["year-4", "year-5", "year-6"]
    assert [pupils[name].left for name in "abc"] == [None, None, None]
    assert list(Membership.objects.order_by("pk").values()) == before


def test_a_move_made_by_hand_survives_the_undoing(school: School, head: By, time_machine: Any) -> None:
    pupils = a_small_school(school)
    time_machine.move_to("2027-09-02 09:00:00+01:00")
    plan = plan_roll_over(by=head, school=school, on=NEXT, steps=steps_of(school))
    ash = add_group(by=head, school=school, kind="class", name="5 Ash", year="year-5")
    move_pupil(by=head, pupil=pupils["a"], to=ash, on=date(2027, 9, 2))
    plan.refresh_from_db()
    undo_roll_over(by=head, plan=plan)
    assert Membership.objects.on(date(2027, 9, 2)).get(person=pupils["a"]).group == ash
    pupils["b"].refresh_from_db()
    assert pupils["b"].year == "year-5"


def test_a_plan_that_no_longer_fits_is_refused_whole(school: School, head: By, time_machine: Any) -> None:
    pupils = a_small_school(school)
    plan_roll_over(by=head, school=school, on=NEXT, steps=steps_of(school))
    move_pupil(by=head, pupil=pupils["c"], to=None, on=timezone.localdate())
    close_group(by=head, group=school.groups.get(name="6 Oak"), on=timezone.localdate())
    time_machine.move_to("2027-09-01 01:30:00+01:00")
    assert "could not move" in apply_due_roll_overs(timezone.now())
    plan = RollOver.objects.get()
    with pytest.raises(RefusedError):
        apply_roll_over(by=head, plan=plan)
    assert plan.applied is None
    cancel_roll_over(by=head, plan=plan)
    with pytest.raises(RefusedError):
        cancel_roll_over(by=head, plan=plan)


def test_in_a_mixed_class_the_oldest_leave_and_the_others_stay(school: School, head: By, time_machine: Any) -> None:
    willow = a_class(school, "Willow", "")
    young, old = (a_pupil(school, f"{year} X", in_class=willow, year=year) for year in ("year-5", "year-6"))
    time_machine.move_to("2027-09-01 09:00:00+01:00")
    plan_roll_over(by=head, school=school, on=NEXT, steps={willow.pk: willow.pk})
    young.refresh_from_db()
    old.refresh_from_db()
    assert (young.year, young.left) == ("year-6", None)
    assert old.left == date(2027, 8, 31)
