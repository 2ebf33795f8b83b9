"""Safety walks: from setting out to signing, and what may not happen on the way."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.roles import Role
from belisha.console.access.settings.actions import change_setting
from belisha.console.compliance.models import Plan, Sight, Walk
from belisha.console.compliance.planner.queries import days_of
from belisha.console.compliance.plans.actions import end_plan
from belisha.console.compliance.walks import actions
from belisha.console.compliance.walks.actions import Stopping
from belisha.console.compliance.walks.needs import walks_to_make
from belisha.console.compliance.walks.queries import lacking, points_for, points_of, stops_of, trend_of
from belisha.console.compliance.walks.rules import GRACE, listed, points_at, usual_places, when_due
from belisha.console.duties.catalogue import catalogue
from belisha.console.duties.registry import PROOFS, Standing, State
from belisha.console.people.models import Room
from cast import a_school, just_confirmed, somebody

if TYPE_CHECKING:
    from datetime import datetime

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from belisha.console.access.models import School, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> School:
    return a_school()


def a_room(school: School, name: str = "Room 4") -> Room:
    return Room.objects.create(school=school, code=name.lower().replace(" ", "-"), name=name)


def a_walk(school: School, walker: User | None = None, *, on: date | None = None, room: Room | None = None) -> Walk:
    """An open walk to a room, the entrance and the corridors."""
    places = [Stopping(room.name if room else "Room 4", room=room), Stopping("Entrance and office", "entrance")]
    return actions.start(
        by=By(walker or somebody(school, Role.SAFEGUARDING_GOVERNOR)),
        school=school,
        on=on or timezone.localdate(),
        places=[*places, Stopping("Corridors", "shared")],
    )


def a_signed_walk(school: School, *, wrong: str = "", on: date | None = None, room: Room | None = None) -> Walk:
    """All was right everywhere, but (`wrong`) a point, for which an action is planned."""
    walk = a_walk(school, on=on, room=room)
    by = By(walk.walker)
    for place in walk.places.all():
        points = points_at(points_of(walk), place.kind)
        said = {point.id: "no" if point.id == wrong else "yes" for point in points}
        actions.note(by=by, place=place, answers=said, notes={})
    for _place, line in lacking(stops_of(walk)):
        assert line.sight
        due = timezone.localdate() + timedelta(7)
        actions.plan_for(by=by, sight=line.sight, words="Mend it", owner=walk.walker, due=due)
    actions.sign(by=by, walk=walk, words="")
    walk.refresh_from_db()
    return walk


def standing(school: School, duty: str, now: datetime | None = None) -> Standing:
    return PROOFS[duty].ask(school, now or timezone.now())


def met(school: School, duty: str) -> None:
    a_signed_walk(school)
    assert standing(school, duty).state is State.MET


def breached(school: School, duty: str, point: str) -> None:
    assert standing(school, duty).state is State.BREACHED, "nobody has looked"
    a_signed_walk(school, wrong=point)
    found = standing(school, duty)
    assert (found.state, "not put right" in found.reason) == (State.BREACHED, True)
    for plan in Plan.objects.for_school(school).open():
        end_plan(by=By(plan.owner), plan=plan, outcome="Done")
    assert standing(school, duty).state is State.MET
    assert standing(school, duty, timezone.now() + timedelta(days=300)).state is State.BREACHED, "that was long ago"


def test_agreements_posters_is_met_where_a_walk_of_the_term_saw_them_in_every_room(school: School) -> None:
    room, other = a_room(school), a_room(school, "Room 5")
    a_signed_walk(school, room=room)
    assert standing(school, "agreements.posters").state is State.AT_RISK, "nobody has been in Room 5"
    other.delete()
    assert standing(school, "agreements.posters").state is State.MET


def test_agreements_posters_is_breached_where_one_is_missing_or_nobody_walked(school: School) -> None:
    breached(school, "agreements.posters", "rules-poster")


def test_accounts_log_off_is_met_by_a_walk_that_saw_locked_screens(school: School) -> None:
    met(school, "accounts.log-off")


def test_accounts_log_off_is_breached_by_an_open_screen(school: School) -> None:
    breached(school, "accounts.log-off", "screens-locked")


def test_devices_personal_phones_lesson_is_met_by_a_walk_that_saw_none(school: School) -> None:
    met(school, "devices.personal-phones-lesson")


def test_devices_personal_phones_lesson_is_breached_by_one_that_lies_about(school: School) -> None:
    breached(school, "devices.personal-phones-lesson", "staff-phones")


def test_devices_personal_not_with_children_is_met_by_a_walk_that_saw_school_equipment(school: School) -> None:
    met(school, "devices.personal-not-with-children")


def test_devices_personal_not_with_children_is_breached_by_a_sighting(school: School) -> None:
    breached(school, "devices.personal-not-with-children", "own-equipment")


def test_devices_headphones_is_met_by_a_walk_that_saw_none(school: School) -> None:
    met(school, "devices.headphones")


def test_devices_headphones_is_breached_by_a_sighting(school: School) -> None:
    breached(school, "devices.headphones", "headphones")


def test_devices_visitor_signs_is_met_by_a_walk_that_read_them(school: School) -> None:
    met(school, "devices.visitor-signs")


def test_devices_visitor_signs_is_breached_by_one_that_is_gone(school: School) -> None:
    breached(school, "devices.visitor-signs", "visitor-signs")


def test_a_walk_that_is_not_signed_proves_nothing(school: School) -> None:
    walk = a_walk(school)
    actions.note(by=By(walk.walker), place=walk.places.all()[2], answers={"headphones": "yes"}, notes={})
    assert standing(school, "devices.headphones").state is State.BREACHED


def test_what_was_not_seen_proves_nothing_and_a_walk_of_nothing_cannot_be_signed(school: School) -> None:
    walk = a_walk(school)
    actions.note(by=By(walk.walker), place=walk.places.all()[2], answers={"headphones": "unseen"}, notes={})
    with pytest.raises(ValidationError, match="Nothing has been seen"):
        actions.sign(by=By(walk.walker), walk=walk)


def test_a_no_is_put_right_or_planned_before_anybody_signs_and_is_told_from_the_walk_before(school: School) -> None:
    a_signed_walk(school, wrong="staff-phones", on=timezone.localdate() - timedelta(1))
    walk = a_walk(school)
    by, place = By(walk.walker), walk.places.all()[0]
    said = {"staff-phones": "no", "trolleys": "yes"}
    actions.note(by=by, place=place, answers=said, notes={"staff-phones": "Two on desks"})
    with pytest.raises(ValidationError, match="Say first what becomes of: Room 4"):
        actions.sign(by=by, walk=walk)
    lines = {line.point.id: line for line in stops_of(walk)[0].lines}
    assert (lines["staff-phones"].again, lines["trolleys"].again) == (True, False)
    sight = Sight.objects.get(place=place, point="staff-phones")
    actions.put_right(by=by, sight=sight, words="Put away")
    actions.sign(by=by, walk=walk, words="Calm, but for the phones.")
    assert standing(school, "devices.personal-phones-lesson").state is State.MET
    with pytest.raises(ValidationError, match="is over"):
        actions.note(by=by, place=place, answers={"trolleys": "no"}, notes={})
    _walks, trend = trend_of(school)
    assert next(each.shares for each in trend if each.text.startswith("Staff")) == [0, 0]


def test_a_governors_walk_makes_a_plan_though_governors_do_not_plan(school: School) -> None:
    head, walk = somebody(school, Role.HEAD), a_walk(school)
    actions.note(by=By(walk.walker), place=walk.places.all()[2], answers={"rules-poster": "no"}, notes={})
    sight = Sight.objects.get(point="rules-poster")
    due = timezone.localdate() + timedelta(7)
    actions.plan_for(by=By(walk.walker), sight=sight, words="Put one up", owner=head, due=due)
    sight.refresh_from_db()
    assert sight.plan is not None
    assert (sight.plan.duty, sight.plan.owner, sight.plan.made_by) == ("agreements.posters", head, walk.walker)
    with pytest.raises(ValidationError, match="already"):
        actions.plan_for(by=By(walk.walker), sight=sight, words="Put one up", owner=head, due=due)


def test_nobody_notes_on_somebody_elses_walk_and_nobody_is_at_two(school: School) -> None:
    walk = a_walk(school)
    with pytest.raises(NotAllowedError):
        actions.note(by=By(somebody(school, Role.HEAD)), place=walk.places.all()[0], answers={}, notes={})
    with pytest.raises(ValidationError, match="at a walk already"):
        a_walk(school, walk.walker)
    actions.drop(by=By(walk.walker), walk=walk, reason="A fire drill")
    assert a_walk(school, walk.walker).pk != walk.pk


def test_a_walk_with_paper_is_entered_within_a_month(school: School) -> None:
    today = timezone.localdate()
    assert a_walk(school, on=today - timedelta(31)).on == today - timedelta(31)
    for day in (today + timedelta(1), today - timedelta(32)):
        with pytest.raises(ValidationError, match="Choose today"):
            a_walk(school, on=day)


def test_the_list_is_worded_as_the_policy_has_chosen_and_stays_as_it_was_on_a_walk(school: School) -> None:
    by = By(None, system="test")
    walk = a_walk(school)
    change_setting(by, at=school, key="staff-phones", value="silent")
    change_setting(by, at=school, key="pupil-devices", value="unsaid")
    actions.add_point(by=by, school=school, text="The gate is shut.")
    now = {point.id: point.text for point in points_for(school)}
    assert "silent" in now["staff-phones"]
    assert "pupil-phones" not in now
    assert "The gate is shut." in now.values()
    before = {point.id: point.text for point in points_of(walk)}
    assert "switched off" in before["staff-phones"]
    assert "pupil-phones" in before


def test_every_point_is_of_a_duty_of_the_catalogue_and_looked_at_somewhere() -> None:
    points = listed({})
    assert {point.duty for point in points} <= catalogue().keys()
    assert all(point.at for point in points)
    assert {place.kind for place in usual_places()} == {"entrance", "staff", "shared"}


@given(st.dates(date(2026, 9, 1), date(2027, 7, 20)), st.none() | st.dates(date(2026, 1, 1), date(2027, 7, 20)))
def test_a_walk_of_this_term_is_never_late_and_one_before_it_is_from_the_seventh_week(
    today: date, last: date | None
) -> None:
    term, after = date(2026, 9, 1), date(2027, 1, 4)
    due = when_due(last, today, term, after)
    assert due.late is ((last is None or last < term) and today > term + GRACE)
    assert due.day == (after if last and last >= term else term) + GRACE


def test_the_walk_of_the_term_stands_in_the_planner_and_waits_at_home(school: School) -> None:
    today = timezone.localdate()
    assert "walk" in {each.kind for each in days_of(school, today - timedelta(120), today + timedelta(365))}
    head = somebody(school, Role.HEAD)
    walk = a_walk(school, head)
    assert [need.link for need in walks_to_make(head, school)] == [reverse("walk", args=[school.code, walk.pk])]


def test_a_phone_keeps_each_press_with_every_note_and_goes_on_where_it_stopped(client: Client, school: School) -> None:
    governor, head = somebody(school, Role.SAFEGUARDING_GOVERNOR), somebody(school, Role.HEAD)
    client.force_login(governor)
    just_confirmed(client)
    at = f"/schools/{school.code}/walks/"
    today = timezone.localdate()
    day = {"on_day": today.day, "on_month": today.month, "on_year": today.year}
    sent = client.post(f"{at}start/", {**day, "places": ["corridors"], "others": "Library\nRoom 4"})
    walk = Walk.objects.get()
    assert sent.headers["Location"] == f"{at}{walk.pk}/"
    assert [place.name for place in walk.places.all()] == ["Corridors", "Library", "Room 4"]
    page = f"{at}{walk.pk}/{walk.places.all()[0].pk}/"
    sent = client.post(page, {"say": "headphones:yes", "note-helplines": "By the stairs"})
    assert sent.headers["Location"] == f"{page}#pupil-phones"
    sent = client.post(page, {"say": "rules-poster:no", "note-helplines": "By the stairs", "note-rules-poster": "Torn"})
    sight = Sight.objects.get(point="rules-poster")
    assert sent.headers["Location"] == f"{at}wrong/{sight.pk}/"
    shown = client.get(page).content.decode()
    assert "By the stairs" in shown
    assert "Torn" in shown
    assert "Corridors: Torn" in client.get(f"{at}wrong/{sight.pk}/").content.decode()
    due = today + timedelta(3)
    when = {"due_day": due.day, "due_month": due.month, "due_year": due.year}
    sent = client.post(f"{at}wrong/{sight.pk}/", {"now": "plan", "words": "New one", "owner": head.pk, **when})
    assert sent.headers["Location"] == f"{page}#rules-poster"
    client.post(f"{at}{walk.pk}/sign/", {"words": "=1+1 all is well"})
    assert Walk.objects.get().signed_at is not None
    assert "New one" in client.get(f"{at}{walk.pk}/?format=csv").content.decode()
    assert client.get(page).status_code == 404, "a signed walk is not gone on with"


def test_a_walk_of_many_places_asks_no_more_of_the_database(
    client: Client, school: School, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(somebody(school, Role.HEAD))
    just_confirmed(client)
    asked = []
    for number in (1, 6):
        walk = a_walk(school)
        for each in range(number):
            place = actions.add_place(by=By(walk.walker), walk=walk, place=Stopping(f"Place {each}"))
            actions.note(by=By(walk.walker), place=place, answers={"trolleys": "yes"}, notes={})
        with django_assert_max_num_queries(40) as counted:
            assert client.get(f"/schools/{school.code}/walks/{walk.pk}/").status_code == 200
        asked.append(len(counted))
    assert asked[0] == asked[1]
