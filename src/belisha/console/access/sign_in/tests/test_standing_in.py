"""Standing in for somebody: off by default; two others agree; timed, recorded by both names, and told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.models import StandIn
from belisha.console.access.roles import Role
from belisha.console.access.settings.actions import change_setting
from belisha.console.access.sign_in.actions.sessions import sweep_sessions
from belisha.console.access.sign_in.actions.stand_ins import answer, ask_to_stand_in, begin_stand_in
from belisha.console.access.sign_in.needs import agreed_stand_ins
from belisha.console.access.sign_in.queries import session_of
from belisha.console.audit.models import Body, Link
from belisha.console.outbox.models import OutboxMail
from cast import a_school, just_confirmed, somebody

if TYPE_CHECKING:
    from belisha.console.access.models import School, User

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def school() -> School:
    school = a_school()
    change_setting(By(None, system="test"), at=school, key="stand-ins", value=True)
    return school


@pytest.fixture
def asker(school: School) -> User:
    return somebody(school, Role.NETWORK_MANAGER, name="Nia Manager")


@pytest.fixture
def teacher(school: School) -> User:
    return somebody(school, Role.TEACHER, name="Tom Teacher")


def ask(asker: User, school: School, user: User, minutes: int = 30) -> StandIn:
    return ask_to_stand_in(By(asker), school=school, user=user, reason="Marks due today", minutes=minutes)


def test_whoever_asked_finds_on_their_home_page_that_both_agreed_until_a_day_is_over(
    asker: User, school: School, teacher: User
) -> None:
    with time_machine.travel(NOW, tick=False):
        ask(asker, school, teacher)
        assert list(agreed_stand_ins(asker, school)) == []
        given = agreed(asker, school, teacher)
        [need] = agreed_stand_ins(asker, school)
        assert (need.text, need.link) == (
            "Two people agreed: you can stand in for Tom Teacher now",
            reverse("stand-in", args=[school.code, given.pk]),
        )
        assert list(agreed_stand_ins(teacher, school)) == []
    with time_machine.travel(NOW + timedelta(hours=25), tick=False):
        assert list(agreed_stand_ins(asker, school)) == []


def agreed(asker: User, school: School, user: User) -> StandIn:
    stand_in = ask(asker, school, user)
    for role in (Role.HEAD, Role.DSL):
        answer(By(somebody(school, role)), stand_in=stand_in, agreed=True)
    stand_in.refresh_from_db()
    return stand_in


def begin(client: Client, asker: User, stand_in: StandIn) -> None:
    client.force_login(asker)
    just_confirmed(client)
    client.post(reverse("stand-in-begin", args=["oakfield", stand_in.pk]))


def test_a_school_that_has_not_switched_it_on_has_none() -> None:
    school = a_school("elm-grove")
    with pytest.raises(ValidationError, match="does not allow"):
        ask(somebody(school, Role.HEAD), school, somebody(school, Role.TEACHER))


def test_one_leave_is_not_enough_and_two_are(school: School, asker: User, teacher: User) -> None:
    stand_in = ask(asker, school, teacher)
    answer(By(somebody(school, Role.HEAD)), stand_in=stand_in, agreed=True)
    stand_in.refresh_from_db()
    assert stand_in.state == StandIn.State.ASKED
    answer(By(somebody(school, Role.DSL)), stand_in=stand_in, agreed=True)
    stand_in.refresh_from_db()
    assert stand_in.state == StandIn.State.AGREED


def test_neither_who_asks_nor_the_person_themselves_counts(school: School) -> None:
    head, dsl = somebody(school, Role.HEAD), somebody(school, Role.DSL)
    stand_in = ask(head, school, dsl)
    for who in (head, dsl):
        with pytest.raises(ValidationError, match="Two other people"):
            answer(By(who), stand_in=stand_in, agreed=True)


def test_nobody_agrees_twice_and_the_right_is_needed(school: School, asker: User, teacher: User) -> None:
    stand_in, head = ask(asker, school, teacher), somebody(school, Role.HEAD)
    answer(By(head), stand_in=stand_in, agreed=True)
    with pytest.raises(ValidationError, match="already"):
        answer(By(head), stand_in=stand_in, agreed=True)
    with pytest.raises(NotAllowedError):
        answer(By(somebody(school, Role.DATA_MANAGER)), stand_in=stand_in, agreed=True)
    with pytest.raises(NotAllowedError):
        ask(somebody(school, Role.TEACHER), school, teacher)


def test_one_refusal_is_enough(school: School, asker: User, teacher: User) -> None:
    stand_in = ask(asker, school, teacher)
    answer(By(somebody(school, Role.HEAD)), stand_in=stand_in, agreed=False, reason="Use a cover")
    stand_in.refresh_from_db()
    assert stand_in.state == StandIn.State.REFUSED
    with pytest.raises(ValidationError, match="decided"):
        answer(By(somebody(school, Role.DSL)), stand_in=stand_in, agreed=True)


@pytest.mark.parametrize("minutes", [0, 61])
def test_an_hour_is_the_most(school: School, asker: User, teacher: User, minutes: int) -> None:
    with pytest.raises(ValidationError, match="60"):
        ask(asker, school, teacher, minutes)


def test_only_who_asked_begins_and_on_the_day(school: School, asker: User, teacher: User) -> None:
    stand_in = agreed(asker, school, teacher)
    client, other = Client(), somebody(school, Role.HEAD)
    client.force_login(other)
    session = session_of(client.session.session_key)
    assert session
    with pytest.raises(ValidationError, match="who asked"):
        begin_stand_in(By(other), stand_in=stand_in, session=session)
    client.force_login(asker)
    own = session_of(client.session.session_key)
    assert own
    with (
        time_machine.travel(datetime.now(UTC) + timedelta(days=2)),
        pytest.raises(ValidationError, match="within a day"),
    ):
        begin_stand_in(By(asker), stand_in=stand_in, session=own)


def test_pages_are_those_of_the_person_with_a_banner_and_every_one_is_recorded(
    client: Client, school: School, asker: User, teacher: User
) -> None:
    begin(client, asker, agreed(asker, school, teacher))
    page = client.get("/").content.decode()
    assert "You, Nia Manager, are using Belisha as Tom Teacher" in page
    assert client.get("/schools/oakfield/sign-in/flags/").status_code == 403, "a teacher may not see that page"
    did = Link.objects.filter(event="sign-in.stand-in-did").order_by("pk")
    assert {each.actor for each in did} == {f"user:{asker.pk}"}
    assert {each.about for each in did} == {f"user:{teacher.pk}"}
    said = [each.content for each in Body.objects.filter(link__in=did).order_by("link_id")]
    assert said[0]["actor"] == "Nia Manager, standing in for Tom Teacher"
    assert "GET /schools/oakfield/sign-in/flags/" in str(said)


def test_what_is_the_persons_own_stays_shut(client: Client, school: School, asker: User, teacher: User) -> None:
    begin(client, asker, agreed(asker, school, teacher))
    for page in ("own-account", "second-factor", "account_change_password", "own-sessions", "kept-form"):
        assert client.get(reverse(page)).status_code == 403, page


def test_a_page_that_is_refused_says_that_it_is_the_standing_in_and_how_to_go_back(
    client: Client, school: School, asker: User, teacher: User
) -> None:
    begin(client, asker, agreed(asker, school, teacher))
    of_their_own, of_a_role = reverse("own-account"), reverse("sign-in-flags", args=[school.code])
    for address, why in ((of_their_own, "closed while you stand in"), (of_a_role, "needs one of these roles")):
        page = client.get(address).content.decode()
        assert why in page
        assert "You are standing in for Tom Teacher" in page
        assert "ask your head teacher" not in page
        assert page.count(f'action="{reverse("stand-in-end")}"') == 2, "above, as on every page, and beside the reason"
        assert "You, Nia Manager, are using Belisha as Tom Teacher" in page


def test_it_ends_by_itself(client: Client, school: School, asker: User, teacher: User) -> None:
    stand_in = agreed(asker, school, teacher)
    begin(client, asker, stand_in)
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=15)):
        assert "as Tom Teacher" in client.get(reverse("help")).content.decode()
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=30, seconds=1)):
        response = client.get(reverse("help"), follow=True)
    stand_in.refresh_from_db()
    assert stand_in.state == StandIn.State.ENDED
    assert stand_in.ended_at == stand_in.ends_at
    assert "as Tom Teacher" not in response.content.decode()


def test_the_clock_ends_it_where_nobody_asks_for_a_page(
    client: Client, school: School, asker: User, teacher: User
) -> None:
    stand_in = agreed(asker, school, teacher)
    begin(client, asker, stand_in)
    sweep_sessions(datetime.now(UTC) + timedelta(minutes=31))
    stand_in.refresh_from_db()
    assert stand_in.state == StandIn.State.ENDED


def test_it_can_be_stopped(client: Client, school: School, asker: User, teacher: User) -> None:
    begin(client, asker, agreed(asker, school, teacher))
    client.post(reverse("stand-in-end"))
    page = client.get("/schools/oakfield/sign-in/stand-ins/")
    assert page.status_code == 200
    assert "are using Belisha as" not in page.content.decode()


def test_the_person_is_told_by_mail_and_at_home_until_they_have_read_it(
    client: Client, school: School, asker: User, teacher: User
) -> None:
    begin(client, asker, agreed(asker, school, teacher))
    assert "Nia Manager" in OutboxMail.objects.get(to=teacher.email).body
    theirs = Client()
    theirs.force_login(teacher)
    assert b"Somebody used Belisha in your name" in theirs.get("/").content
    assert b"Marks due today" in theirs.get(reverse("own-flags")).content
    theirs.post(reverse("own-stand-ins-read"))
    assert b"Somebody used Belisha in your name" not in theirs.get("/").content


def test_the_pages_of_asking_and_answering(client: Client, school: School, asker: User, teacher: User) -> None:
    client.force_login(asker)
    just_confirmed(client)
    form = {"username": teacher.username, "minutes": "20", "reason": "Marks due"}
    client.post(reverse("stand-in-ask", args=["oakfield"]), form)
    stand_in = StandIn.objects.get(user=teacher)
    page = reverse("stand-in", args=["oakfield", stand_in.pk])
    for role in (Role.HEAD, Role.DSL):
        other = Client()
        other.force_login(somebody(school, role))
        just_confirmed(other)
        assert b"asks to stand in for" in other.get("/").content
        other.post(page, {"agree": "1"})
    assert b"Begin now" in client.get(page).content
