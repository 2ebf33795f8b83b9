"""Looks at internet use: with a purpose, on record, of those whom one may look at; reports, weekly readers, digests."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from belisha.activity.days import Period
from belisha.activity.findings import findings
from belisha.activity.findings import watcher as watching
from belisha.activity.findings.tests.made import search
from belisha.activity.findings.tests.standin import StandIn
from belisha.activity.lookups import Lookup, lookups, record_lookup
from belisha.activity.tests.cast import publish
from belisha.activity.tests.written import Journal, line
from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.roles import Role
from belisha.console.audit.models import Link
from belisha.console.duties.registry import PROOFS, Proof, Standing, State
from belisha.console.monitoring.alerts.rules import ADVISORY, DANGER
from belisha.console.monitoring.digests.actions import look_at_day, sign_digest
from belisha.console.monitoring.digests.queries import figures_of, weeks_of
from belisha.console.monitoring.models import Alert, AlertInflow, Look, RecordLook, ReportReader, UseReport
from belisha.console.monitoring.tests.made import an_alert
from belisha.console.monitoring.use.actions import Asked, begin_plan, look, mark_read
from belisha.console.monitoring.use.jobs import make_now
from belisha.console.monitoring.use.nightly import bring_looks_in, forget_reports, look_at_records, make_weekly
from belisha.console.monitoring.use.queries import looks_for
from belisha.console.monitoring.use.subjects import Subject, subject_called
from belisha.console.outbox.models import OutboxMail
from belisha.engine.themes import Reader
from cast import a_class, a_parent, a_person, a_pupil, a_school, a_teacher, somebody
from console.visitors import sign_in

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

    from belisha.console.access.models import School, User

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
MONDAY = date(2026, 11, 16)
PURPOSE = "A concern about a child"


@pytest.fixture
def school() -> School:
    return a_school()


def lawful(state: State) -> Proof:
    return Proof("monitoring.lawful", lambda _school, _now: Standing(state, "Signed"))


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: SettingsWrapper, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own; the impact assessment is signed."""
    settings.HOME = tmp_path
    monkeypatch.setitem(PROOFS, "monitoring.lawful", lawful(State.MET))
    return tmp_path


def asked(subject: Subject, *, purpose: str = PURPOSE, length: str = "week", approval: str = "") -> Asked:
    return Asked(subject, length, MONDAY, None, purpose, approval=approval)


def of(school: School, person: object) -> Subject:
    found = subject_called(school, "person", str(person))
    assert found
    return found


def test_a_look_without_a_purpose_of_the_list_is_refused(school: School, home: Path) -> None:
    lead, pupil = By(somebody(school, Role.DSL)), a_pupil(school, "Ava Green")
    for purpose in ("", "Curiosity"):
        with pytest.raises(ValidationError):
            look(by=lead, school=school, asked=asked(of(school, pupil), purpose=purpose))
    assert (Look.objects.count(), list(lookups(home))) == (0, [])


def test_a_look_is_on_record_in_both_places_before_anything_is_shown(school: School, home: Path) -> None:
    lead, pupil = somebody(school, Role.DSL, name="Dee Lead"), a_pupil(school, "Ava Green")
    report = look(by=By(lead), school=school, asked=asked(of(school, pupil)))
    kept = Look.objects.get()
    assert (kept.by, kept.person, kept.purpose, kept.first) == (lead, pupil, PURPOSE, MONDAY)
    (told,) = lookups(home)
    assert (told.by, told.subject, told.purpose) == ("Dee Lead", f"p{pupil.pk}", PURPOSE)
    assert report.state == UseReport.State.WAITING


def test_nobody_looks_at_family_and_staff_are_the_heads(school: School) -> None:
    lead, head = somebody(school, Role.DSL), somebody(school, Role.HEAD)
    own = a_person(school, "staff", "Dee Lead", user=lead)
    child, teacher = a_pupil(school, "Kit Lead"), a_teacher(school, "Tia Cher")
    a_parent(school, of=child).children_links.update(adult=own)
    for subject in (child, teacher, own):
        with pytest.raises(NotAllowedError):
            look(by=By(lead), school=school, asked=asked(of(school, subject)))
    assert look(by=By(head), school=school, asked=asked(of(school, teacher)))
    manager = somebody(school, Role.NETWORK_MANAGER)
    with pytest.raises(NotAllowedError):
        look(by=By(manager), school=school, asked=asked(of(school, teacher)))
    assert look(by=By(manager), school=school, asked=asked(of(school, child)))


def test_while_the_impact_assessment_has_lapsed_the_officers_word_is_needed(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PROOFS, "monitoring.lawful", lawful(State.BREACHED))
    lead, subject = By(somebody(school, Role.DSL)), Subject("school", school.code, school.name)
    with pytest.raises(ValidationError):
        look(by=lead, school=school, asked=asked(subject))
    assert look(by=lead, school=school, asked=asked(subject, approval="By telephone, 16 November"))


