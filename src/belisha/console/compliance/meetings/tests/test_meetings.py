"""Meetings of the online-safety group: an agenda by itself, minutes that close, and plans that follow."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.roles import Role
from belisha.console.compliance.meetings import actions
from belisha.console.compliance.meetings.actions import Attended
from belisha.console.compliance.meetings.queries import agenda
from belisha.console.compliance.meetings.rules import DUTY_OF, OF_A_KIND
from belisha.console.compliance.models import DutyStanding, Meeting, MeetingItem, Plan, Technology
from belisha.console.compliance.planner.queries import days_of
from belisha.console.duties.catalogue import catalogue
from cast import a_school, somebody

if TYPE_CHECKING:
    from django.test import Client

    from belisha.console.access.models import School, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def lead(school: School) -> User:
    return somebody(school, Role.DSL)


def red(school: School, duty: str) -> None:
    now = timezone.now()
    DutyStanding.objects.create(
        school=school, duty=duty, state="breached", basis="measured", reason="Two leavers can sign in.", since=now,
        first_asked=now, last_asked=now,
    )  # fmt: skip


def test_what_is_done_about_anything_belongs_to_a_duty_of_the_catalogue() -> None:
    assert set(DUTY_OF.values()) <= set(catalogue())
    assert set(DUTY_OF) | {"duty"} == set(MeetingItem.Kind.values)


def test_what_is_red_late_due_or_new_comes_on_the_table_and_not_more_than_a_few_of_each(
    school: School, lead: User
) -> None:
    red(school, "accounts.leavers")
    Technology.objects.create(
        school=school, name="Word Maker", kind="app", purpose="Spelling", who="Year 5", pupils=True, personal=False,
        origin="wanted", entered_at=timezone.now(),
    )  # fmt: skip
    day = timezone.localdate()
    Plan.objects.create(
        school=school, duty="accounts.leavers", words="Close them.", owner=lead, due=day - timedelta(1),
        made_at=timezone.now(),
    )  # fmt: skip
    found = agenda(school, timezone.now())
    kinds = [each.kind for each in found]
    assert kinds[0] == "plan"
    assert set(kinds) == {"plan", "duty", "review", "technology", "standard"}
    assert kinds.count("review") == OF_A_KIND


def test_minutes_are_written_followed_by_a_plan_and_closed_for_good(school: School, lead: User, client: Client) -> None:
    red(school, "accounts.leavers")
    client.force_login(lead)
    at, day = f"/schools/{school.code}/duties/meetings/", timezone.localdate()
    form = {"held_day": day.day, "held_month": day.month, "held_year": day.year}
    assert client.post(f"{at}call/", form).status_code == 302
    meeting = Meeting.objects.get()
    with pytest.raises(ValidationError, match="close them first"):
        actions.call(by=By(lead), school=school, held=day + timedelta(7))
    item = meeting.items.get(kind="duty")
    with pytest.raises(ValidationError, match="Nothing is written"):
        actions.close(by=By(lead), meeting=meeting, attended=Attended([lead]))
    client.post(f"{at}items/{item.pk}/", {"words": "Both are closed tonight."})
    due = day + timedelta(7)
    plan = {"words": "Close both.", "owner": lead.pk, "due_day": due.day, "due_month": due.month, "due_year": due.year}
    assert client.post(f"{at}items/{item.pk}/plan/", plan).status_code == 302
    assert Plan.objects.get().duty == "accounts.leavers"
    client.post(f"{at}{meeting.pk}/add/", {"title": "Safer Internet Day"})
    assert client.post(f"{at}{meeting.pk}/close/", {"present": [lead.pk], "others": "Two pupils"}).status_code == 302
    page = client.get(f"{at}{meeting.pk}/").content.decode()
    for words in ("Both are closed tonight.", "Close both.", "Safer Internet Day", lead.name, "Two pupils"):
        assert words in page
    assert client.get(f"{at}{meeting.pk}/paper/").content.startswith(b"%PDF")
    with pytest.raises(ValidationError, match="closed"):
        actions.write(by=By(lead), item=item, words="Otherwise.")


def test_the_next_meeting_stands_in_the_planner(school: School, lead: User) -> None:
    today = timezone.localdate()
    meeting = actions.call(by=By(lead), school=school, held=today)
    item = actions.add_item(by=By(lead), meeting=meeting, title="Phones")
    actions.write(by=By(lead), item=item, words="Away all day.")
    actions.close(by=By(lead), meeting=meeting, attended=Attended([lead], next_on=today + timedelta(40)))
    days = days_of(school, today, today + timedelta(60))
    assert [each.day for each in days if each.kind == "meeting"] == [today + timedelta(40)]


def test_a_governor_reads_minutes_and_writes_none(school: School) -> None:
    with pytest.raises(NotAllowedError):
        actions.call(by=By(somebody(school, Role.GOVERNOR)), school=school, held=timezone.localdate())
