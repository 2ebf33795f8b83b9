"""Nobody sees an alert about themselves or their family; about staff the head alone does, about the head the chair."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.models import Cover, Post
from belisha.console.access.roles import Role
from belisha.console.monitoring.alerts.actions.ending import acknowledge
from belisha.console.monitoring.alerts.queries.board import on_board, waiting_for
from belisha.console.monitoring.alerts.rules import DANGER
from belisha.console.monitoring.models import Alert
from belisha.console.monitoring.tests.made import an_alert
from belisha.console.outbox.models import OutboxMail
from belisha.console.people.models import DeclaredTie, Relationship
from cast import FIRST_DAY, a_person, a_pupil, a_school, a_teacher, somebody
from console.visitors import sign_in

if TYPE_CHECKING:
    from django.test import Client

    from belisha.console.access.models import School, User

pytestmark = pytest.mark.django_db
ROLES = (Role.DSL, Role.DEPUTY_DSL, Role.HEAD, Role.CHAIR)


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def team(school: School) -> dict[Role, User]:
    return {role: somebody(school, role) for role in ROLES}


def fresh(user: User) -> User:
    return type(user).objects.get(pk=user.pk)


def seen_by(team: dict[Role, User], school: School) -> set[Role]:
    return {role for role, user in team.items() if on_board(fresh(user), school).exists()}


def test_about_a_pupil_the_team_and_the_head_know_and_the_chair_does_not(
    school: School, team: dict[Role, User]
) -> None:
    an_alert(school, about=a_pupil(school))
    assert seen_by(team, school) == {Role.DSL, Role.DEPUTY_DSL, Role.HEAD}


def test_about_staff_the_head_alone_knows(school: School, team: dict[Role, User]) -> None:
    alert = an_alert(school, DANGER, about=a_teacher(school))
    assert seen_by(team, school) == {Role.HEAD}
    assert list(OutboxMail.objects.values_list("to", flat=True)) == [team[Role.HEAD].email]
    assert alert.chain != school.chain, "the lead who reads the school's record learns nothing"


def test_about_the_safeguarding_lead_the_head_alone_knows(school: School, team: dict[Role, User]) -> None:
    an_alert(school, about=a_person(school, "staff", "Dee Lead", user=team[Role.DSL]))
    assert seen_by(team, school) == {Role.HEAD}


def test_about_the_head_the_chair_alone_knows(school: School, team: dict[Role, User]) -> None:
    an_alert(school, DANGER, about=a_person(school, "staff", "Hed Teacher", user=team[Role.HEAD]))
    assert seen_by(team, school) == {Role.CHAIR}
    assert list(OutboxMail.objects.values_list("to", flat=True)) == [team[Role.CHAIR].email]


def test_who_sits_there_or_stands_in_for_somebody_knows_of_none_about_that_one(
    school: School, team: dict[Role, User]
) -> None:
    alert = an_alert(school, about=a_teacher(school))
    head, teacher = fresh(team[Role.HEAD]), alert.person.user if alert.person else None
    assert teacher is not None
    assert on_board(head, school).exists()
    sat_in = fresh(head)
    sat_in.sat_by = teacher
    assert not on_board(sat_in, school).exists()
    assert waiting_for(sat_in, school, timezone.now()).loud == 0
    post, today = (
        Post.objects.create(
            federation=school.federation, school=school, role=Role.TEACHER, holder=teacher, first=FIRST_DAY
        ),
        timezone.localdate(),
    )
    Cover.objects.create(post=post, by=head, first=today, last=today)
    assert not on_board(fresh(head), school).exists()


def own_child(school: School, user: User, name: str = "Kit Own") -> Alert:
    adult = a_person(school, "staff", "Dee Own", user=user)
    child = a_pupil(school, name)
    Relationship.objects.create(adult=adult, child=child, kind="mother", parental_responsibility=True)
    return an_alert(school, DANGER, about=child)


def test_a_lead_never_learns_of_their_own_child(school: School, team: dict[Role, User]) -> None:
    own_child(school, team[Role.DSL])
    assert seen_by(team, school) == {Role.DEPUTY_DSL, Role.HEAD}
    assert team[Role.DSL].email not in OutboxMail.objects.values_list("to", flat=True)
    assert waiting_for(fresh(team[Role.DSL]), school, timezone.now()) == (0, 0, 0, 0)


def test_nor_of_a_brother_or_the_other_parent(school: School, team: dict[Role, User]) -> None:
    alert = own_child(school, team[Role.DSL])
    other = a_person(school, "parent", "Oth Own")
    brother = a_pupil(school, "Bro Own")
    for child in (alert.person, brother):
        Relationship.objects.create(adult=other, child=child, kind="father")
    for about in (other, brother):
        Alert.objects.all().delete()
        an_alert(school, about=about)
        assert Role.DSL not in seen_by(team, school)


def test_a_parent_account_with_the_same_address_is_the_same_person(school: School, team: dict[Role, User]) -> None:
    lead = team[Role.DSL]
    a_person(school, "staff", "Dee Own", user=lead)
    parent = a_person(school, "parent", "Dee Own", email=lead.email.upper())
    child = a_pupil(school)
    Relationship.objects.create(adult=parent, child=child, kind="mother")
    an_alert(school, about=child)
    assert Role.DSL not in seen_by(team, school)


def test_a_declared_tie_that_names_a_pupil_hides_what_is_about_them(school: School, team: dict[Role, User]) -> None:
    lead = a_person(school, "staff", "Dee Lead", user=team[Role.DSL])
    DeclaredTie.objects.create(person=lead, tie="I am godmother of Mia O'Brien-Hill (4 Oak)", told_at=timezone.now())
    an_alert(school, about=a_pupil(school, "Mia O'Brien-Hill"))
    assert Role.DSL not in seen_by(team, school)
    Alert.objects.all().delete()
    an_alert(school, about=a_pupil(school, "Mia Green"))
    assert Role.DSL in seen_by(team, school), "of another Mia they may know"


def test_what_nobody_of_the_team_may_know_goes_up(school: School) -> None:
    lead, chair = somebody(school, Role.DSL), somebody(school, Role.CHAIR)
    alert = own_child(school, lead)
    assert alert.route == Alert.Route.CHAIR, "there is no deputy and no head"
    assert on_board(fresh(chair), school).exists()


def test_a_direct_address_or_a_verb_of_what_one_may_not_know_is_nothing(
    school: School, team: dict[Role, User], client: Client
) -> None:
    alert = own_child(school, team[Role.DSL])
    lead = sign_in(client, fresh(team[Role.DSL]))
    for page in ("", "hour/", "dismiss/", "note/", "acknowledge/"):
        assert lead.get(f"/schools/{school.code}/alerts/{alert.pk}/{page}").status_code == 404
    for page in ("", "digest/", "past/"):
        for asked in ("", "?q=kit", "?format=csv"):
            said = lead.get(f"/schools/{school.code}/alerts/{page}{asked}").content.decode()
            assert "Kit" not in said.replace('value="kit"', "")
    with pytest.raises(NotAllowedError):
        acknowledge(by=By(fresh(team[Role.DSL])), alert=alert)


def test_network_staff_and_governors_see_no_alert(school: School, client: Client) -> None:
    for role in (Role.NETWORK_MANAGER, Role.TECHNICIAN, Role.GOVERNOR, Role.TEACHER, Role.SLT, Role.DPO):
        answer = sign_in(client, somebody(school, role)).get(f"/schools/{school.code}/alerts/")
        assert answer.status_code == 403


def test_the_board_asks_the_database_no_more_for_many_than_for_few(school: School, client: Client) -> None:
    lead = sign_in(client, somebody(school, Role.DSL))
    counts = []
    for number in (2, 12):
        for _ in range(number):
            an_alert(school)
        for page in ("alerts/", "alerts/digest/", "alerts/past/"):
            lead.get(f"/schools/{school.code}/{page}")
        with CaptureQueriesContext(connection) as asked:
            lead.get(f"/schools/{school.code}/alerts/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
