"""What falls due when: on the page, as a sheet, and in the calendars that people subscribe to."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from belisha.console.access.acting import By
from belisha.console.access.roles import Role
from belisha.console.compliance.models import CalendarFeed
from belisha.console.compliance.planner.queries import days_of
from belisha.console.compliance.planner.rules import PlanDay, as_calendar, review_due
from belisha.console.compliance.plans.actions import plan
from belisha.console.reviews.rules import kinds
from cast import a_school, somebody

if TYPE_CHECKING:
    from django.test import Client

    from belisha.console.access.models import School, User

KINDS = st.sampled_from(kinds())
DAYS = st.dates(date(2026, 1, 1), date(2029, 1, 1))


@given(KINDS, DAYS)
def test_the_next_review_comes_after_the_last_one(kind: object, last: date) -> None:
    due = review_due(kind, last, last, last - timedelta(30), last + timedelta(90))  # type: ignore[arg-type]
    assert due > last


@given(KINDS, DAYS)
def test_what_was_never_reviewed_is_due_today(kind: object, today: date) -> None:
    assert review_due(kind, None, today, today, today) == today  # type: ignore[arg-type]


@given(st.lists(st.tuples(DAYS, st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=200)), max_size=9))
def test_whatever_stands_in_a_title_comes_out_of_the_calendar_as_it_went_in(found: list[tuple[date, str]]) -> None:
    days = [PlanDay(day, "plan", title, "/there/", "", f"plan-{place}") for place, (day, title) in enumerate(found)]
    read = Calendar.from_ical(as_calendar(days, site="https://school.example", now=timezone.now()))
    events = read.walk("VEVENT")
    assert [(each.decoded("dtstart"), str(each["summary"])) for each in events] == found
    assert len({str(each["uid"]) for each in events}) == len(found)


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def head(school: School) -> User:
    return somebody(school, Role.HEAD)


def planned(school: School, head: User, days: int) -> None:
    due = timezone.localdate() + timedelta(abs(days))
    made = plan(by=By(head), school=school, duty="accounts.leavers", words="Close both.", owner=head, due=due)
    if days < 0:
        made.due = timezone.localdate() + timedelta(days)
        made.save(update_fields=["due"])


@pytest.mark.django_db
def test_what_is_late_is_shown_whenever_it_was_due(school: School, head: User) -> None:
    planned(school, head, -400)
    today = timezone.localdate()
    found = [each for each in days_of(school, today, today + timedelta(30)) if each.kind == "plan"]
    assert [(each.title, each.late) for each in found] == [("To be done: Close both.", True)]


@pytest.mark.django_db
def test_the_year_is_narrowed_and_saved_as_a_sheet(school: School, head: User, client: Client) -> None:
    planned(school, head, 3)
    client.force_login(head)
    at = f"/schools/{school.code}/duties/year/"
    assert "Close both." in client.get(f"{at}?kind=plan").content.decode()
    assert "Close both." not in client.get(f"{at}?kind=review").content.decode()
    sheet = client.get(f"{at}?format=csv")
    assert sheet.headers["Content-Type"].startswith("text/csv")
    assert "Close both." in sheet.content.decode()


@pytest.mark.django_db
def test_a_calendar_is_read_by_its_address_alone_until_it_is_ended(school: School, head: User, client: Client) -> None:
    planned(school, head, 3)
    client.force_login(head)
    page = client.post("/me/calendar/").content.decode()
    address = re.search(r"/calendar/[\w-]+\.ics", page)
    assert address
    secret = address[0].removeprefix("/calendar/").removesuffix(".ics")
    assert not CalendarFeed.objects.filter(secret_hash=secret).exists()
    assert secret not in client.get("/me/calendar/").content.decode()
    client.logout()
    assert b"Close both." in client.get(address[0]).content
    assert client.get("/calendar/guessed.ics").status_code == 404
    client.force_login(head)
    client.post("/me/calendar/end/")
    assert client.get(address[0]).status_code == 404


@pytest.mark.django_db
def test_who_has_left_has_no_calendar_any_more(school: School, head: User, client: Client) -> None:
    client.force_login(head)
    page = client.post("/me/calendar/").content.decode()
    address = re.search(r"/calendar/[\w-]+\.ics", page)
    assert address
    head.closed_at = timezone.now()
    head.save(update_fields=["closed_at"])
    assert client.get(address[0]).status_code == 404


@pytest.mark.django_db
def test_a_calendar_shows_nothing_of_a_school_whose_duties_one_does_not_see(school: School, client: Client) -> None:
    teacher = somebody(school, Role.TEACHER)
    client.force_login(teacher)
    page = client.post("/me/calendar/").content.decode()
    address = re.search(r"/calendar/[\w-]+\.ics", page)
    assert address
    assert b"BEGIN:VEVENT" not in client.get(address[0]).content
