"""Pages of changes: what they show to whom, what becomes of strange input, and as many questions at any size."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.models import Session
from belisha.console.filtering.changes import actions
from belisha.console.filtering.changes.impact.queries import key_of
from belisha.console.filtering.changes.needs import changes_waiting, not_in_force, weeks_to_sign
from belisha.console.filtering.changes.tests.staging import Stage, a_stage, applied, assessed, drafted, fresh, submitted
from belisha.console.filtering.models import Change, DigestSign, Impact, PolicyVersion
from belisha.engine.policy.edits import EndRule
from console.visitors import sign_in

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from belisha.console.access.models import User

pytestmark = pytest.mark.django_db
HOSTILE = ("<script>alert(1)</script>", "' OR 1=1 --", "\x00", "{{ 7*7 }}", "=1+1", "é" * 3000)


@pytest.fixture
def stage() -> Stage:
    return a_stage()


def page(client: Client, user: User, stage: Stage, name: str, *rest: object, **asked: str) -> str:
    answer = sign_in(client, user).get(reverse(name, args=[stage.school.code, *rest]), asked)
    assert answer.status_code == 200
    return str(answer.content.decode())


def many(stage: Stage, count: int) -> None:
    for number in range(count):
        applied(stage, stage.rule(f"r{count}-{number}", f"castle{number}.example"))
    submitted(stage, stage.rule(f"w{count}", "waiting.example"))


@pytest.mark.parametrize("name", ["filter-changes", "filter-log", "filter-managers", "filter-weeks"])
def test_lists_ask_as_much_at_any_size(
    client: Client, stage: Stage, name: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    counts = []
    for number in (1, 6):
        many(stage, number)
        page(client, stage.head, stage, name)
        with django_assert_max_num_queries(60) as captured:
            client.get(reverse(name, args=[stage.school.code]))
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_a_change_with_many_edits_asks_no_more(
    client: Client, stage: Stage, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    few = drafted(stage, stage.rule("a"))
    page(client, stage.technician, stage, "filter-change", few.pk)
    with django_assert_max_num_queries(60) as captured:
        page(client, stage.technician, stage, "filter-change", few.pk)
    first = len(captured)
    drafted(stage, *(stage.rule(f"b{number}", f"moat{number}.example") for number in range(40)))
    with django_assert_max_num_queries(60) as captured:
        page(client, stage.technician, stage, "filter-change", few.pk)
    assert len(captured) == first


def test_the_list_is_searched_by_title_reason_name_and_address(client: Client, stage: Stage) -> None:
    drafted(stage, stage.rule("a", "castles.example"))
    for found in ("castles.example", "Castles for", stage.technician.name):
        assert "castle" in page(client, stage.head, stage, "filter-changes", q=found).lower()
    assert "Nothing in this list fits" in page(client, stage.head, stage, "filter-changes", q="dragons")


def test_the_log_is_told_by_days_of_the_school_and_taken_away_as_csv(client: Client, stage: Stage) -> None:
    half_past_eleven = datetime(2026, 10, 24, 22, 30, tzinfo=UTC)  # at night, in summer time
    Change.objects.filter(pk=applied(stage).pk).update(applied_at=half_past_eleven)
    shown = page(client, stage.head, stage, "filter-log", first="2026-10-24", last="2026-10-24")
    assert "castles.example" in shown
    assert "Nothing was applied that fits" in page(client, stage.head, stage, "filter-log", first="2026-10-25")
    text = page(client, stage.head, stage, "filter-log", format="csv")
    assert "no rule → open until" in text
    assert stage.technician.name in text


@pytest.mark.parametrize("typed", HOSTILE)
def test_whatever_is_typed_gets_a_sentence_and_is_not_lost(client: Client, stage: Stage, typed: str) -> None:
    answer = sign_in(client, stage.dsl).post(
        reverse("filter-block", args=[stage.school.code]), {"addresses": typed, "reason": "Why"}
    )
    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()
    assert "<script>alert" not in answer.content.decode()
    assert not Change.objects.exists()


def test_words_that_look_like_formulas_or_pages_are_words(client: Client, stage: Stage) -> None:
    change = drafted(stage)
    sign_in(client, stage.technician).post(
        reverse("filter-change-submit", args=[stage.school.code, change.pk]),
        {"title": "=<b>Castles</b>", "reason": "'; --"},
    )
    assert "&lt;b&gt;Castles" in page(client, stage.head, stage, "filter-changes")
    assert "'=<b>Castles" in page(client, stage.head, stage, "filter-changes", format="csv")


def test_a_change_that_no_longer_fits_says_so_and_offers_to_be_made_anew(client: Client, stage: Stage) -> None:
    applied(stage, stage.rule("old"))
    late = assessed(stage, EndRule(id="old"))
    applied(stage, EndRule(id="old"))
    shown = page(client, fresh(stage.technician), stage, "filter-change", late.pk)
    assert "It does not fit the policy of now: There is no rule old any more." in shown
    assert "Make it anew" in shown
    assert "Apply it" not in shown


def test_what_was_applied_and_not_published_is_red_on_the_page_and_at_home(client: Client, stage: Stage) -> None:
    change = applied(stage)
    Change.objects.filter(pk=change.pk).update(publish_fault="No space", applied_at=timezone.now() - timedelta(hours=1))
    shown = page(client, stage.head, stage, "filter-change", change.pk)
    assert "Not yet in force" in shown
    assert "The last time it failed: No space" in shown
    (need,) = not_in_force(fresh(stage.technician), stage.school)
    assert (need.urgency, need.text) == (0, "Not yet in force at the gateway: Castles for Year 4")


def test_each_is_asked_for_what_only_they_can_do(stage: Stage) -> None:
    submitted(stage)
    assert [need.text for need in changes_waiting(fresh(stage.lead), stage.school)] == [
        "Judge a change of the filter for children and teaching: Castles for Year 4"
    ]
    assert [need.text for need in changes_waiting(fresh(stage.technician), stage.school)] == [
        "Judge a change of the filter technically: Castles for Year 4"
    ]


def test_a_review_that_is_late_is_red(stage: Stage) -> None:
    actions.block_at_once(by=By(stage.dsl), place=stage.school, addresses=["bad.example"], reason="Violence")
    (need,) = changes_waiting(fresh(stage.head), stage.school)
    assert need.urgency == 1
    Change.objects.update(review_due=date(2026, 1, 1))
    (need,) = changes_waiting(fresh(stage.head), stage.school)
    assert need.urgency == 0
    assert list(changes_waiting(fresh(stage.dsl), stage.school)) == []


def test_applying_asks_once_more_who_it_is(client: Client, stage: Stage) -> None:
    change = assessed(stage)
    sign_in(client, stage.technician)
    Session.objects.update(confirmed_at=timezone.now() - timedelta(minutes=10))
    answer = client.post(reverse("filter-change-apply", args=[stage.school.code, change.pk]))
    assert answer.status_code == 302
    assert "/confirm" in answer.headers["Location"]
    change.refresh_from_db()
    assert change.state == "assessing"


def test_applying_undoing_and_giving_the_right_work_on_their_pages(client: Client, stage: Stage) -> None:
    change = assessed(stage)
    sign_in(client, stage.technician).post(reverse("filter-change-apply", args=[stage.school.code, change.pk]))
    change.refresh_from_db()
    assert change.state == "applied"
    client.post(reverse("filter-change-undo", args=[stage.school.code, change.pk]), {"reason": "Over"})
    change.refresh_from_db()
    assert change.state == "undone"
    day = timezone.localdate() + timedelta(days=20)
    days = {
        f"{name}_{part}": getattr(each, part)
        for name, each in (("first", timezone.localdate()), ("last", day))
        for part in ("day", "month", "year")
    }
    answer = sign_in(client, stage.head).post(
        reverse("filter-manager-give", args=[stage.school.code]),
        {"user": str(stage.lead.pk), "reason": "Stands in"} | days,
    )
    assert answer.status_code == 302, answer.content.decode()
    assert stage.lead.filter_rights.get().last == day


def test_the_safeguarding_lead_signs_the_week_on_its_page(client: Client, stage: Stage) -> None:
    PolicyVersion.objects.update(at=datetime(2026, 9, 3, 9, tzinfo=UTC))
    with time_machine.travel(datetime(2026, 9, 16, 9, tzinfo=UTC)):
        address = reverse("filter-week", args=[stage.school.code, "2026-09-07"])
        assert len(list(weeks_to_sign(fresh(stage.dsl), stage.school))) == 1
        assert list(weeks_to_sign(fresh(stage.head), stage.school)) == []
        assert "I have read this week and sign it" not in page(client, stage.head, stage, "filter-week", "2026-09-07")
        answer = sign_in(client, stage.dsl).post(address, {"words": "All is well"})
        assert answer.status_code == 302
        assert DigestSign.objects.get().content["changes"] == []
        assert "All is well" in page(client, stage.head, stage, "filter-week", "2026-09-07")


@pytest.mark.parametrize("week", ["2026-09-08", "yesterday", "0001-01-01", "2026-13-01"])
def test_what_is_no_week_is_not_there(client: Client, stage: Stage, week: str) -> None:
    answer = sign_in(client, stage.head).get(reverse("filter-week", args=[stage.school.code, week]))
    assert answer.status_code == 404


def test_while_it_is_worked_out_the_page_says_so_and_where_to_look_again(client: Client, stage: Stage) -> None:
    change = submitted(stage)
    Impact.objects.filter(change=change).delete()
    Impact.objects.create(change=change, key=key_of(change), asked_at=timezone.now())
    text = page(client, stage.head, stage, "filter-change", change.pk)
    assert "It is being worked out" in text
    assert f'href="{reverse("filter-change", args=[stage.school.code, change.pk])}"' in text
    Impact.objects.update(asked_at=timezone.now() - timedelta(hours=1))
    assert "never came to its end" in page(client, stage.head, stage, "filter-change", change.pk)
