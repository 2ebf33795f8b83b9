"""One account a person, opened when the gates allow, with a first password that is shown once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from belisha.console.access.accounts.actions.closing import close_account, reopen_account
from belisha.console.access.accounts.actions.names import rename
from belisha.console.access.accounts.actions.opening import MOST_AT_ONCE, Opening, open_accounts, open_generic
from belisha.console.access.accounts.actions.waivers import end_waiver, waive_gate
from belisha.console.access.accounts.agreements import knows_signatures
from belisha.console.access.accounts.gates import GATES, gate
from belisha.console.access.accounts.queries.gating import reasons_against
from belisha.console.access.accounts.queries.names import TakenNames
from belisha.console.access.accounts.rules.usernames import Names, suggest
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.models import GateWaiver, KeptName, User
from cast import a_school, somebody

from .making import events, opened, registered

if TYPE_CHECKING:
    from belisha.console.access.acting import By
    from belisha.console.access.models import School

pytestmark = pytest.mark.django_db


def test_an_account_opens_with_a_name_and_a_first_password_that_an_adult_must_change(
    school: School, data_manager: By
) -> None:
    user = registered(school)
    first = opened(data_manager, school, user)
    user.refresh_from_db()
    assert user.is_active
    assert user.username == first.username == "amy.hill"
    assert user.check_password(first.password)
    assert user.must_change_password
    assert user.opened_by == data_manager.user
    assert "accounts.opened" in events()


def test_a_child_may_keep_the_first_password(school: School, data_manager: By) -> None:
    user = registered(school, kind="pupil")
    opened(data_manager, school, user)
    assert not user.must_change_password


def test_all_open_or_none(school: School, data_manager: By) -> None:
    first, second = registered(school), registered(school, "Ben Hill")
    with pytest.raises(ValidationError, match="Ben Hill"):
        open_accounts(
            by=data_manager, school=school, openings=[Opening(first, "amy.hill"), Opening(second, "not a name")]
        )
    first.refresh_from_db()
    assert not first.is_active


def test_nobody_gets_a_second_account_and_no_two_share_a_name(school: School, data_manager: By) -> None:
    user = registered(school)
    opened(data_manager, school, user)
    with pytest.raises(ValidationError, match="open already"):
        opened(data_manager, school, user, "amy.hill2")
    with pytest.raises(ValidationError, match="taken"):
        opened(data_manager, school, registered(school, "Amy Hill"))
    both = [Opening(registered(school, name), "two.people") for name in ("Amy One", "Amy Two")]
    with pytest.raises(ValidationError, match="chosen twice"):
        open_accounts(by=data_manager, school=school, openings=both)


def test_user_names_are_clash_free_across_schools(school: School, data_manager: By) -> None:
    elsewhere = somebody(a_school("st-brigids"))
    taken = TakenNames(["x"], 5)
    assert str(elsewhere.username) in taken
    elsewhere.username = "amy.hill"
    elsewhere.save()
    assert suggest("{given}.{family}", Names("Amy", "Hill", 2026), TakenNames(["amy.hill"], 5)) == "amy.hill2"


def test_somebody_of_another_school_is_not_opened_here(school: School, data_manager: By) -> None:
    with pytest.raises(ValidationError, match="another school"):
        opened(data_manager, school, registered(a_school("st-brigids")))


def test_a_teacher_opens_nobodys_account(school: School, teacher: By) -> None:
    with pytest.raises(NotAllowedError):
        opened(teacher, school, registered(school))


def test_so_many_at_once_that_nobody_waits_for_minutes(school: School, data_manager: By) -> None:
    user = registered(school)
    with pytest.raises(ValidationError, match=str(MOST_AT_ONCE)):
        open_accounts(by=data_manager, school=school, openings=[Opening(user, "amy.hill")] * (MOST_AT_ONCE + 1))


def test_a_shut_gate_keeps_an_account_shut_and_says_why(school: School, data_manager: By) -> None:
    GateWaiver.objects.filter(kind="staff", gate="agreement").update(ended_at=timezone.now())
    user = registered(school)
    assert reasons_against([user], school)[user.pk] == ["The agreement is not signed."]
    with pytest.raises(ValidationError, match="agreement"):
        opened(data_manager, school, user)


def test_who_has_signed_comes_in(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    GateWaiver.objects.all().delete()
    monkeypatch.setattr("belisha.console.access.accounts.agreements._ASKED", [])
    signer, other = registered(school, kind="parent"), registered(school, "Ben Hill", kind="parent")
    knows_signatures(lambda _users, _school: {signer.pk})
    assert reasons_against([signer, other], school) == {other.pk: ["The agreement is not signed."]}


def test_a_firm_gate_cannot_be_waived(school: School, head: By, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("belisha.console.access.accounts.gates.GATES", dict(GATES))
    gate("of-the-test", "A check", kinds=["staff"], firm=True)(lambda _users, _school: {})
    monkeypatch.setattr("belisha.console.access.accounts.actions.waivers.GATES", {**GATES})
    with pytest.raises((ValidationError, KeyError)):
        waive_gate(by=head, school=school, code="of-the-test", kind="staff", reason="We must")


def test_the_head_waives_a_gate_with_a_reason_and_takes_it_back(school: School, head: By, data_manager: By) -> None:
    GateWaiver.objects.all().delete()
    with pytest.raises(NotAllowedError):
        waive_gate(by=data_manager, school=school, code="agreement", kind="pupil", reason="Paper")
    with pytest.raises(ValidationError):
        waive_gate(by=head, school=school, code="agreement", kind="pupil", reason=" ")
    waiver = waive_gate(by=head, school=school, code="agreement", kind="pupil", reason="Paper")
    user = registered(school, kind="pupil")
    assert reasons_against([user], school) == {}
    end_waiver(by=head, waiver=waiver)
    assert user.pk in reasons_against([user], school)
    assert events()[-2:] == ["accounts.gate-waived", "accounts.waiver-ended"]


def test_a_name_is_kept_back_from_others_for_years_but_not_from_its_bearer(school: School, data_manager: By) -> None:
    user = registered(school)
    opened(data_manager, school, user)
    rename(by=data_manager, user=user, school=school, username="amy.lake", reason="married")
    other = registered(school, "Amy Hill")
    with pytest.raises(ValidationError, match="not long ago"):
        opened(data_manager, school, other)
    rename(by=data_manager, user=user, school=school, username="amy.hill")
    rename(by=data_manager, user=user, school=school, username="amy.lake")
    KeptName.objects.filter(name="amy.hill").update(let_go_at=timezone.now() - timedelta(days=366 * 6))
    opened(data_manager, school, other)
    assert User.objects.get(username="amy.hill") == other


def test_a_name_from_before_names_were_kept_is_kept_back_too(school: School, data_manager: By) -> None:
    old = somebody(school)
    before = str(old.username)
    rename(by=data_manager, user=old, school=school, username="a.new.name")
    with pytest.raises(ValidationError, match="not long ago"):
        opened(data_manager, school, registered(school), before)


def test_a_leaver_who_returns_gets_the_old_name_and_a_new_password(school: School, data_manager: By) -> None:
    user = registered(school)
    first = opened(data_manager, school, user)
    close_account(by=data_manager, user=user, school=school, reason="left")
    with pytest.raises(ValidationError, match="not long ago"):
        opened(data_manager, school, registered(school, "Amy Hill"))
    again = reopen_account(by=data_manager, user=user, school=school)
    user.refresh_from_db()
    assert user.is_active
    assert again.username == "amy.hill"
    assert again.password != first.password
    assert not user.check_password(first.password)
    assert user.closed_reason == ""
    assert events()[-1] == "accounts.reopened"


def test_an_account_that_is_nobodys_own_has_a_reason_an_end_and_somebody_who_answers(
    school: School, data_manager: By
) -> None:
    answers = somebody(school)
    given = {"name": "Supply 1", "username": "supply.one", "answers": answers}
    day = timezone.localdate()
    wrong = [
        {"reason": "", "ends": day},
        {"reason": "Supply", "ends": day - timedelta(days=1)},
        {"reason": "Supply", "ends": day + timedelta(days=367)},
        {"reason": "Supply", "ends": day, "answers": somebody(a_school("st-brigids"))},
        {"reason": "Supply", "ends": day, "username": "x"},
        {"reason": "Supply", "ends": day, "username": str(answers.username)},
    ]
    for each in wrong:
        with pytest.raises(ValidationError):
            open_generic(by=data_manager, school=school, **{**given, **each})  # type: ignore[arg-type]
    assert not User.objects.filter(generic__isnull=False).exists()
    open_generic(by=data_manager, school=school, reason="Supply staff", ends=day + timedelta(days=30), **given)
    account = User.objects.get(username="supply.one")
    assert account.is_active
    assert account.generic.answers == answers
    assert isinstance(account.generic.ends, date)
