"""The pages of duties and the command: who sees them, what they show."""

from __future__ import annotations

import csv
import json
import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from django.utils import timezone

from belisha.cli.duties import command
from belisha.console.access.acting import By
from belisha.console.access.roles import Role
from belisha.console.compliance.actions import reassess
from belisha.console.compliance.board import FEW, Line, first_things
from belisha.console.compliance.models import Plan
from belisha.console.compliance.rules import Row
from belisha.console.duties.catalogue import catalogue
from belisha.console.duties.registry import PROOFS, Proof, Standing, State
from cast import a_school, somebody

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

    from belisha.console.access.models import School, User

pytestmark = pytest.mark.django_db
AT = "/schools/oakfield/duties/"
PAGES = (AT, AT + "accounts.idle-lock/", AT + "ask/")


@pytest.fixture(autouse=True)
def proofs(monkeypatch: pytest.MonkeyPatch) -> None:
    """One duty is met, one breached, nothing else is proved."""
    for duty in list(PROOFS):
        monkeypatch.delitem(PROOFS, duty)
    monkeypatch.setattr("belisha.console.compliance.actions.not_adopted", lambda _school: {})
    met = Standing(State.MET, "=Sessions lock.", link="/schools/oakfield/audit/")
    breached = Standing(State.BREACHED, "Two leavers can still sign in.")
    for duty, standing in (("accounts.idle-lock", met), ("accounts.leavers", breached)):
        monkeypatch.setitem(PROOFS, duty, Proof(duty, lambda *_, said=standing: said))


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def governor(school: School, client: Client) -> User:
    user = somebody(school, Role.GOVERNOR)
    client.force_login(user)
    return user


@pytest.fixture
def asked(school: School, governor: User) -> None:
    reassess(By(governor), school=school, now=timezone.now())


def duties(page: HttpResponse) -> list[str]:
    """The ids of the duties that a page lists."""
    return re.findall(rf'href="{AT}([a-z0-9-]+\.[a-z0-9-]+)/">', page.content.decode())


@pytest.mark.usefixtures("asked")
def test_what_is_breached_stands_on_the_first_page(client: Client) -> None:
    page = client.get(AT)
    assert duties(page) == ["accounts.leavers", "accounts.leavers"], "to begin with, and in its part of the policy"
    first, _, parts = page.content.decode().partition("Part by part")
    assert "Two leavers can still sign in." in first
    assert "Breached 1, Not known 21, Met 1" in " ".join(parts.split())[:600]


@pytest.mark.usefixtures("asked")
def test_the_first_page_is_short_however_much_is_red_and_every_red_duty_is_folded_below(
    client: Client, school: School, governor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    red = Standing(State.BREACHED, "It is not kept.", link="/schools/oakfield/audit/")
    for duty in catalogue():
        monkeypatch.setitem(PROOFS, duty, Proof(duty, lambda *_: red))
    reassess(By(governor), school=school, now=timezone.now())
    page = client.get(AT).content.decode()
    assert len(duties(client.get(AT))) == FEW + len(catalogue())
    shown = re.sub("<details.*?</details>", "", page, flags=re.DOTALL)
    assert shown.count("Put it right") == FEW
    found = client.get(AT + "?state=breached&sort=part")
    assert len(duties(found)) == 20
    assert len(duties(client.get(AT + "?state=breached&sort=part&all=yes"))) == len(catalogue())
    assert "?state=breached&amp;sort=part&amp;page=2" in found.content.decode()


def test_one_begins_with_what_is_breached_and_unplanned_and_ones_own() -> None:
    now = timezone.now()

    def line(number: int, state: State, days: int, plans: int = 0) -> Line:
        duty = list(catalogue().values())[number]
        return Line(Row(duty, Standing(state, "x", since=now - timedelta(days)), now), [], [Plan()] * plans)

    mine = {role for role in Role if role in next(iter(catalogue().values())).who}
    others = next(n for n, duty in enumerate(catalogue().values()) if not mine & set(duty.who))
    planned, late = line(0, State.BREACHED, 90, plans=1), line(others, State.BREACHED, 60)
    own, risk, met = line(0, State.BREACHED, 1), line(0, State.AT_RISK, 300), line(0, State.MET, 5)
    assert first_things([risk, met, planned, late, own], mine) == [own, late, planned, risk]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("?state=met", ["accounts.idle-lock"]),
        ("?domain=accounts&state=breached", ["accounts.leavers"]),
        ("?basis=measured", ["accounts.idle-lock", "accounts.leavers"]),
        ("?basis=recorded", []),
        ("?who=pupil&state=met", []),
        ("?q=leavers+sign", ["accounts.leavers"]),
        ("?basis=measured&sort=since", ["accounts.idle-lock", "accounts.leavers"]),
    ],
)
@pytest.mark.usefixtures("asked")
def test_duties_can_be_searched(client: Client, wanted: str, found: list[str]) -> None:
    assert sorted(duties(client.get(AT + wanted))) == found


