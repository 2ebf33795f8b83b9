"""The governors' page of a term, on screen and on paper, and schools side by side."""

from __future__ import annotations

import hashlib
import io
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader

from belisha.console.access.acting import By
from belisha.console.access.roles import Role
from belisha.console.compliance.actions import reassess
from belisha.console.compliance.models import KeptReport
from belisha.console.compliance.plans.actions import plan
from belisha.console.compliance.reports.comparing import compared
from belisha.console.compliance.reports.kept.actions import keep_term, make_monthly
from belisha.console.compliance.reports.months import month_of, month_page
from belisha.console.compliance.reports.papers import paper, term_context
from belisha.console.compliance.reports.queries import beside, states_on, term_page
from belisha.console.duties.catalogue import catalogue
from belisha.console.duties.registry import PROOFS, Proof, Standing, State
from belisha.console.outbox.models import OutboxMail
from cast import a_federation, a_school, everywhere, somebody

if TYPE_CHECKING:
    from django.test import Client

    from belisha.console.access.models import School, User

pytestmark = pytest.mark.django_db
DUTY = "accounts.leavers"
PAPER = "belisha.console.compliance.reports.kept.actions.paper"
SYSTEM = By(None, system="tests")


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def head(school: School) -> User:
    return somebody(school, Role.HEAD, name="Ruth Borowski")


@pytest.fixture
def stands(monkeypatch: pytest.MonkeyPatch) -> dict[str, State]:
    """What the one proof says: changed by a test."""
    said = {"state": State.MET}
    for duty in list(PROOFS):
        monkeypatch.delitem(PROOFS, duty)
    monkeypatch.setitem(PROOFS, DUTY, Proof(DUTY, lambda *_: Standing(said["state"], "Two leavers can sign in.")))
    return said


def test_what_got_worse_since_the_term_began_is_said(school: School, stands: dict[str, State]) -> None:
    now = timezone.now()
    first = term_page(school, now).first
    begin = timezone.make_aware(datetime.combine(first, time(hour=9)))
    reassess(SYSTEM, school=school, now=begin)
    stands["state"] = State.BREACHED
    reassess(SYSTEM, school=school, now=now)
    page = term_page(school, now)
    if begin.date() < now.date():
        assert [duty.id for duty, _reason in page.worse] == [DUTY]
    assert [each.row.duty.id for each in page.red] == [DUTY]
    then = states_on(school, first)
    assert then is not None
    assert then.total() == len(catalogue())


