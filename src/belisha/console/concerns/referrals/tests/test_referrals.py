"""Passing concerns on: what is asked, what keeps a concern open, who sees it, what goes out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.needs import needs_of
from belisha.console.access.roles import Role
from belisha.console.audit.models import Link
from belisha.console.concerns.actions.readers import let_in
from belisha.console.concerns.actions.reporting import NewSubject
from belisha.console.concerns.models import Contact, Entry, Referral, Subject
from belisha.console.concerns.queries.visible import concern_for
from belisha.console.concerns.referrals.actions.answering import answer, begin
from belisha.console.concerns.referrals.actions.directory import add_contact, check_contact
from belisha.console.concerns.referrals.actions.referring import (
    chased,
    choose,
    confirmed,
    decided_against,
    ended,
    made,
)
from belisha.console.concerns.referrals.queries.lists import directory_of, late_for, referrals_for
from belisha.console.concerns.referrals.queries.standing import missing, standing_of
from belisha.console.concerns.referrals.rules.agencies import agencies
from belisha.console.concerns.referrals.rules.procedures import due, procedures
from belisha.console.concerns.working.hooks import blockers
from belisha.console.concerns.working.rules.times import WITHIN
from belisha.console.duties.catalogue import catalogue
from belisha.console.outbox.models import OutboxMail
from cast import a_person, a_pupil, a_school, somebody
from concerns_scene import SYSTEM, Scene, a_directory, a_scene, about, told

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from belisha.console.concerns.models import Concern

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def scene() -> Scene:
    return a_scene()


def here(concern: Concern, rest: str = "") -> str:
    return f"/schools/{concern.school.code}/concerns/{concern.reference}/referrals/{rest}"


def asked(concern: Concern) -> list[str]:
    return [line.procedure.id for line in standing_of(concern, timezone.now()).lines]


def a_child(scene: Scene) -> NewSubject:
    return NewSubject(Subject.Role.HARMED, a_pupil(scene.school, "Amy Zebedee"))


def test_the_data_speak_of_bodies_duties_and_times_that_exist() -> None:
    names = {agency.id for agency in agencies()}
    for agency in agencies():
        assert WITHIN.fullmatch(agency.within)
        assert agency.source
        assert agency.area or agency.reach
    for procedure in procedures():
        assert {name for must in procedure.must for name in must.bodies} | {*procedure.choose} <= names
        assert procedure.must or procedure.choose
        assert set(procedure.duties) <= set(catalogue())
        for within in (procedure.within, procedure.choose_within, *(must.within for must in procedure.must)):
            assert not within or WITHIN.fullmatch(within)


@given(st.integers(0, 2 * 365 * 24 * 60))
def test_a_working_day_is_never_a_weekend_and_72_hours_are_72_hours(minutes: int) -> None:
    since = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    day = due("1w", since, LONDON).astimezone(LONDON)
    assert day.weekday() < 5
    assert timedelta(hours=20) < day - since <= timedelta(days=3, hours=2)
    assert due("72h", since, LONDON) - since == timedelta(hours=72)
    assert due("today", since, LONDON).astimezone(LONDON).date() == since.astimezone(LONDON).date()


@pytest.mark.parametrize(
    ("category", "questions"),
    [
        ("bullying", []),
        ("illegal-content", ["illegal"]),
        ("sexual-images", ["illegal"]),
        ("threat", ["threat"]),
        ("data-breach", ["breach", "technical"]),
        ("computer-misuse", ["computer-misuse", "technical"]),
        ("adult-conduct", ["allegation", "staff-crime"]),
    ],
)
def test_each_kind_of_concern_is_asked_what_its_procedure_asks(
    scene: Scene, category: str, questions: list[str]
) -> None:
    assert asked(told(scene, category)) == questions


def test_danger_now_is_asked_first(scene: Scene) -> None:
    assert asked(told(scene, "grooming", danger_now=True)) == ["danger", "crime"]


def test_a_breach_of_data_has_72_hours_from_the_report(scene: Scene) -> None:
    concern = told(scene, "data-breach")
    answer(by=By(scene.dpo), concern=concern, procedure="breach", applies=True, reason="A list of names was lost.")
    referral = concern.referrals.get()
    assert (referral.agency, referral.due_at) == ("ico", concern.reported_at + timedelta(hours=72))
    assert not referral.spare


def test_a_concern_is_not_closed_while_somebody_is_to_be_told(scene: Scene) -> None:
    a_directory(scene.school)
    concern, head = told(scene, "adult-conduct", about(scene.teacher)), By(scene.head)
    assert len(blockers(concern)) == 2
    answer(by=head, concern=concern, procedure="staff-crime", applies=False, reason="No sign of it.")
    answer(by=head, concern=concern, procedure="allegation", applies=True, reason="He sent a message at night.")
    (referral,) = concern.referrals.all()
    assert blockers(concern) == missing(standing_of(concern, timezone.now()))
    assert "Not passed on yet" in blockers(concern)[0].text
    made(by=head, referral=referral, how="phone", at=timezone.now(), spoke_to="Kim Field")
    assert "advice" in blockers(concern)[0].text
    with pytest.raises(ValidationError, match="who advised"):
        ended(by=head, referral=referral, outcome="advice", words="No further action.")
    ended(by=head, referral=referral, outcome="advice", words="No further action.", spoke_to="Kim Field")
    assert blockers(concern) == []


def test_a_referral_without_their_number_keeps_a_concern_open(scene: Scene) -> None:
    concern, dsl = told(scene), By(scene.dsl)
    referral = begin(by=dsl, concern=concern, agency="social-care")
    made(by=dsl, referral=referral, how="phone", at=timezone.now(), spoke_to="Duty desk")
    assert "without their number" in blockers(concern)[0].text
    with pytest.raises(ValidationError, match="number"):
        confirmed(by=dsl, referral=referral, reference=" ")
    confirmed(by=dsl, referral=referral, reference="CS 77")
    assert blockers(concern) == []
    chased(by=dsl, referral=referral, words="Rang the desk: allocated.")
    ended(by=dsl, referral=referral, outcome="taken-on", words="An assessment is made.")
    kinds = [entry.details["event"] for entry in concern.entries.filter(kind=Entry.Kind.REFERRAL)]
    assert kinds == ["made", "confirmed", "chased", "ended"]
    events = list(Link.objects.filter(chain=concern.chain, event__startswith="referrals.").values_list("event"))
    assert len(events) == 5
    assert not Link.objects.filter(chain=scene.school.chain, event__startswith="referrals.").exists()


def test_a_referral_that_a_procedure_demands_is_not_decided_against(scene: Scene) -> None:
    concern = told(scene, "adult-conduct", about(scene.teacher))
    answer(by=By(scene.head), concern=concern, procedure="allegation", applies=True, reason="As told.")
    with pytest.raises(ValidationError, match="no choice"):
        decided_against(by=By(scene.head), referral=concern.referrals.get(), reason="I know him.")


def test_of_those_to_choose_from_at_least_one_is_told(scene: Scene) -> None:
    concern, dsl = told(scene, "grooming"), By(scene.dsl)
    with pytest.raises(ValidationError, match="at least one"):
        answer(by=dsl, concern=concern, procedure="crime", applies=True, reason="As told.")
    answer(by=dsl, concern=concern, procedure="crime", applies=True, reason="As told.", bodies=["ceop"])
    with pytest.raises(ValidationError, match="At least one"):
        decided_against(by=dsl, referral=concern.referrals.get(), reason="No.")
    answer(by=dsl, concern=concern, procedure="crime", applies=False, reason="It was a misunderstanding.")
    assert concern.referrals.get().state == Referral.State.NOT_MADE


def test_it_cannot_have_been_made_tomorrow_or_without_anybody(scene: Scene) -> None:
    concern, dsl = told(scene), By(scene.dsl)
    referral = begin(by=dsl, concern=concern, agency="social-care")
    with pytest.raises(ValidationError, match="future"):
        made(by=dsl, referral=referral, how="phone", at=timezone.now() + timedelta(hours=1), spoke_to="Desk")
    with pytest.raises(ValidationError, match="whom you spoke to"):
        made(by=dsl, referral=referral, how="phone", at=timezone.now())
    made(by=dsl, referral=referral, how="phone", at=timezone.now(), spoke_to="Desk")
    with pytest.raises(ValidationError, match="quicker"):
        made(by=dsl, referral=referral, how="phone", at=timezone.now(), spoke_to="Desk")


def test_what_goes_to_other_schools_names_nobody(scene: Scene, client: Client) -> None:
    concern, dsl = told(scene, "bullying", a_child(scene)), By(scene.dsl)
    answer(by=dsl, concern=concern, procedure="beyond-school", applies=True, reason="A stranger waits at gates.")
    referral = concern.referrals.get()
    with pytest.raises(ValidationError, match="summary without names first"):
        made(by=dsl, referral=referral, how="phone", at=timezone.now(), spoke_to="The team")
    for words in ("A man spoke to ZEBEDEE at the gate.", "amy saw a man."):
        with pytest.raises(ValidationError, match="Leave out"):
            choose(by=dsl, referral=referral, summary=words)
    subject, entry = concern.subjects.get(), concern.entries.first()
    assert entry
    choose(by=dsl, referral=referral, subjects=[subject.pk], entries=[entry.pk], summary="A man in a grey van asks.")
    client.force_login(scene.dsl)
    page = client.get(here(concern, f"{referral.key}/sheet/")).content.decode()
    assert "grey van" in page
    assert "Zebedee" not in page
    assert "it happened again" not in page


def test_the_sheet_holds_what_was_chosen_and_no_more(scene: Scene, client: Client) -> None:
    concern, dsl = (
        told(scene, "abuse-neglect", a_child(scene), NewSubject(Subject.Role.WITNESS, name="Bo Other")),
        By(scene.dsl),
    )
    referral = begin(by=dsl, concern=concern, agency="social-care")
    harmed = concern.subjects.get(role=Subject.Role.HARMED)
    choose(by=dsl, referral=referral, subjects=[harmed.pk, 10**6], summary="We ask for an assessment.")
    client.force_login(scene.dsl)
    page = client.get(here(concern, f"{referral.key}/sheet/")).content.decode()
    assert "Amy Zebedee" in page
    assert "15 January 2018" in page
    assert "Bo Other" not in page
    assert "it happened again" not in page
    answered = client.get(here(concern, f"{referral.key}/sheet.pdf"))
    paper = PdfReader(BytesIO(answered.content))
    assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "Amy Zebedee" in "".join(each.extract_text() for each in paper.pages)
    assert "Zebedee" not in answered.headers["Content-Disposition"]
    assert Link.objects.filter(chain=concern.chain, event="referrals.sheet").count() == 2


@pytest.mark.parametrize("role", [Role.HEAD, Role.DSL, Role.DEPUTY_DSL, Role.CHAIR, Role.DPO, Role.SLT, Role.TEACHER])
def test_referrals_about_somebody_are_hidden_from_them(role: Role, client: Client) -> None:
    school = a_school()
    user = somebody(school, role)
    person = a_person(school, user.kind, user=user)
    scene = Scene(school, user, user, user, user, user)
    concern = told(scene, "wellbeing", NewSubject(Subject.Role.ALLEGED, person))
    answer(by=SYSTEM, concern=concern, procedure="staff-crime", applies=True, reason="As told.")
    referral = concern.referrals.get()
    client.force_login(user)
    rest = ("", "question/allegation/", f"{referral.key}/", f"{referral.key}/sheet/", f"{referral.key}/sheet.pdf",
            f"{referral.key}/what/", f"{referral.key}/made/", "begin/lado/")  # fmt: skip
    for address in rest:
        assert client.get(here(concern, address)).status_code in {403, 404, 405}
        assert client.post(here(concern, address)).status_code in {403, 404}
    assert not referrals_for(By(user), school).exists()
    late = late_for(By(user), school, timezone.now() + timedelta(days=30))
    assert late == (0, 0, 0)
    listed = client.get(f"/schools/{school.code}/concerns/referrals/?format=csv")
    assert concern.reference not in listed.content.decode()
    assert concern.reference not in client.get("/").content.decode()


def test_who_was_let_in_reads_no_referral(scene: Scene, client: Client) -> None:
    concern = told(scene)
    referral = begin(by=By(scene.dsl), concern=concern, agency="social-care")
    let_in(by=By(scene.dsl), concern=concern, user=scene.teacher, reason="Class teacher")
    assert concern_for(By(scene.teacher), scene.school, concern.reference)
    client.force_login(scene.teacher)
    for rest in ("", f"{referral.key}/", f"{referral.key}/sheet/", f"{referral.key}/sheet.pdf"):
        assert client.get(here(concern, rest)).status_code == 403
    assert "Children&#39;s social care" not in client.get(here(concern).replace("referrals/", "")).content.decode()
    assert not referrals_for(By(scene.teacher), scene.school).exists()
    with pytest.raises(NotAllowedError):
        answer(by=By(scene.teacher), concern=concern, procedure="threat", applies=True, reason="x")


def test_the_chair_sees_the_officers_number_where_it_is_about_the_head(scene: Scene, client: Client) -> None:
    add_contact(by=By(scene.dsl), school=scene.school, agency="lado", name="Kim Field", phone="01632 960123")
    concern = told(scene, "adult-conduct", about(scene.head))
    client.force_login(scene.chair)
    page = client.get(here(concern, "question/allegation/")).content.decode()
    assert "01632 960123" in page
    answer(by=By(scene.chair), concern=concern, procedure="allegation", applies=True, reason="As told.")
    assert "01632 960123" in client.get(here(concern, f"{concern.referrals.get().key}/")).content.decode()
    client.force_login(scene.head)
    assert client.get(here(concern)).status_code == 404


def test_the_directory_is_read_by_staff_and_kept_by_those_who_answer_for_concerns(scene: Scene) -> None:
    with pytest.raises(NotAllowedError):
        add_contact(by=By(scene.teacher), school=scene.school, agency="lado", name="Me", phone="1")
    for user in (scene.dsl, scene.dpo):
        add_contact(by=By(user), school=scene.school, agency="lado", name="Kim Field", phone="01632 960123")
    with pytest.raises(ValidationError):
        add_contact(by=By(scene.dsl), school=scene.school, agency="lado", name="Kim Field")
    contact = Contact.objects.order_by("pk")[0]
    year = timezone.now() + timedelta(days=366)
    lado = next(body for body in directory_of(scene.school, year) if body.agency.id == "lado")
    assert lado.stale
    check_contact(by=By(scene.dsl), contact=contact)
    assert Link.objects.filter(chain=scene.school.chain, event="contacts.checked").exists()


def test_home_says_what_is_late_without_a_name(scene: Scene, client: Client) -> None:
    a_directory(scene.school)
    concern = told(scene, "threat", a_child(scene))
    answer(by=By(scene.dsl), concern=concern, procedure="threat", applies=True, reason="As told.")
    Referral.objects.update(due_at=timezone.now() - timedelta(hours=1))
    client.force_login(scene.dsl)
    request = client.get("/").wsgi_request
    texts = [need.text for need in needs_of(request)]
    assert "1 referral is late" in texts
    assert not any("Zebedee" in text or concern.reference in text for text in texts)


def test_pages_ask_the_database_as_often_however_much_there_is(
    scene: Scene, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(scene.dsl)
    address = f"/schools/{scene.school.code}/concerns/referrals/"
    client.get(address)
    for _each in range(2):
        for _more in range(4):
            begin(by=SYSTEM, concern=told(scene), agency="social-care")
        with django_assert_max_num_queries(45):
            assert client.get(address).status_code == 200


def test_nothing_is_sent_by_the_software(scene: Scene) -> None:
    concern, dsl = told(scene, "illegal-content"), By(scene.dsl)
    before = OutboxMail.objects.count()
    answer(by=dsl, concern=concern, procedure="illegal", applies=True, reason="As told.", bodies=["iwf"])
    for referral in concern.referrals.all():
        made(by=dsl, referral=referral, how="form", at=timezone.now(), reference="R 1")
    assert OutboxMail.objects.count() == before


def test_what_nobody_has_confirmed_says_so_and_what_was_says_with_what(client: Client) -> None:
    scene = a_scene()
    client.force_login(scene.teacher)
    page = client.get(reverse("safeguarding-contacts", args=[scene.school.code])).content.decode()
    unsure = [agency for agency in agencies() if agency.unconfirmed]
    assert page.count("not compared with what they publish") == len(unsure) > 0
    assert all(agency.checked_with for agency in agencies() if agency.checked)
    assert "ico.org.uk/about-the-ico" in page
