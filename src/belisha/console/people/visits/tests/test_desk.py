"""The visitors' desk: in, badge, guest code, out; and what the clock does for those who forget."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from belisha.console.access.accounts.queries.passwords import gateway_hashes
from belisha.console.access.acting import By
from belisha.console.access.models import GateWaiver, User
from belisha.console.access.roles import Role
from belisha.console.audit.models import Body, Link
from belisha.console.flows.visitors import close_visits, forget_old_visits
from belisha.console.people.models import Person, Visit
from belisha.console.people.refusals import RefusedError
from belisha.console.people.visits.actions import Arrival, sign_in_visitor, sign_out_visitor
from belisha.console.people.visits.queries import in_building
from belisha.console.people.visits.rules import closing_time
from cast import a_school, a_teacher, somebody

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client

    from belisha.console.access.models import School

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def noon() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def school() -> School:
    school = a_school()
    GateWaiver.objects.create(school=school, gate="agreement", kind="visitor", reason="On paper", since=NOON)
    return school


@pytest.fixture
def host(school: School) -> Person:
    return a_teacher(school, "Jo Winter")


@pytest.fixture
def office(school: School) -> By:
    return By(somebody(school, Role.OFFICE))


def arrival(host: Person, **changes: object) -> Arrival:
    return Arrival("Ada Writer", "Book Week Ltd", host, "badge", time(15, 30))._replace(**changes)


def test_a_visitor_is_in_the_building_until_they_sign_out(school: School, host: Person, office: By) -> None:
    visit = sign_in_visitor(by=office, school=school, arrival=arrival(host), code=False).visit
    assert [each.person.name for each in in_building(school)] == ["Ada Writer"]
    assert visit.person.kind == User.Kind.VISITOR
    assert not visit.person.user.is_active
    sign_out_visitor(by=office, visit=visit)
    assert in_building(school) == []
    with pytest.raises(RefusedError):
        sign_out_visitor(by=office, visit=visit)
    assert list(Link.objects.filter(chain=school.chain).order_by("number").values_list("event", flat=True)) == [
        "visits.arrived",
        "visits.left",
    ]


def test_a_guest_code_works_at_the_gateway_and_dies_with_the_visit(school: School, host: Person, office: By) -> None:
    made = sign_in_visitor(by=office, school=school, arrival=arrival(host), code=True)
    assert made.code is not None
    assert made.code.username.startswith("guest-")
    assert made.code.username in dict(gateway_hashes())
    assert User.objects.get(username=made.code.username).check_password(made.code.password)
    assert made.code.password not in str([body.content for body in Body.objects.all()])
    sign_out_visitor(by=office, visit=made.visit)
    assert made.code.username not in dict(gateway_hashes())


def test_whoever_comes_back_has_one_entry_and_the_same_guest_name_but_a_new_password(
    school: School, host: Person, office: By, noon: time_machine.Traveller
) -> None:
    first = sign_in_visitor(by=office, school=school, arrival=arrival(host), code=True)
    sign_out_visitor(by=office, visit=first.visit)
    noon.move_to(NOON + timedelta(days=7))
    again = sign_in_visitor(by=office, school=school, arrival=arrival(host, name="ada  writer"), code=True)
    assert again.visit.person == first.visit.person
    assert first.code
    assert again.code
    assert (again.code.username, again.code.password != first.code.password) == (first.code.username, True)
    assert Person.objects.filter(kind="visitor").count() == 1
    with pytest.raises(RefusedError, match="already"):
        sign_in_visitor(by=office, school=school, arrival=arrival(host), code=False)


def test_without_a_signed_agreement_there_is_a_visit_but_no_code(school: School, host: Person, office: By) -> None:
    GateWaiver.objects.update(ended_at=NOON)
    made = sign_in_visitor(by=office, school=school, arrival=arrival(host), code=True)
    assert made.code is None
    assert made.refused == "The agreement is not signed."
    assert in_building(school) == [made.visit]


def test_what_is_forgotten_closes_at_the_end_of_the_day(school: School, host: Person, office: By) -> None:
    made = sign_in_visitor(by=office, school=school, arrival=arrival(host), code=True)
    late = sign_in_visitor(
        by=office, school=school, arrival=arrival(host, name="Cal Governor", until=time(20)), code=False
    ).visit
    assert close_visits(NOON + timedelta(hours=5)) == ""
    assert close_visits(NOON + timedelta(hours=6)) == "Signed out 1 visitor who had not."
    made.visit.refresh_from_db()
    assert made.visit.signed_out_by is None
    assert dict(gateway_hashes()) == {}
    assert in_building(school) == [late]
    assert close_visits(NOON + timedelta(hours=8)) == "Signed out 1 visitor who had not."
    assert Link.objects.filter(event="visits.closed").count() == 2


def test_a_visit_ends_with_the_schools_day_or_when_it_was_said_to() -> None:
    zone = timezone.get_default_timezone()
    at = datetime(2026, 11, 23, 15, 30, tzinfo=zone)
    assert closing_time(at, 18) == at.replace(hour=18, minute=0)
    assert closing_time(at.replace(hour=20), 18) == at.replace(hour=20)


def test_the_desk_refuses_a_time_that_is_over_and_a_host_of_another_school(
    school: School, host: Person, office: By
) -> None:
    with pytest.raises(RefusedError, match="over"):
        sign_in_visitor(by=office, school=school, arrival=arrival(host, until=time(11)), code=False)
    stranger = a_teacher(a_school("st-brigids"), "Far Away")
    with pytest.raises(RefusedError, match="staff"):
        sign_in_visitor(by=office, school=school, arrival=arrival(stranger), code=False)
    teacher = By(somebody(school, Role.TEACHER))
    with pytest.raises(PermissionDenied):
        sign_in_visitor(by=teacher, school=school, arrival=arrival(host), code=False)


def test_the_pages_lead_from_the_door_to_the_badge_and_out_again(client: Client, school: School, host: Person) -> None:
    client.force_login(somebody(school, Role.OFFICE))
    sent = {"name": "Ada Writer", "organisation": "Book Week Ltd", "host": host.pk, "identity": "badge"}
    page = client.post(reverse("visitor-arrives", args=[school.code]), sent | {"until": "11:00"}).content.decode()
    assert page.count("That time is over for today") == 2
    assert 'value="Ada Writer"' in page
    answer = client.post(
        reverse("visitor-arrives", args=[school.code]), sent | {"until": "15:30", "code": "on"}, follow=True
    )
    page = answer.content.decode()
    assert "Always accompanied" in page
    assert "guest-" in page
    visit = Visit.objects.get()
    client.post(reverse("visitor-code-given", args=[school.code]))
    assert "guest-" not in client.get(reverse("visitor-badge", args=[school.code, visit.pk])).content.decode()
    assert "Ada Writer" in client.get(reverse("roll-call", args=[school.code])).content.decode()
    client.post(reverse("visitor-leaves", args=[school.code, visit.pk]))
    page = client.get(reverse("visitors", args=[school.code])).content.decode()
    assert "No visitor is in the building" in page
    rows = client.get(reverse("visits", args=[school.code]), {"format": "csv"}).content.decode()
    assert "Ada Writer,Book Week Ltd,Jo Winter" in rows


def test_everybody_on_the_staff_sees_who_is_in_the_building_and_only_the_desk_signs_in(
    client: Client, school: School, host: Person, office: By
) -> None:
    sign_in_visitor(by=office, school=school, arrival=arrival(host), code=False)
    client.force_login(somebody(school, Role.TEACHER))
    page = client.get(reverse("visitors", args=[school.code])).content.decode()
    assert "Ada Writer" in page
    assert "Sign out" not in page.partition("<main")[2]
    assert client.get(reverse("visitor-arrives", args=[school.code])).status_code == 403


def test_a_visitor_who_stays_too_long_needs_the_office(
    client: Client, school: School, host: Person, office: By, noon: time_machine.Traveller
) -> None:
    sign_in_visitor(by=office, school=school, arrival=arrival(host), code=False)
    noon.move_to(NOON + timedelta(hours=4))
    client.force_login(somebody(school, Role.OFFICE))
    assert "1 visitor should have left" in client.get(reverse("home")).content.decode()


def test_the_list_costs_the_same_queries_with_one_visitor_and_with_ten(
    client: Client,
    school: School,
    host: Person,
    office: By,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    client.force_login(somebody(school, Role.OFFICE))
    sign_in_visitor(by=office, school=school, arrival=arrival(host), code=False)
    client.get(reverse("visitors", args=[school.code]))
    with django_assert_max_num_queries(100) as few:
        client.get(reverse("visitors", args=[school.code]))
    for number in range(9):
        sign_in_visitor(by=office, school=school, arrival=arrival(host, name=f"Ada Writer{number}"), code=False)
    with django_assert_max_num_queries(len(few)):
        client.get(reverse("visitors", args=[school.code]))


def test_visits_go_when_the_school_keeps_them_no_longer_and_visitors_with_their_last_one(
    school: School, host: Person, office: By, noon: time_machine.Traveller
) -> None:
    once = sign_in_visitor(by=office, school=school, arrival=arrival(host), code=False).visit
    again = sign_in_visitor(by=office, school=school, arrival=arrival(host, name="Bob Fixer"), code=False).visit
    for visit in (once, again):
        sign_out_visitor(by=office, visit=visit)
    noon.move_to(NOON + timedelta(days=400))
    second = sign_in_visitor(by=office, school=school, arrival=arrival(host, name="Bob Fixer"), code=False).visit
    sign_out_visitor(by=office, visit=second)
    assert forget_old_visits(NOON + timedelta(days=700)) == ""
    assert forget_old_visits(NOON + timedelta(days=740)) == "Deleted 2 old visits."
    assert set(Visit.objects.values_list("pk", flat=True)) == {second.pk}
    assert not Person.objects.filter(pk=once.person_id).exists()
    assert not User.objects.filter(pk=once.person.user_id).exists()
    assert Person.objects.filter(pk=again.person_id).exists()
    told = Link.objects.get(event="visits.forgotten")
    assert told.body.content["after"] == {"visits": 2, "visitors": 1}
    assert "Ada" not in str(told.body.content)


def test_whoever_is_in_the_building_is_not_forgotten(school: School, host: Person, office: By) -> None:
    sign_in_visitor(by=office, school=school, arrival=arrival(host), code=False)
    assert forget_old_visits(NOON + timedelta(days=4000)) == ""
    assert Visit.objects.exists()