@pytest.mark.usefixtures("asked")
def test_the_board_tells_measurements_from_claims_and_what_nobody_plans(client: Client) -> None:
    page = " ".join(client.get(AT).content.decode().split())
    assert "Measured from live data: 2</a>" in page
    assert "Claimed: 0</a>" in page
    assert "1 duty is breached and nothing is planned about it." in page
    assert "nothing to compare with" in page, "there is no week before the first"


@pytest.mark.usefixtures("asked")
def test_the_worst_comes_first_unless_another_order_is_wanted(client: Client) -> None:
    assert duties(client.get(AT + "?domain=accounts"))[0] == "accounts.leavers"
    assert duties(client.get(AT + "?domain=accounts&sort=part"))[0] != "accounts.leavers"


@pytest.mark.usefixtures("governor")
def test_a_domain_shows_all_its_duties(client: Client) -> None:
    assert len(duties(client.get(AT + "?domain=accounts"))) == 20
    assert len(duties(client.get(AT + "?domain=accounts&page=2"))) == 3


@pytest.mark.usefixtures("governor")
def test_a_choice_that_does_not_exist_is_passed_over(client: Client) -> None:
    assert client.get(AT + "?state=purple").status_code == 200


@pytest.mark.usefixtures("asked")
def test_a_duty_shows_why_it_stands_so_and_how_it_stood(client: Client) -> None:
    page = client.get(AT + "accounts.idle-lock/").content.decode()
    for words in ("locks after 20 minutes", "=Sessions lock.", "Measured from live data", "Edition 1", "Go to where"):
        assert words in page
    assert page.count("Met") >= 3


@pytest.mark.usefixtures("governor")
def test_a_duty_that_is_not_in_the_catalogue_has_no_page(client: Client) -> None:
    assert client.get(AT + "accounts.no-such/").status_code == 404


@pytest.mark.usefixtures("governor")
def test_they_can_be_looked_at_again(client: Client) -> None:
    answer = client.post(AT + "ask/", follow=True)
    assert "2 duties were looked at. 2 stand otherwise now." in answer.content.decode()
    assert client.get(AT + "ask/").status_code == 302


@pytest.mark.usefixtures("asked")
def test_the_csv_holds_what_fits_and_no_formula(client: Client) -> None:
    rows = list(csv.reader(client.get(AT + "?format=csv").content.decode("utf-8-sig").splitlines()))
    assert len(rows) == 471
    [row] = csv.reader(client.get(AT + "?format=csv&state=met").content.decode("utf-8-sig").splitlines()[1:])
    assert row[3] == "'=Sessions lock."


@pytest.mark.parametrize("address", PAGES)
def test_a_colleague_without_the_role_is_refused(client: Client, school: School, address: str) -> None:
    client.force_login(somebody(school, Role.TEACHER))
    assert client.get(address).status_code == 403


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.usefixtures("school")
def test_a_stranger_does_not_learn_that_there_is_a_school(client: Client, address: str) -> None:
    client.force_login(somebody(a_school("st-brigids"), Role.HEAD))
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("many", [False, True])
def test_a_page_asks_as_often_however_much_is_known(
    client: Client, school: School, governor: User, *, many: bool, django_assert_max_num_queries: object
) -> None:
    if many:
        reassess(By(governor), school=school, now=timezone.now())
    for address in PAGES[:2]:
        client.get(address)
        with django_assert_max_num_queries(14):
            client.get(address)


def test_the_command_prints_every_duty_as_json(school: School) -> None:
    done = CliRunner().invoke(command, ["--school", school.code, "--json"])
    told = {row["id"]: row for row in map(json.loads, done.output.splitlines())}
    assert len(told) == 470
    keys = {"school", "id", "kind", "standing", "basis", "rests_on", "reason", "since", "link"}
    assert set(told["accounts.leavers"]) == keys
    assert told["accounts.leavers"]["standing"] == "breached"
    assert told["accounts.idle-lock"]["basis"] == "measured"
    assert told["accounts.unique-staff"]["standing"] == "not known"
    assert told["accounts.unique-staff"]["basis"] == "claimed", "nobody has confirmed it yet"


@pytest.mark.usefixtures("school")
def test_the_command_prints_for_people_and_names_a_school_that_is_not_there() -> None:
    assert "BREACHED     accounts.leavers" in CliRunner().invoke(command, []).output
    assert "There is no school called nowhere" in CliRunner().invoke(command, ["--school", "nowhere"]).output
