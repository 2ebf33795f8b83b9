"""The governors' page of a term, on screen and on paper, and schools side by side."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.roles import Role
from belisha.console.compliance.actions import reassess
from belisha.console.compliance.plans.actions import plan
from belisha.console.compliance.reports.queries import beside, states_on, term_page
from belisha.console.duties.catalogue import catalogue
from belisha.console.duties.registry import PROOFS, Proof, Standing, State
from cast import a_federation, a_school, somebody

if TYPE_CHECKING:
    from django.test import Client

    from belisha.console.access.models import School, User

pytestmark = pytest.mark.django_db
DUTY = "accounts.leavers"
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
    begin = now - timedelta((timezone.localdate(now) - first).days)
    reassess(SYSTEM, school=school, now=begin)
    stands["state"] = State.BREACHED
    reassess(SYSTEM, school=school, now=now)
    page = term_page(school, now)
    if begin.date() < now.date():
        assert [each.duty.id for each in page.worse] == [DUTY]
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