def test_it_stays_one_page_however_much_is_red(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    for duty in catalogue():
        monkeypatch.setitem(PROOFS, duty, Proof(duty, lambda *_: Standing(State.BREACHED, "Not so.")))
    reassess(SYSTEM, school=school, now=timezone.now())
    page = term_page(school, timezone.now())
    assert (len(page.red), page.worse) == (8, [])
    assert page.reds > 400


def test_where_nobody_looked_when_the_term_began_nothing_is_compared(school: School) -> None:
    assert {each.then for each in term_page(school, timezone.now()).stands} == {None}


@pytest.mark.usefixtures("stands")
def test_governors_read_what_is_red_who_answers_and_what_is_done(
    school: School, head: User, stands: dict[str, State], client: Client
) -> None:
    stands["state"] = State.BREACHED
    reassess(SYSTEM, school=school, now=timezone.now())
    due = timezone.localdate() + timedelta(7)
    plan(by=By(head), school=school, duty=DUTY, words="Close both accounts.", owner=head, due=due)
    client.force_login(somebody(school, Role.GOVERNOR))
    page = client.get(f"/schools/{school.code}/duties/term/").content.decode()
    assert "Two leavers can sign in." in page
    assert "Close both accounts." in page
    paper = client.get(f"/schools/{school.code}/duties/term.pdf")
    assert paper.content.startswith(b"%PDF")


def test_governors_read_no_name_and_see_what_changed_since_they_were_shown_it(
    school: School, head: User, stands: dict[str, State], client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = timezone.now()
    monkeypatch.setattr(
        PAPER,
        lambda _template, context: context["school"].code.encode(),
    )
    reassess(SYSTEM, school=school, now=now - timedelta(days=2))
    with time_machine.travel(now - timedelta(days=2), tick=False):
        keep_term(by=By(head), school=school, now=now - timedelta(days=2))
    stands["state"] = State.BREACHED
    reassess(SYSTEM, school=school, now=now)
    due = timezone.localdate() + timedelta(7)
    plan(by=By(head), school=school, duty=DUTY, words="Ruth Borowski closes them.", owner=head, due=due)
    page = term_page(school, now)
    assert (page.shown_before, page.since) == (True, timezone.localdate() - timedelta(days=2))
    assert [duty.id for duty, _reason in page.worse] == [DUTY]
    client.force_login(somebody(school, Role.GOVERNOR))
    text = client.get(f"/schools/{school.code}/duties/term/").content.decode()
    assert "[…] closes them. (Head," in text
    assert "Borowski" not in text


def test_the_governors_page_is_one_tagged_page(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    long = "Nobody has looked at this for a long time, and nobody knows who should. " * 3
    for duty in catalogue():
        monkeypatch.setitem(PROOFS, duty, Proof(duty, lambda *_: Standing(State.BREACHED, long)))
    reassess(SYSTEM, school=school, now=timezone.now())
    made = PdfReader(io.BytesIO(paper("compliance/reports/term_paper.html", term_context(school, timezone.now()))))
    assert made.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert len(made.pages) == 1


def test_the_month_tells_its_figures_beside_those_of_the_month_before(
    school: School, head: User, stands: dict[str, State], client: Client
) -> None:
    stands["state"] = State.BREACHED
    reassess(SYSTEM, school=school, now=timezone.now())
    page = month_page(school, month_of(timezone.localdate()), timezone.now())
    assert next(each for each in page.duties if each.what == "Breached").now == "1"
    assert page.safeguarding[0].now == "none"
    assert "1 breached duty has no plan" in page.decisions[0].what
    client.force_login(head)
    assert "To be decided" in client.get(f"/schools/{school.code}/duties/month/").content.decode()
    made = PdfReader(io.BytesIO(client.get(f"/schools/{school.code}/duties/month.pdf").content))
    assert len(made.pages) == 1


def test_each_month_is_made_once_announced_and_kept_to_the_byte(
    school: School, head: User, stands: dict[str, State], client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_school("mill-lane", school.federation)
    executive = everywhere(school.federation, Role.EXECUTIVE_HEAD)
    executive.email = "executive@example.org"
    executive.save()
    monkeypatch.setattr(PAPER, lambda template, _context: template.encode())
    now = timezone.now()
    last_month = month_of(timezone.localdate()).bounds[0] - timedelta(days=3)
    reassess(SYSTEM, school=school, now=last_month)
    assert make_monthly(now) == "2 reports were made"
    assert make_monthly(now) == ""
    assert {mail.to for mail in OutboxMail.objects.all()} == {head.email, executive.email}
    made = KeptReport.objects.get(kind="month")
    client.force_login(head)
    sent = client.get(f"/schools/{school.code}/duties/reports/{made.pk}.pdf").content
    assert hashlib.sha256(sent).hexdigest() == made.sha256
    assert head.name in client.get(f"/schools/{school.code}/duties/reports/").content.decode()
    assert stands


def test_a_school_far_below_the_others_stands_apart_and_one_part_is_seen_in_depth(
    stands: dict[str, State], client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    federation = a_federation()
    schools = [a_school(code, federation) for code in ("oakfield", "mill-lane", "st-ann")]
    part = catalogue()[DUTY].domain
    for duty in catalogue().values():
        if duty.domain == part:
            proof = Proof(duty.id, lambda *_: Standing(stands["state"], "Looked."))
            monkeypatch.setitem(PROOFS, duty.id, proof)
    for each, state in zip(schools, (State.MET, State.MET, State.BREACHED), strict=True):
        stands["state"] = state
        reassess(SYSTEM, school=each, now=timezone.now())
    line = next(each for each in compared(schools, timezone.now()) if each.domain == part)
    assert [cell.apart for cell in line.cells] == [False, False, True]
    client.force_login(everywhere(federation, Role.EXECUTIVE_HEAD))
    page = client.get(f"/federation/duties/?domain={part}").content.decode()
    assert "Ask about these" in page
    assert f"/schools/st-ann/duties/{DUTY}/" in page
    assert "St Ann" in client.get("/federation/duties/?format=csv").content.decode()
    assert client.get("/federation/duties.pdf").content.startswith(b"%PDF")


def test_schools_stand_side_by_side_for_those_who_answer_for_all(stands: dict[str, State], client: Client) -> None:
    federation = a_federation()
    schools = [a_school("oakfield", federation), a_school("mill-lane", federation)]
    stands["state"] = State.BREACHED
    reassess(SYSTEM, school=schools[1], now=timezone.now())
    found = {each.school.code: each.counts[0] for each in beside(schools, timezone.now())}
    assert found == {"oakfield": 0, "mill-lane": 1}
    executive = somebody(schools[0], Role.EXECUTIVE_HEAD)
    executive.posts.update(school=None)
    client.force_login(executive)
    page = client.get("/federation/duties/").content.decode()
    assert "Mill Lane" in page
    client.force_login(somebody(schools[0], Role.HEAD))
    assert client.get("/federation/duties/").status_code == 403


@pytest.mark.usefixtures("stands")
def test_side_by_side_asks_no_more_for_many_schools_than_for_two(client: Client) -> None:
    federation = a_federation()
    client.force_login(everywhere(federation, Role.EXECUTIVE_HEAD))

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/federation/duties/").status_code == 200
        return len(queries)

    for number in range(2):
        reassess(SYSTEM, school=a_school(f"school-{number}", federation), now=timezone.now())
    asked()
    of_two = asked()
    for number in range(2, 5):
        reassess(SYSTEM, school=a_school(f"school-{number}", federation), now=timezone.now())
    assert asked() <= of_two
