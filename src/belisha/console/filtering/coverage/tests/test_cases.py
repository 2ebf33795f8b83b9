"""Cases of what is not covered: they come and go by themselves, somebody looks after them, explanations end."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from belisha.activity.coverage.model import Gap, Kind, Level
from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.roles import Role
from belisha.console.audit.models import Link
from belisha.console.filtering.coverage.actions import explain, give, look_failed, reopen, take_over
from belisha.console.filtering.coverage.needs import not_covered
from belisha.console.filtering.coverage.queries import able_to_own, cases_of, wanting_at
from belisha.console.filtering.coverage.rules import KINDS
from belisha.console.filtering.models import CoverageCase
from cast import a_school, everywhere, somebody
from console.visitors import sign_in

if TYPE_CHECKING:
    from datetime import datetime

    from django.test import Client
    from pytest_django.asserts import DjangoAssertNumQueries  # type: ignore[attr-defined]

    from belisha.console.access.models import School

pytestmark = pytest.mark.django_db
SYSTEM = By(None, system="tests")


def gap(subject: str = "laptop-7", kind: Kind = Kind.DEVICE_SILENT, school: str = "oakfield", **more: object) -> Gap:
    told = {
        "id": f"{kind}:{school}:{subject}",
        "kind": kind,
        "level": Level.RED if kind is Kind.DEVICE_SILENT else Level.AMBER,
        "school": school,
        "subject": subject,
        "name": subject,
        "reason": "Nothing came from it.",
        "to_do": "Find it.",
    }
    return Gap(**told | more)  # type: ignore[arg-type]


@pytest.fixture
def school() -> School:
    return a_school()


def taken(school: School, *gaps: Gap, now: datetime | None = None) -> tuple[int, int]:
    return take_over(federation=school.federation, gaps=gaps, now=now or timezone.now())


def the_case(school: School) -> CoverageCase:
    return CoverageCase.objects.for_school(school).get()


def test_a_gap_becomes_a_case_and_taking_it_over_again_changes_nothing(school: School) -> None:
    assert taken(school, gap()) == (1, 0)
    first = the_case(school)
    assert taken(school, gap()) == (0, 0)
    again = the_case(school)
    assert (again.pk, again.first_seen, again.state) == (first.pk, first.first_seen, "open")
    assert again.last_seen > first.last_seen


def test_a_case_is_over_when_it_is_not_found_any_more_and_a_new_one_when_it_comes_back(school: School) -> None:
    taken(school, gap())
    assert taken(school) == (0, 1)
    assert the_case(school).state == "closed"
    assert taken(school, gap()) == (1, 0)
    assert sorted(CoverageCase.objects.values_list("state", flat=True)) == ["closed", "open"]


def test_what_is_said_of_a_case_follows_the_findings(school: School) -> None:
    taken(school, gap())
    taken(school, gap(reason="Nothing came from it for a week.", count=3, items=("a", "b")))
    case = the_case(school)
    assert (case.reason, case.count, case.items) == ("Nothing came from it for a week.", 3, ["a", "b"])


def test_a_gap_of_a_school_that_the_console_does_not_know_is_left_out(school: School) -> None:
    assert taken(school, gap(school="elsewhere")) == (0, 0)


def test_a_gateways_gap_is_every_schools_of_the_federation(school: School) -> None:
    taken(school, gap(kind=Kind.GATEWAY_SILENT, school="", level=Level.RED))
    sister, stranger = a_school("riverside"), a_school("far-away", federation=None)
    assert list(cases_of(sister)) == list(cases_of(school))
    assert stranger.federation == school.federation


def test_an_explained_case_wants_nobody_until_its_day_and_then_again(school: School) -> None:
    now = timezone.now()
    taken(school, gap())
    today = timezone.localdate()
    explain(by=SYSTEM, case=the_case(school), school=school, reason="Its owner is ill", until=today)
    assert wanting_at(school, today).red == 0
    assert wanting_at(school, today + timedelta(days=1)).red == 1
    taken(school, gap(), now=now + timedelta(days=2))
    assert the_case(school).state == "open"


@pytest.mark.parametrize("days", [-1, 367, 4000])
def test_an_explanation_holds_for_a_year_at_most(school: School, days: int) -> None:
    taken(school, gap())
    until = timezone.localdate() + timedelta(days=days)
    with pytest.raises(ValidationError):
        explain(by=SYSTEM, case=the_case(school), school=school, reason="It is away", until=until)


def test_an_explanation_can_be_taken_back(school: School) -> None:
    taken(school, gap())
    explain(by=SYSTEM, case=the_case(school), school=school, reason="It is away", until=timezone.localdate())
    reopen(by=SYSTEM, case=the_case(school), school=school)
    case = the_case(school)
    assert (case.state, case.explanation, case.explained_until) == ("open", "", None)


def test_who_cannot_work_on_the_filter_looks_after_no_case(school: School) -> None:
    taken(school, gap())
    teacher, technician = somebody(school, Role.TEACHER), somebody(school, Role.TECHNICIAN)
    with pytest.raises(ValidationError):
        give(by=SYSTEM, case=the_case(school), school=school, owner=teacher)
    with pytest.raises(NotAllowedError):
        give(by=By(teacher), case=the_case(school), school=school, owner=technician)
    give(by=SYSTEM, case=the_case(school), school=school, owner=technician)
    assert the_case(school).owner == technician
    assert Link.objects.filter(event="coverage.given").count() == 1


def test_somebody_of_the_federation_can_look_after_a_case(school: School) -> None:
    manager = everywhere(school.federation, Role.NETWORK_MANAGER)
    assert manager in able_to_own(school)


def test_needs_tell_the_technician_how_many(school: School) -> None:
    taken(school, gap(), gap("tablet-2"), gap(kind=Kind.DEVICE_UNREGISTERED))
    said = [need.text for need in not_covered(somebody(school), school)]
    assert said == ["2 things may go unseen.", "Something is seen, and nobody knows whose it is."]


def test_every_kind_of_gap_has_words() -> None:
    assert {kind.value for kind in Kind} == set(KINDS)


def test_the_page_says_when_nobody_has_looked(client: Client, school: School) -> None:
    page = reverse("filter-coverage", args=[school.code])
    technician = sign_in(client, somebody(school, Role.TECHNICIAN))
    assert "never been taken over" in technician.get(page).content.decode()
    look_failed(federation=school.federation, trouble="No policy is in force")
    assert "No policy is in force" in technician.get(page).content.decode()


def test_a_case_is_explained_on_its_page(client: Client, school: School) -> None:
    taken(school, gap("<b>laptop</b>"))
    case = the_case(school)
    technician = sign_in(client, somebody(school, Role.TECHNICIAN))
    address = reverse("filter-case-explain", args=[school.code, case.pk])
    day = timezone.localdate() + timedelta(days=3)
    until = {"until_day": day.day, "until_month": day.month, "until_year": day.year}
    refused = technician.post(address, {"reason": "", **until}).content.decode()
    assert "govuk-error-summary" in refused
    assert "<b>laptop" not in refused
    technician.post(address, {"reason": "It is being mended", **until})
    assert the_case(school).explanation == "It is being mended"
    shown = technician.get(reverse("filter-case", args=[school.code, case.pk])).content.decode()
    assert "It is being mended" in shown


def test_one_click_makes_a_case_ones_own(client: Client, school: School) -> None:
    taken(school, gap())
    user = somebody(school, Role.COMPUTING_LEAD)
    sign_in(client, user).post(reverse("filter-case-mine", args=[school.code, the_case(school).pk]))
    assert the_case(school).owner == user


@pytest.mark.parametrize("many", [3, 60])
def test_the_list_costs_the_same_however_long_it_is(
    client: Client, school: School, many: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    taken(school, *(gap(f"laptop-{number}") for number in range(many)))
    technician = sign_in(client, somebody(school, Role.TECHNICIAN))
    with django_assert_max_num_queries(16):
        technician.get(reverse("filter-coverage", args=[school.code]))


@pytest.mark.parametrize("many", [2, 200])
def test_taking_over_costs_the_same_however_much_is_found(
    school: School, many: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    found = [gap(f"laptop-{number}") for number in range(many)]
    taken(school, *found)
    with django_assert_max_num_queries(14):
        taken(school, *found)


def test_the_spreadsheet_has_no_formula(client: Client, school: School) -> None:
    taken(school, gap("=1+1"))
    technician = sign_in(client, somebody(school, Role.TECHNICIAN))
    sheet = technician.get(reverse("filter-coverage", args=[school.code]), {"format": "csv"}).content.decode()
    assert "'=1+1" in sheet
