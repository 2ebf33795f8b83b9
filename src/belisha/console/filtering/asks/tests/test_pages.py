"""The pages of asks, reports, openings and failures, as people of the school meet them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from belisha.console.access.models import User
from belisha.console.access.needs import Urgency
from belisha.console.access.roles import Role
from belisha.console.filtering.asks import needs
from belisha.console.filtering.asks.actions.answering import decline
from belisha.console.filtering.asks.tests.scene import MONDAY, Scene, a_page_reported, a_pupil_asks, a_scene, as_user
from belisha.console.filtering.asks.tests.test_openings import agreed, opened
from belisha.console.filtering.changes.tests.staging import fresh
from belisha.console.filtering.models import Ask, CategoryAgreement, FailureReport, LessonOpening, PageReport
from cast import a_pupil, just_confirmed, somebody

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client

pytestmark = pytest.mark.django_db
HOSTILE = '"><script>alert(1)</script>\0 =1+1 \u202e'


@pytest.fixture
def scene() -> Iterator[Scene]:
    with time_machine.travel(MONDAY, tick=False):
        yield a_scene()


@pytest.fixture
def as_(client: Client) -> Callable[[User], Client]:
    def sit_down(user: User) -> Client:
        client.force_login(user)
        just_confirmed(client)
        return client

    return sit_down


def page(name: str, *rest: object) -> str:
    return reverse(name, args=["oakfield", *rest])


def day(name: str, value: str = "2026 9 25") -> dict[str, str]:
    year, month, date = value.split()
    return {f"{name}_day": date, f"{name}_month": month, f"{name}_year": year}


def test_a_teacher_passes_on_what_a_pupil_asked(scene: Scene, as_: Callable[[User], Client]) -> None:
    found = a_pupil_asks(scene)
    client = as_(scene.teacher)
    assert "Amy Hill" in client.get(page("filter-ask", found.pk)).text
    form = client.get(page("filter-ask-pass-on", found.pk)).text
    assert "www.castles.example/keep/" in form
    given = {"address": "castles.example", "words": "Our topic", "whom": "year:year-4", **day("until")}
    answer = client.post(page("filter-ask-pass-on", found.pk), given)
    found.refresh_from_db()
    assert answer.headers["Location"] == page("filter-ask", found.pk)
    assert (found.state, found.holder, found.holder_name) == ("managers", "year", "Year 4")
    assert found.until is not None
    assert found.until.isoformat() == "2026-09-25T23:00:00+00:00"


def test_what_is_typed_wrongly_is_told_and_not_lost(scene: Scene, as_: Callable[[User], Client]) -> None:
    client = as_(scene.teacher)
    given = {"address": HOSTILE, "reason": HOSTILE, "whom": "nobody:x", **day("until", "2026 13 40")}
    answer = client.post(page("filter-ask-new"), given)
    assert answer.status_code == 200
    assert "There is a problem" in answer.text
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert(1)" in answer.text
    given |= {name: HOSTILE.replace("\0", "") for name in ("address", "reason")} | {"whom": "school:", **day("until")}
    assert "This is not the address of a page" in client.post(page("filter-ask-new"), given).text


def test_the_form_comes_with_the_address_from_the_blocked_page(scene: Scene, as_: Callable[[User], Client]) -> None:
    client = as_(scene.teacher)
    answer = client.get(reverse("ask-here"), {"address": "https://castles.example/?a=b&c"})
    assert 'value="https://castles.example/?a=b&amp;c"' in client.get(answer.headers["Location"]).text


def test_a_filter_manager_puts_it_into_a_draft(scene: Scene, as_: Callable[[User], Client]) -> None:
    found = a_pupil_asks(scene)
    given = {"address": "castles.example", "whom": "year:year-4", "reason": "Castles", **day("until")}
    answer = as_(scene.stage.lead).post(page("filter-ask-change", found.pk), given)
    found.refresh_from_db()
    assert (answer.status_code, found.state) == (302, "change")
    assert found.change is not None
    assert found.change.title == "Open castles.example for Year 4"


def test_those_who_answer_see_counts_and_the_list_goes_out_as_csv(scene: Scene, as_: Callable[[User], Client]) -> None:
    a_pupil_asks(scene, address="=cmd.example/x")
    client = as_(scene.stage.lead)
    assert "Time to an answer (median)" in client.get(page("filter-asks")).text
    rows = client.get(page("filter-asks"), {"format": "csv"}).content.decode()
    assert "'=cmd.example/x" in rows
    assert "Time to an answer" not in as_(scene.teacher).get(page("filter-asks")).text


@pytest.mark.parametrize(
    "name", ["filter-asks", "filter-reports", "filter-failures", "filter-openings", "filter-agreed"]
)
def test_lists_ask_the_database_the_same_whatever_their_length(
    scene: Scene, as_: Callable[[User], Client], name: str
) -> None:
    client = as_(scene.teacher if name == "filter-openings" else scene.stage.lead)
    _fill(scene, 1)
    client.get(page(name))
    with CaptureQueriesContext(connection) as few:
        client.get(page(name))
    _fill(scene, 12)
    with CaptureQueriesContext(connection) as many:
        client.get(page(name))
    assert len(many) <= len(few)


def _fill(scene: Scene, number: int) -> None:
    agreement = CategoryAgreement.objects.first() or agreed(scene)
    for each in range(number):
        a_pupil_asks(scene, a_pupil(scene.school, in_class=scene.group), address=f"s{number}-{each}.example")
        a_page_reported(scene, a_pupil(scene.school), f"r{number}-{each}.example/x")
        FailureReport.objects.create(
            school=scene.school, kind="open", words="x", by=scene.teacher, at=MONDAY, roles=["dsl"], due_at=MONDAY,
            close_by=MONDAY,
        )  # fmt: skip
    opening = opened(scene)
    opening.closed_at = MONDAY
    opening.save()
    assert agreement.pk


def test_a_teacher_opens_a_category_and_closes_it_early(scene: Scene, as_: Callable[[User], Client]) -> None:
    agreed(scene)
    client = as_(scene.teacher)
    assert "Open a category for my class" in client.get(page("filter-openings")).text
    given = {"group": str(scene.group.pk), "category": "games", "until": "10:15", "reason": "Maths"}
    assert client.post(page("filter-openings"), given).status_code == 302
    opening = LessonOpening.objects.get()
    assert opening.until.isoformat() == "2026-09-14T09:15:00+00:00"
    shown = client.get(page("filter-openings")).text
    assert "Close it now" in shown
    client.post(page("filter-opening-close", opening.pk))
    assert "Nothing is open for a lesson now" in client.get(page("filter-openings")).text


@pytest.mark.parametrize("until", ["", "25:99", "08:00", "23:59"])
def test_an_end_that_cannot_be_is_told_beside_its_field(
    scene: Scene, as_: Callable[[User], Client], until: str
) -> None:
    agreed(scene)
    given = {"group": str(scene.group.pk), "category": "games", "until": until}
    with time_machine.travel(MONDAY.replace(hour=15), tick=False):
        answer = as_(scene.teacher).post(page("filter-openings"), given)
    assert answer.status_code == 200
    assert 'id="id_until-error"' in answer.text or "id_until" in answer.text
    assert not LessonOpening.objects.exists()


def test_leaders_agree_and_take_it_back(scene: Scene, as_: Callable[[User], Client]) -> None:
    client = as_(scene.stage.dsl)
    given = {"category": "games", "who": "role:teacher", "reason": "Maths games", **day("last")}
    assert client.post(page("filter-agree"), given).status_code == 302
    agreement = CategoryAgreement.objects.get()
    assert "Games" in client.get(page("filter-agreed")).text
    client.post(page("filter-agreement-end", agreement.pk), {"words": "No more"})
    agreement.refresh_from_db()
    assert agreement.ended_by == scene.stage.dsl


def test_a_report_by_the_bookmark_is_seen_through_to_its_answer(scene: Scene, as_: Callable[[User], Client]) -> None:
    client = as_(scene.teacher)
    assert "javascript:location.href=" in client.get(reverse("report-bookmark")).text
    form = client.get(reverse("report-page"), {"address": "https://rude.example/x"}).text
    assert 'value="https://rude.example/x"' in form
    client.post(reverse("report-page"), {"address": "https://rude.example/x", "words": HOSTILE.replace("\0", "")})
    report = PageReport.objects.get()
    assert "blocked, to be looked at" in client.get(reverse("my-asks")).text
    client = as_(scene.stage.dsl)
    assert "report.iwf.org.uk" not in client.get(page("filter-report", report.pk)).text
    client.post(page("filter-report-illegal", report.pk))
    shown = client.get(page("filter-report", report.pk)).text
    assert "report.iwf.org.uk" in shown
    assert "<script>alert" not in shown
    client.post(page("filter-report-raise", report.pk), {"step": "iwf", "ticket": "IWF-7", "words": ""})
    assert "IWF-7" in client.get(page("filter-report", report.pk)).text
    client.post(page("filter-report-keep", report.pk), {"words": "Thank you, Jo"})
    assert "Thank you, Jo" in as_(scene.teacher).get(reverse("my-asks")).text


def test_a_safeguarding_lead_who_is_no_filter_manager_is_told_who_can_open_it(
    scene: Scene, as_: Callable[[User], Client]
) -> None:
    report = a_page_reported(scene, scene.amy)
    answer = as_(scene.stage.dsl).post(page("filter-report-open", report.pk), {"words": "It is fine"})
    assert "Only a filter manager can take the block back" in answer.text
    assert scene.stage.technician.name in answer.text
    assert "It is fine" in answer.text


def test_a_failure_is_told_opened_passed_on_and_over(scene: Scene, as_: Callable[[User], Client]) -> None:
    as_(scene.teacher).post(reverse("filter-fails"), {"kind": "open", "words": "Games open", "where": "4 Oak"})
    failure = FailureReport.objects.get()
    client = as_(scene.stage.dsl)
    assert "being looked into" in client.get(page("filter-failure", failure.pk)).text
    client.post(page("filter-failure-raise", failure.pk), {"step": "supplier", "ticket": "4711", "words": ""})
    client.post(page("filter-failure-end", failure.pk), {"words": "Proxy restarted, tested"})
    failure.refresh_from_db()
    assert (failure.opened_by, failure.closed_by) == (scene.stage.dsl, scene.stage.dsl)
    assert "4711" in client.get(page("filter-failure", failure.pk)).text


def test_a_colleague_sees_the_failures_that_they_reported_alone(scene: Scene, as_: Callable[[User], Client]) -> None:
    as_(scene.teacher).post(reverse("filter-fails"), {"kind": "open", "words": "Games open"})
    failure = FailureReport.objects.get()
    other = as_(somebody(scene.school, Role.TEACHER))
    assert other.get(page("filter-failure", failure.pk)).status_code == 404
    assert as_(scene.teacher).get(page("filter-failure", failure.pk)).status_code == 200


def test_a_pupil_reads_the_kind_sentence_on_their_own_page(scene: Scene, as_: Callable[[User], Client]) -> None:
    found = a_pupil_asks(scene)
    decline(by=as_user(scene.teacher), ask=found, code="together", words="On Friday")
    User.objects.filter(pk=scene.amy.user_id).update(username="amy", opened_at=MONDAY)
    pupil = User.objects.get(pk=scene.amy.user_id)
    assert [need.text for need in needs.answered(pupil, scene.school)] == ["There is 1 answer to what you asked"]
    shown = as_(pupil).get(reverse("my-asks")).text
    assert "Your teacher will look at it with you in class. On Friday" in shown
    assert list(needs.answered(pupil, scene.school)) == []


def test_what_waits_stands_on_the_home_of_whom_it_waits_for(scene: Scene) -> None:
    a_pupil_asks(scene)
    a_page_reported(scene, scene.ben)
    (teachers,) = needs.pupils_ask(fresh(scene.teacher), scene.school)
    assert teachers.urgency is Urgency.SOON
    assert list(needs.pupils_ask(scene.stage.lead, scene.school)) == []
    assert list(needs.asks_wait(scene.stage.lead, scene.school)) == []
    (reported,) = needs.pages_reported(scene.stage.dsl, scene.school)
    assert reported.urgency is Urgency.NOW
    Ask.objects.update(due_at=MONDAY)
    (late,) = needs.asks_wait(scene.stage.lead, scene.school)
    assert (late.text, late.urgency) == ("1 request for a page is late", Urgency.NOW)


def test_the_procedure_is_read_by_those_who_must(scene: Scene, as_: Callable[[User], Client]) -> None:
    client = as_(scene.stage.dsl)
    assert list(needs.read_procedure(scene.stage.dsl, scene.school))
    client.post(page("filter-procedure"))
    assert list(needs.read_procedure(scene.stage.dsl, scene.school)) == []
    assert "14 September 2026" in client.get(page("filter-procedure")).text
