"""What a confirmation is worth."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from belisha.console.access.permissions import Permission
from belisha.console.access.roles import ROLES, Role
from belisha.console.compliance.attesting.rules import (
    Confirmed,
    able,
    counts_until,
    same_words,
    standing_of_confirmed,
    warns_from,
)
from belisha.console.duties.catalogue import catalogue
from belisha.console.duties.registry import Basis, State

GIVEN = date(2026, 9, 1)
DUTIES = st.sampled_from(sorted(catalogue().values(), key=lambda duty: duty.id))


def said(*, kept: bool = True, evidence: str = "Binder 3", countersigned: str = "Ida Vane") -> Confirmed:
    at = datetime(2026, 9, 1, 12, tzinfo=UTC)
    return Confirmed(kept, "It is so.", evidence, "Eve Rook", "DSL", at, GIVEN, date(2027, 9, 1), countersigned)


def standing(confirmed: Confirmed, day: date = date(2026, 10, 1)) -> tuple[State, Basis]:
    found = standing_of_confirmed(confirmed, day, "/there/")
    assert found.reason
    return found.state, found.basis


def test_with_evidence_and_a_second_signature_it_is_met_and_recorded() -> None:
    assert standing(said()) == (State.MET, Basis.RECORDED)


def test_words_alone_are_weak_whoever_says_them() -> None:
    assert standing(said(evidence="")) == (State.AT_RISK, Basis.CLAIMED)
    assert standing(said(countersigned="")) == (State.AT_RISK, Basis.CLAIMED)


def test_who_says_that_a_duty_is_not_kept_makes_it_red() -> None:
    assert standing(said(kept=False)) == (State.BREACHED, Basis.RECORDED)


def test_shortly_before_its_end_it_is_at_risk_and_after_it_breached() -> None:
    assert standing(said(), date(2027, 8, 20))[0] is State.AT_RISK
    assert standing(said(), date(2027, 9, 1))[0] is State.AT_RISK
    assert standing(said(), date(2027, 9, 2))[0] is State.BREACHED


@given(st.booleans(), st.text(max_size=9), st.text(max_size=9), st.integers(0, 800))
def test_it_is_green_only_while_it_counts_with_evidence_and_two_people(
    kept: bool, evidence: str, countersigned: str, days: int
) -> None:
    confirmed = said(kept=kept, evidence=evidence, countersigned=countersigned)
    day = GIVEN + timedelta(days)
    if standing(confirmed, day)[0] is State.MET:
        assert kept
        assert evidence
        assert countersigned
        assert day <= confirmed.until


@given(DUTIES)
def test_every_duty_can_be_confirmed_by_somebody_who_sees_duties(duty: object) -> None:
    roles = able(duty)  # type: ignore[arg-type]
    assert Role.HEAD in roles
    assert all(Permission.SEE_DUTIES in ROLES[role].permissions for role in roles)


@given(DUTIES)
def test_it_warns_before_it_runs_out(duty: object) -> None:
    until = counts_until(duty, GIVEN)  # type: ignore[arg-type]
    assert GIVEN < warns_from(GIVEN, until) < until


def test_words_are_the_same_whatever_their_spaces_and_capitals() -> None:
    assert same_words("We looked at it. ", ["we  looked at it"])
    assert not same_words("We looked at it.", ["We looked at the binder."])
