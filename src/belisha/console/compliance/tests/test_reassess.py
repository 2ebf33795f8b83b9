"""Asking every proof: what is kept, since when, and that nothing is green without evidence."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection

from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.models import School
from belisha.console.access.roles import Role
from belisha.console.audit.models import Link
from belisha.console.compliance.actions import reassess
from belisha.console.compliance.models import DutyStanding
from belisha.console.compliance.nightly import reassess_schools
from belisha.console.compliance.queries import day_by_day, history, row, rows
from belisha.console.duties import registry
from belisha.console.duties.registry import Basis, Proof, Standing, State
from cast import a_school, somebody

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 14, 3, tzinfo=UTC)
DAY = timedelta(days=1)
DUTY = "accounts.idle-lock"
SYSTEM = By(None, system="nightly")
MET = Standing(State.MET, "Sessions lock after 20 minutes.")
BREACHED = Standing(State.BREACHED, "Sessions do not lock.", link="/x/")
Says = "Callable[[Standing | Exception], None]"


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def says(monkeypatch: pytest.MonkeyPatch) -> Says:
    """Sets what the only proof says."""
    monkeypatch.setattr(registry, "PROOFS", proofs := {})
    monkeypatch.setattr("belisha.console.compliance.actions.PROOFS", proofs)
    monkeypatch.setattr("belisha.console.compliance.queries.PROOFS", proofs)
    monkeypatch.setattr("belisha.console.compliance.actions.not_adopted", lambda _school: {})

    def set_to(what: Standing | Exception) -> None:
        def ask(*_: object) -> Standing:
            if isinstance(what, Exception):
                raise what
            return what

        proofs[DUTY] = Proof(DUTY, ask)

    return set_to


def asked(school: School, at: datetime = NOW) -> Standing:
    reassess(SYSTEM, school=school, now=at)
    return row(school, DUTY, at).standing


def test_a_duty_without_a_proof_is_not_known(school: School, says: Says) -> None:
    del says
    reassess(SYSTEM, school=school, now=NOW)
    every = rows(school, NOW)
    assert len(every) == 470
    assert {each.standing.state for each in every} == {State.NOT_KNOWN}
    assert every[0].standing.reason.startswith("Nobody has confirmed this yet.")


def test_a_duty_that_the_policy_leaves_out_is_not_adopted_whatever_its_proof_says(
    school: School, says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    says(BREACHED)
    monkeypatch.setattr(
        "belisha.console.compliance.actions.not_adopted", lambda _school: {DUTY: "Governors left it out"}
    )
    standing = asked(school)
    assert (standing.state, standing.basis) == (State.NOT_ADOPTED, Basis.RECORDED)
    assert standing.reason == "Governors left it out"


def test_a_proof_that_nobody_asked_yet_is_not_known(school: School, says: Says) -> None:
    says(MET)
    assert row(school, DUTY, NOW).standing.reason == "Not looked at yet."


def test_what_a_proof_says_is_kept_with_when_it_was_first_seen(school: School, says: Says) -> None:
    says(MET)
    assert asked(school) == MET._replace(since=NOW)
    assert asked(school, NOW + DAY).since == NOW


def test_a_new_reason_for_the_same_state_does_not_move_its_beginning(school: School, says: Says) -> None:
    says(BREACHED)
    asked(school)
    says(BREACHED._replace(reason="Two sessions do not lock."))
    assert asked(school, NOW + DAY).since == NOW


def test_another_state_begins_when_it_was_seen_or_when_the_proof_says(school: School, says: Says) -> None:
    says(MET)
    asked(school)
    says(BREACHED)
    assert asked(school, NOW + DAY).since == NOW + DAY
    says(MET._replace(since=NOW - 30 * DAY))
    assert asked(school, NOW + 2 * DAY).since == NOW - 30 * DAY


@pytest.mark.parametrize("error", [ValueError("a child's name"), DatabaseError("gone"), KeyError("x")])
def test_a_proof_that_fails_is_not_known_and_tells_nothing_of_what_it_saw(
    school: School, says: Says, error: Exception
) -> None:
    says(MET)
    asked(school)
    says(error)
    standing = asked(school, NOW + DAY)
    assert standing.state is State.NOT_KNOWN
    assert type(error).__name__ in standing.reason
    assert "child" not in standing.reason


def test_a_proof_whose_question_the_database_refuses_spoils_nothing(
    school: School, says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    says(MET)

    def broken(*_: object) -> Standing:
        with connection.cursor() as cursor:
            cursor.execute("SELECT nothing FROM nowhere")
        return MET

    other = "accounts.leavers"
    monkeypatch.setitem(registry.PROOFS, other, Proof(other, broken))
    assert asked(school).state is State.MET
    assert row(school, other, NOW).standing.state is State.NOT_KNOWN


def test_green_without_a_reason_is_not_known(school: School, says: Says) -> None:
    says(Standing(State.MET, " "))
    assert asked(school).state is State.NOT_KNOWN


def test_what_nobody_looked_at_for_two_nights_is_not_known(school: School, says: Says) -> None:
    says(MET)
    asked(school)
    assert row(school, DUTY, NOW + 2 * DAY).standing.state is State.MET
    late = row(school, DUTY, NOW + 2 * DAY + timedelta(minutes=1)).standing
    assert late.state is State.NOT_KNOWN
    assert "14 September 2026" in late.reason


def test_a_proof_that_is_taken_out_leaves_the_duty_unproved(
    school: School, says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    says(MET)
    asked(school)
    monkeypatch.delitem(registry.PROOFS, DUTY)
    assert asked(school).reason.startswith("Nobody has confirmed this yet.")
    assert len(history(school, DUTY)) == 1


def test_the_history_is_one_stretch_for_as_long_as_nothing_changes(school: School, says: Says) -> None:
    says(MET)
    for number in range(3):
        asked(school, NOW + number * DAY)
    says(BREACHED)
    asked(school, NOW + 4 * DAY)
    stretches = [(each.state, each.first_asked, each.last_asked) for each in history(school, DUTY)]
    assert stretches == [("breached", NOW + 4 * DAY, NOW + 4 * DAY), ("met", NOW, NOW + 2 * DAY)]


def test_each_day_shows_how_a_duty_stood_and_a_day_that_nobody_asked_is_not_known(school: School, says: Says) -> None:
    says(MET)
    for number in range(3):
        asked(school, NOW + number * DAY)
    says(BREACHED)
    asked(school, NOW + 4 * DAY)
    days = day_by_day(school, DUTY, date(2026, 9, 13), date(2026, 9, 18))
    assert [state for _, state in days] == [
        State.NOT_KNOWN, State.MET, State.MET, State.MET, State.NOT_KNOWN, State.BREACHED,
    ]  # fmt: skip


def test_the_last_word_of_a_day_counts(school: School, says: Says) -> None:
    says(MET)
    asked(school)
    says(BREACHED)
    asked(school, NOW + timedelta(hours=6))
    assert day_by_day(school, DUTY, NOW.date(), NOW.date())[0][1] is State.BREACHED


def test_schools_stand_apart(school: School, says: Says) -> None:
    says(MET)
    asked(school)
    assert row(a_school("st-brigids"), DUTY, NOW).standing.state is State.NOT_KNOWN


def test_what_changed_is_on_record_and_what_did_not_is_not(school: School, says: Says) -> None:
    says(MET)
    asked(school)
    asked(school, NOW + DAY)
    says(BREACHED)
    asked(school, NOW + 2 * DAY)
    links = Link.objects.filter(event="duties.reassessed").order_by("number")
    told = [(link.body.content["before"], link.body.content["after"]) for link in links]
    assert told == [({}, {DUTY: "met"}), ({DUTY: "met"}, {DUTY: "breached"})]


def test_only_somebody_who_may_see_duties_has_them_looked_at(school: School) -> None:
    with pytest.raises(NotAllowedError):
        reassess(By(somebody(school, Role.TEACHER)), school=school, now=NOW)
    assert not DutyStanding.objects.exists()


def test_a_recorded_basis_is_kept(school: School, says: Says) -> None:
    says(MET._replace(basis=Basis.RECORDED))
    assert asked(school).basis is Basis.RECORDED


@pytest.mark.usefixtures("school")
def test_at_night_every_school_is_asked(says: Says) -> None:
    a_school("st-brigids")
    says(MET)
    assert reassess_schools(NOW) == "2 duties of 2 schools were looked at; 2 changed"
    assert reassess_schools(NOW + DAY).endswith("0 changed")
    assert School.objects.filter(standings__current=True).distinct().count() == 2