def test_the_whole_way_on_the_pages(school: School, client: Client) -> None:
    pupil = a_pupil(school, "Ava Green")
    lead = sign_in(client, somebody(school, Role.DSL))
    form = {"kind": "person", "who": "ava green", "purpose": PURPOSE, "length": "week"}
    day = {"first_day": "16", "first_month": "11", "first_year": "2026"}
    answer = lead.post(reverse("use-look", args=[school.code]), form | day)
    assert answer.status_code == 302, answer.content.decode()
    report = UseReport.objects.get()
    assert report.look.person == pupil
    page = reverse("use-report", args=[school.code, report.pk])
    assert "being made" in lead.get(page).content.decode()
    make_now(report.pk)  # of nobody whom the record knows
    assert "could not be made" in lead.get(page).content.decode()
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        assert lead.get(page).status_code in {302, 404}
        forget_reports(timezone.now())
    assert not UseReport.objects.exists()
    assert Look.objects.exists()


def test_a_class_never_reads_as_if_nothing_was_found_in_it(
    home: Path, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Reader, "shipped", classmethod(lambda _: StandIn()))
    journal = Journal(home)
    publish(home)
    journal.write(search("kill myself", "2026-11-16 09:00:00"), line("2026-11-16 09:30:00"))
    journal.write(*(line("2026-11-17 09:30:00", host=f"www.site{number:02d}.co.uk") for number in range(12)))
    monkeypatch.setattr(watching, "TYPING_MS", 0)
    watching.Watcher(home).round()
    assert findings(home, ["oak"], Period(MONDAY, MONDAY))
    oak = a_school("oak")
    reader = somebody(oak, Role.DSL)
    whose = asked(Subject("class", "class-4", "4 Ash"))
    with time_machine.travel(datetime(2026, 11, 23, 9, tzinfo=LONDON), tick=True):
        report = look(by=By(reader), school=oak, asked=whose)
        assert make_now(report.pk) == UseReport.State.READY
        page = sign_in(client, reader).get(reverse("use-report", args=["oak", report.pk])).content.decode()
    assert "What was found stands with the alerts" in page
    assert "Nothing stands out in this week." in page
    assert "No welfare theme was found" not in page
    assert "kill myself" in page, "it is among the searches"
    assert page.count('<svg role="img"') == 2, "a chart by day, and one by hour"
    shown, _, folded = page.partition("The other 4")
    assert "site00.co.uk" in shown
    assert "site11.co.uk" in folded


def test_another_reader_never_opens_somebody_elses_report(school: School, client: Client) -> None:
    report = look(
        by=By(somebody(school, Role.DSL)), school=school, asked=asked(Subject("school", school.code, school.name))
    )
    other = sign_in(client, somebody(school, Role.HEAD))
    assert other.get(reverse("use-report", args=[school.code, report.pk])).status_code == 404


def test_looks_at_the_machine_come_in_once_beside_the_others(school: School, home: Path, client: Client) -> None:
    now = timezone.now()
    told = Lookup(
        at=now.astimezone(UTC), by="root", what="report week", kind="person", subject="ava.ng", schools=(school.code,),
        first="2026-11-16", last="2026-11-22", purpose="",
    )  # fmt: skip
    record_lookup(home, told)
    assert [bring_looks_in(home, now), bring_looks_in(home, now)] == [1, 0]
    head = sign_in(client, somebody(school, Role.HEAD))
    said = head.get(reverse("looks", args=[school.code])).content.decode()
    assert "ava.ng" in said
    assert "none was given" in said


def test_the_head_reads_of_no_look_at_what_is_about_the_head(school: School, client: Client) -> None:
    head = somebody(school, Role.HEAD)
    person = a_person(school, "staff", "Hed Teacher", user=head)
    Look.objects.create(
        school=school, by_name="Chair", at=timezone.now(), purpose=PURPOSE, what="the hour", kind="finding",
        subject="1", subject_name="Hed Teacher", person=person, route=Alert.Route.CHAIR,
    )  # fmt: skip
    said = sign_in(client, head).get(reverse("looks", args=[school.code])).content.decode()
    assert "Chair" not in said


