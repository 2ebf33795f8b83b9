"""What the world sees: the public page, paper, a frame; who is asked and reminded, and how often."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.models import School
from belisha.console.access.roles import Role
from belisha.console.outbox.models import OutboxMail
from belisha.console.policies.approving.actions.checking import check_page, fetched
from belisha.console.policies.approving.actions.consulting import (
    MOST_AN_HOUR,
    note_outcome,
    respond,
    respond_by_link,
    respond_class,
)
from belisha.console.policies.approving.actions.reviewing import new_edition, raise_cause, remind
from belisha.console.policies.approving.needs import what_do_you_think
from belisha.console.policies.approving.queries.rounds import answers_of
from belisha.console.policies.approving.rules import MARKS, mark_for, questions, school_days_after, tallied
from belisha.console.policies.models import EarlyCause, PageCheck, Policy, Response, Version
from belisha.engine.policy.model import Calendar
from cast import a_class, a_school, a_teacher, somebody
from policies_scene import Scene
from record_flush import guards_down

if TYPE_CHECKING:
    from django.conf import LazySettings
    from pytest_django import DjangoAssertNumQueries
    from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.django_db
HANDS = {"fair": {"yes": 17, "unsure": 6, "no": 4}}


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def scene(school: School) -> Scene:
    cache.clear()
    return Scene(school)


def test_the_public_page_needs_nobody_and_shows_who_approved_signed_and_reviews(
    scene: Scene, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    assert client.get("/policy/oakfield/").status_code == 404
    version = scene.in_force()
    with django_assert_max_num_queries(45):
        text = client.get("/policy/oakfield/").content.decode()
    for words in ("Dee Lead", "Hal Head signed electronically", "Cho Chair", "item 7", version.digest, "Contents"):
        assert words in text
    assert "Pat Parent" not in text


def test_every_sheet_of_paper_says_who_reviews_it_and_when(scene: Scene, client: Client) -> None:
    version = scene.in_force()
    with guards_down(connection):  # a few sections are enough: a whole policy takes long to lay out
        Version.objects.filter(pk=version.pk).update(edition="2020.1", frozen=version.frozen[:3])
    answer = client.get("/policy/oakfield/paper/")
    paper = PdfReader(io.BytesIO(answer.content))
    assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"]
    year = timezone.localdate().year + 1
    assert len(paper.pages) > 2
    for page in paper.pages:
        words = " ".join(page.extract_text().split())
        assert "Reviewed by Designated safeguarding lead (DSL): Dee Lead" in words
        assert str(year) in words
    assert client.get("/policy/oakfield/paper/").content == answer.content, "kept until the text changes"


def test_only_the_schools_own_website_may_show_it_in_a_frame(scene: Scene, school: School, client: Client) -> None:
    scene.in_force()
    assert "frame-ancestors 'none'" in client.get("/policy/oakfield/embedded/")["Content-Security-Policy"]
    school.website = "https://oakfield.example/about"
    school.save()
    shown = client.get("/policy/oakfield/embedded/")
    assert shown["Content-Security-Policy"].endswith("frame-ancestors https://oakfield.example")
    assert "X-Frame-Options" not in shown
    assert "X-Belisha-Framed-By" not in shown
    whole = client.get("/policy/oakfield/")
    assert "frame-ancestors 'none'" in whole["Content-Security-Policy"]
    assert whole["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("website", ["javascript:alert(1)", "https://a.example; script-src *", "https://x@a.example"])
def test_a_website_that_is_none_opens_no_frame(scene: Scene, school: School, client: Client, website: str) -> None:
    scene.in_force()
    School.objects.filter(pk=school.pk).update(website=website)
    assert "frame-ancestors 'none'" in client.get("/policy/oakfield/embedded/")["Content-Security-Policy"]


@pytest.mark.django_db(transaction=True)
def test_the_page_is_fetched_over_http(
    scene: Scene, school: School, live_server: LiveServer, settings: LazySettings, socket_enabled: None
) -> None:
    scene.in_force()
    found = fetched(f"{live_server.url}/policy/oakfield/")
    assert check_page(school=school, fetch=lambda _address: found).fault == ""
    with pytest.raises(ValueError, match="no address"):
        fetched("file:///etc/passwd")


def test_a_person_answers_once_and_may_change_it_until_the_round_is_over(scene: Scene, school: School) -> None:
    round_ = scene.consulting()
    for answer in ("yes", "no"):
        respond(by=By(scene.teacher), round_=round_, school=school, answers={"fair": answer}, words="")
    assert Response.objects.get().answers == {"fair": "no"}
    round_.closes = timezone.localdate() - timedelta(days=1)
    round_.save()
    with pytest.raises(ValidationError, match="closed"):
        respond(by=By(scene.teacher), round_=round_, school=school, answers={"fair": "yes"}, words="")
    with pytest.raises(NotAllowedError):
        respond(by=By(scene.chair, behind=scene.teacher), round_=round_, school=school, answers={}, words="x")


def test_whoever_is_asked_reads_whose_policy_it_is(scene: Scene, school: School) -> None:
    policy = scene.consulting().version.policy
    (own,) = what_do_you_think(scene.teacher, school)
    assert own.text.startswith("Say what you think of the new online safety policy, by ")
    Policy.objects.filter(pk=policy.pk).update(school=None)
    (of_all,) = what_do_you_think(scene.teacher, school)
    assert f"policy of {school.federation.name}, by " in of_all.text


def test_a_parent_with_the_link_answers_without_a_name_and_a_page_sent_twice_is_one_answer(
    scene: Scene, school: School
) -> None:
    round_ = scene.consulting()
    address = f"/consult/oakfield/{round_.token}/"
    visitor = Client()
    for _time in range(2):
        visitor.post(address, {"q-fair": "yes", "words": "Well done.", "began": "one-page"})
    response = Response.objects.get()
    assert (response.by, response.audience, response.words) == (None, "parents", "Well done.")
    assert visitor.get("/consult/oakfield/guessed/").status_code == 404
    a_school("st-brigids")
    assert visitor.get(f"/consult/st-brigids/{round_.token}/").status_code == 404
    assert "Answer at least one question" in visitor.post(address, {"began": "two"}).content.decode()


def test_one_address_cannot_answer_for_everybody(scene: Scene, school: School) -> None:
    round_ = scene.consulting()

    def answered(number: int) -> None:
        respond_by_link(
            round_=round_, school=school, answers={"fair": "no"}, words="", address="203.0.113.9", mark=f"m{number}"
        )

    for number in range(MOST_AN_HOUR):
        answered(number)
    with pytest.raises(ValidationError, match="an hour"):
        answered(MOST_AN_HOUR)
    assert Response.objects.count() == MOST_AN_HOUR
    respond_by_link(
        round_=round_, school=school, answers={"fair": "no"}, words="", address="203.0.113.7", mark=f"m{MOST_AN_HOUR}"
    )
    assert Response.objects.count() == MOST_AN_HOUR + 1, "what was refused can be sent again"


def test_a_class_raises_its_hands_before_its_own_teacher(scene: Scene, school: School) -> None:
    round_, group = scene.consulting(), a_class(school)
    by = By(scene.teacher)
    with pytest.raises(NotAllowedError, match="own teachers"):
        respond_class(by=by, round_=round_, school=school, group=group, hands=HANDS, words="")
    a_teacher(school, scene.teacher.name, of=group, user=scene.teacher)
    respond_class(by=by, round_=round_, school=school, group=group, hands=HANDS, words="We like it.")
    respond(by=By(scene.pupil), round_=round_, school=school, answers={"fair": "yes"}, words="")
    pupils = next(each for each in answers_of(round_, school) if each.audience == "pupils")
    fair = next(tally for tally in pupils.tallies if tally.question.id == "fair")
    assert (pupils.heads, fair.yes, fair.unsure, fair.no) == (28, 18, 6, 4)
    with pytest.raises(ValidationError, match="more hands"):
        respond_class(by=by, round_=round_, school=school, group=group, hands={"fair": {"yes": 61}}, words="")


def test_no_page_shows_which_child_answered(scene: Scene, school: School, client: Client) -> None:
    round_ = scene.consulting()
    respond(by=By(scene.pupil), round_=round_, school=school, answers={"fair": "no"}, words="Too many rules")
    client.force_login(scene.dsl)
    text = client.get(f"/schools/oakfield/policies/rounds/{round_.pk}/").content.decode()
    assert "Too many rules" in text
    assert "Pip Pupil" not in text
    assert "Too many rules" not in str(OutboxMail.objects.values_list("body", flat=True))


def test_what_was_said_and_done_stands_in_the_published_policy(scene: Scene, school: School, client: Client) -> None:
    version = scene.in_force()
    note_outcome(
        by=By(scene.dsl), round_=version.rounds.get(), audience="pupils", said="Too many rules", did="Three are gone."
    )
    assert "Three are gone." in client.get("/policy/oakfield/").content.decode()


def test_whoever_keeps_it_is_reminded_once_at_each_step(scene: Scene) -> None:
    version = scene.in_force()
    assert version.review_due
    sent = []
    for days in (90, 61, 60, 30, 29, 7, 1, 0, -5):
        Version.objects.filter(pk=version.pk).update(review_due=timezone.localdate() + timedelta(days=days))
        sent.append(remind(timezone.now()))
    assert sum(sent) == 8, "each due day is another here: one for each but the first"
    mail = OutboxMail.objects.order_by("pk").last()
    assert mail is not None
    assert mail.to == scene.dsl.email
    assert "/schools/oakfield/policies/shelf/" in mail.body
    assert remind(timezone.now()) == 0


def test_reminders_come_at_two_months_a_month_a_week_a_day_and_on_the_day() -> None:
    due = timezone.localdate() + timedelta(days=400)
    marks = [mark_for(due, due - timedelta(days=left)) for left in (62, 61, 31, 30, 8, 7, 2, 1, 0, -3)]
    assert marks == [None, 61, 61, 30, 30, 7, 7, 1, 0, 0]
    assert set(MARKS) == {61, 30, 7, 1, 0}


def test_ten_school_days_are_two_weeks_without_a_holiday() -> None:
    calendar = Calendar()
    monday = timezone.localdate() - timedelta(days=timezone.localdate().weekday())
    assert school_days_after(calendar, monday, 10) == monday + timedelta(days=14)


def test_what_raises_a_cause_by_itself_does_so_once(scene: Scene, school: School) -> None:
    version = scene.in_force()
    for _time in range(2):
        raise_cause(by=By(None), policy=version.policy, school=school, cause="incident", words="A.", source="concern:1")
    assert EarlyCause.objects.count() == 1
    assert new_edition(timezone.now()) == 0
    with guards_down(connection):
        Version.objects.filter(pk=version.pk).update(edition="2020.1")
    assert (new_edition(timezone.now()), new_edition(timezone.now())) == (1, 0)


def test_a_page_that_fails_says_since_when(scene: Scene, school: School) -> None:
    scene.in_force()
    first = check_page(school=school, fetch=lambda _address: "").failing_since
    assert check_page(school=school, fetch=lambda _address: "").failing_since == first
    assert PageCheck.objects.get().fault


def test_each_asks_what_is_asked_of_it() -> None:
    assert [tally.total for tally in tallied("pupils", [{"fair": "yes", "nonsense": "yes"}])] == [
        int(one.id == "fair") for one in questions("pupils")
    ]


def test_home_tells_each_what_is_theirs_to_do(scene: Scene, school: School, client: Client) -> None:
    version = scene.approved()
    client.force_login(scene.head)
    assert "Sign the policy that governors approved" in client.get("/schools/oakfield/").content.decode()
    someone = somebody(school, Role.GOVERNOR)
    client.force_login(someone)
    assert "Sign the policy" not in client.get("/schools/oakfield/").content.decode()
    assert version.state == Version.State.SIGNING