def test_a_weekly_report_is_made_once_a_week_for_those_who_may_read_it(school: School) -> None:
    lead, deputy = somebody(school, Role.DSL), somebody(school, Role.DEPUTY_DSL)
    subject = Subject("school", school.code, school.name)
    with time_machine.travel(datetime(2026, 11, 18, 9, tzinfo=LONDON)):
        plan = begin_plan(
            by=By(lead), school=school, subject=subject, purpose=PURPOSE, words="", readers=[lead, deputy], until=None
        )
    deputy.posts.all().delete()
    now = datetime(2026, 11, 23, 6, tzinfo=LONDON)
    make_weekly(now)
    make_weekly(now)
    report = UseReport.objects.get()
    assert (report.plan, report.look.first, report.look.where) == (plan, MONDAY, Look.Where.SCHEDULE)
    assert [line.user for line in ReportReader.objects.all()] == [lead]
    assert [mail.to for mail in OutboxMail.objects.all()] == [lead.email]
    mark_read(by=By(fresh(lead)), report=report)
    assert ReportReader.objects.get().read_at
    with pytest.raises(NotAllowedError):
        mark_read(by=By(somebody(school, Role.HEAD)), report=report)


def test_what_is_made_each_week_of_a_colleague_is_counted_and_recorded_for_the_head_alone(school: School) -> None:
    head, lead, teacher = somebody(school, Role.HEAD), somebody(school, Role.DSL), a_teacher(school)
    subject = Subject("person", "p1", teacher.name, teacher)
    with time_machine.travel(datetime(2026, 11, 18, 9, tzinfo=LONDON)):
        plan = begin_plan(
            by=By(head), school=school, subject=subject, purpose=PURPOSE, words="", readers=[head], until=None
        )
        an_alert(school, about=teacher)
    now = datetime(2026, 11, 23, 6, tzinfo=LONDON)
    make_weekly(now)
    report = UseReport.objects.get()
    mark_read(by=By(fresh(head)), report=report)
    assert report.look.route == plan.route == Alert.Route.HEAD
    assert not Link.objects.filter(chain=school.chain, event__startswith="use.").exists()
    assert (list(looks_for(fresh(lead), school)), list(looks_for(fresh(head), school))) == ([], [report.look])
    Look.objects.update(at=datetime(2026, 11, 18, 9, tzinfo=LONDON))
    figures = figures_of(fresh(head), school, MONDAY)
    assert figures["looks"] == [], "others read what the head signs"
    assert sum(number for _words, number in figures["came"]) == 0


def fresh(user: User) -> User:
    return type(user).objects.get(pk=user.pk)


def test_a_class_and_a_year_go_by_their_names(school: School) -> None:
    a_class(school)
    assert subject_called(school, "class", "4 oak") == Subject("class", "4-oak", "4 Oak")
    assert subject_called(school, "group", "Year 4") == Subject("group", "year-4", "Year 4")
    assert subject_called(school, "class", "5 Elm") is None


def test_of_two_with_one_name_neither_is_meant(school: School) -> None:
    a_pupil(school, "Ava Green")
    a_pupil(school, "Ava Green")
    assert subject_called(school, "person", "Ava Green") is None


def test_the_record_is_tried_each_night_and_its_sums_are_kept(school: School, home: Path) -> None:
    assert look_at_records(home, timezone.now()) == 1
    assert RecordLook.objects.get().trouble == ""


def test_signing_a_week_keeps_its_figures_and_ends_what_waited_for_it(school: School) -> None:
    lead = somebody(school, Role.DSL)
    with time_machine.travel(datetime(2026, 11, 18, 10, tzinfo=LONDON)):
        AlertInflow.objects.create(school=school, since=timezone.now())
        quiet, loud = an_alert(school, ADVISORY), an_alert(school, DANGER)
    with time_machine.travel(datetime(2026, 11, 23, 10, tzinfo=LONDON)):
        assert sign_digest(by=By(lead), school=school, monday=MONDAY, words="Teach it") == 1
        (week,) = weeks_of(school, timezone.localdate())
        with pytest.raises(ValidationError):
            sign_digest(by=By(lead), school=school, monday=MONDAY, words="")
        with pytest.raises(ValidationError):
            sign_digest(by=By(lead), school=school, monday=MONDAY + timedelta(days=7), words="")
    assert week.signed
    assert week.signed.figures["came"] == [["danger", 1], ["caution", 0], ["advisory", 1]]
    quiet.refresh_from_db()
    loud.refresh_from_db()
    assert (quiet.state, loud.state) == (Alert.State.DIGEST, Alert.State.OPEN)


def test_a_red_day_is_acknowledged_with_words_alone(school: School) -> None:
    technician = By(somebody(school, Role.TECHNICIAN))
    with pytest.raises(ValidationError):
        look_at_day(by=technician, school=school, words=" ")
    look_at_day(by=technician, school=school, words="The gateway is being set up")
    with pytest.raises(ValidationError):
        look_at_day(by=technician, school=school, words="Again")


def test_what_is_watched_is_told_to_everybody(client: Client) -> None:
    assert "What is watched, and why" in client.get(reverse("what-is-watched")).content.decode()
