"""What signing in proves: each duty met by live data, and breached by it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse

from belisha.console.access.acting import By
from belisha.console.access.models import Ending, Flag, LockTest, Session, StandIn, StandInAnswer, User
from belisha.console.access.roles import Role
from belisha.console.access.settings.actions import change_setting
from belisha.console.access.sign_in import duties, middleware, nightly
from belisha.console.access.sign_in.actions.flags import clear_flag
from belisha.console.duties.registry import PROOFS, State
from cast import a_school, somebody

if TYPE_CHECKING:
    from belisha.console.access.models import School

pytestmark = pytest.mark.django_db

WORD = "kettle-orbit-daisy-plum"


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def teacher(school: School) -> User:
    return somebody(school, Role.TEACHER, password=WORD)


def sign_in(user: User, client: Client | None = None) -> Client:
    client = client or Client()
    client.post(reverse("account_login"), {"login": user.username, "password": WORD})
    return client


def stands(duty: str, school: School) -> State:
    return PROOFS[duty].ask(school, now()).state


def a_session(user: User, ending: str, ago: timedelta = timedelta(days=2)) -> Session:
    at = now() - ago
    ended = at if ending else None
    return Session.objects.create(user=user, way="password", began=at, last_seen=at, ended_at=ended, ending=ending)


def passed(*, well: bool = True) -> None:
    LockTest.objects.create(at=now(), passed=well, detail="" if well else "a page was shown")


# accounts.audited


def test_accounts_audited_is_met_when_every_sign_in_is_in_the_record(school: School, teacher: User) -> None:
    assert stands("accounts.audited", school) is State.NOT_KNOWN
    sign_in(teacher)
    assert stands("accounts.audited", school) is State.MET


def test_accounts_audited_is_breached_by_a_sign_in_that_is_not(school: School, teacher: User) -> None:
    sign_in(teacher)
    a_session(teacher, "")
    assert stands("accounts.audited", school) is State.BREACHED


# accounts.idle-lock


def test_accounts_idle_lock_is_met_after_a_night_whose_test_passed(school: School) -> None:
    assert stands("accounts.idle-lock", school) is State.NOT_KNOWN
    nightly.nightly(now())
    assert stands("accounts.idle-lock", school) is State.MET


def test_accounts_idle_lock_is_breached_by_a_lock_that_does_not_hold(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(middleware, "_held_up", lambda *_, **__: None)
    assert nightly.nightly(now()).startswith("a page was shown in a session that had been idle")
    assert stands("accounts.idle-lock", school) is State.BREACHED


def test_accounts_idle_lock_is_breached_by_an_open_session_that_should_have_locked(
    school: School, teacher: User
) -> None:
    passed()
    Session.objects.create(user=teacher, key="k", way="password", began=now(), last_seen=now() - timedelta(hours=1))
    assert stands("accounts.idle-lock", school) is State.BREACHED


def test_accounts_idle_lock_is_at_risk_where_the_school_waits_longer(school: School) -> None:
    passed()
    change_setting(By(None, system="test"), at=school, key="idle-minutes", value=45)
    assert stands("accounts.idle-lock", school) is State.AT_RISK


def test_the_nightly_test_leaves_nothing_behind(school: School) -> None:
    people, sessions = User.objects.count(), Session.objects.count()
    assert nightly.nightly(now()) == "idle sessions lock; 0 old guesses forgotten"
    assert (User.objects.count(), Session.objects.count()) == (people, sessions)


def test_the_nightly_test_tries_what_the_federation_has_chosen_for_those_who_leave(school: School) -> None:
    change_setting(By(None, system="test"), at=school.federation, key="leaving-a-screen", value="log-off")
    assert nightly.nightly(now()) == "idle sessions lock; 0 old guesses forgotten"
    assert LockTest.objects.get().passed


# accounts.data-system-logout


def test_accounts_data_system_logout_is_met_by_people_who_sign_out(school: School, teacher: User) -> None:
    assert stands("accounts.data-system-logout", school) is State.NOT_KNOWN
    for _ in range(6):
        a_session(teacher, Ending.SIGNED_OUT)
    a_session(teacher, Ending.TIMED_OUT)
    assert stands("accounts.data-system-logout", school) is State.MET


def test_accounts_data_system_logout_is_breached_after_being_at_risk_by_people_who_leave(
    school: School, teacher: User
) -> None:
    a_session(teacher, Ending.SIGNED_OUT)
    for _ in range(5):
        a_session(teacher, Ending.TIMED_OUT)
    assert stands("accounts.data-system-logout", school) is State.AT_RISK
    for _ in range(5):
        a_session(teacher, Ending.TIMED_OUT)
    assert stands("accounts.data-system-logout", school) is State.BREACHED


# accounts.abandoned-session


def test_accounts_abandoned_session_is_met_when_the_button_works_and_owners_have_read(
    school: School, teacher: User
) -> None:
    nightly.nightly(now())
    assert stands("accounts.abandoned-session", school) is State.MET


def test_accounts_abandoned_session_is_breached_when_an_owner_does_not_read_of_it(
    school: School, teacher: User
) -> None:
    passed()
    found = a_session(teacher, Ending.NOT_ME)
    Flag.objects.create(user=teacher, kind=Flag.Kind.LEFT_OPEN, session=found, at=now() - timedelta(days=8))
    assert stands("accounts.abandoned-session", school) is State.BREACHED


def test_accounts_abandoned_session_is_breached_when_the_button_fails(school: School) -> None:
    passed(well=False)
    assert stands("accounts.abandoned-session", school) is State.BREACHED


# accounts.no-sharing and accounts.no-login-as-other


@pytest.mark.parametrize(
    ("duty", "kind"),
    [("accounts.no-sharing", Flag.Kind.TWO_DEVICES), ("accounts.no-login-as-other", Flag.Kind.NOT_OWNER)],
)
def test_flagged_sign_ins_make_a_duty_at_risk_then_breached_and_a_note_meets_it_again(
    school: School, teacher: User, duty: str, kind: Flag.Kind
) -> None:
    assert stands(duty, school) is State.NOT_KNOWN
    sign_in(teacher)
    assert stands(duty, school) is State.MET
    flag = Flag.objects.create(user=teacher, kind=kind, session=Session.objects.get(), at=now())
    assert stands(duty, school) is State.AT_RISK
    Flag.objects.update(at=now() - timedelta(days=4))
    assert stands(duty, school) is State.BREACHED
    clear_flag(By(somebody(school, Role.HEAD)), school=school, flag=flag, note="Her own tablet")
    assert stands(duty, school) is State.MET


def test_accounts_no_sharing_is_breached_by_two_devices_that_nobody_explains(school: School, teacher: User) -> None:
    sign_in(teacher)
    sign_in(teacher)
    Flag.objects.update(at=now() - timedelta(days=4))
    assert stands("accounts.no-sharing", school) is State.BREACHED


def test_accounts_no_sharing_is_met_when_the_owner_says_both_were_them(school: School, teacher: User) -> None:
    sign_in(teacher)
    client = sign_in(teacher)
    client.post(reverse("own-flag-answer", args=[Flag.objects.get().pk]), {"answer": "me"})
    assert stands("accounts.no-sharing", school) is State.MET


def test_accounts_no_login_as_other_is_breached_by_a_sign_in_that_its_owner_does_not_know(
    school: School, teacher: User
) -> None:
    sign_in(teacher)
    client = sign_in(teacher)
    client.post(reverse("own-flag-answer", args=[Flag.objects.get().pk]), {"answer": "not-me"})
    assert stands("accounts.no-login-as-other", school) is State.AT_RISK
    Flag.objects.update(at=now() - timedelta(days=4))
    assert stands("accounts.no-login-as-other", school) is State.BREACHED


def test_accounts_no_login_as_other_is_met_when_nobody_reports_one(school: School, teacher: User) -> None:
    sign_in(teacher)
    assert stands("accounts.no-login-as-other", school) is State.MET


# accounts.break-glass


def a_stand_in(school: School, leave: int, **more: object) -> StandIn:
    began = now() - timedelta(days=3)
    made = StandIn.objects.create(
        school=school,
        by=somebody(school),
        user=somebody(school),
        reason="r",
        minutes=30,
        asked_at=began,
        state=StandIn.State.ENDED,
        began_at=began,
        ends_at=began + timedelta(minutes=30),
        **({"ended_at": began + timedelta(minutes=30)} | more),
    )
    for _ in range(leave):
        StandInAnswer.objects.create(stand_in=made, by=somebody(school), agreed=True, at=began)
    return made


def test_accounts_break_glass_is_met_when_it_is_off(school: School, teacher: User) -> None:
    assert stands("accounts.break-glass", school) is State.NOT_KNOWN, "nobody uses any account"
    sign_in(teacher)
    assert stands("accounts.break-glass", school) is State.MET


def test_accounts_break_glass_is_met_by_stand_ins_with_the_leave_of_two(school: School) -> None:
    change_setting(By(None, system="test"), at=school, key="stand-ins", value=True)
    a_stand_in(school, 2)
    assert stands("accounts.break-glass", school) is State.MET


def test_accounts_break_glass_is_breached_by_one_with_less(school: School) -> None:
    made = a_stand_in(school, 1)
    StandInAnswer.objects.create(stand_in=made, by=made.by, agreed=True, at=now())
    assert stands("accounts.break-glass", school) is State.BREACHED


def test_accounts_break_glass_is_breached_by_one_that_went_on_too_long(school: School) -> None:
    a_stand_in(school, 2, ended_at=now())
    assert stands("accounts.break-glass", school) is State.BREACHED


def test_accounts_break_glass_is_at_risk_when_the_person_has_not_read_of_it(school: School) -> None:
    a_stand_in(school, 2)
    StandIn.objects.update(began_at=now() - timedelta(days=8))
    assert stands("accounts.break-glass", school) is State.AT_RISK


def test_no_reason_names_a_person(school: School, teacher: User) -> None:
    sign_in(teacher)
    mine = [proof for duty, proof in PROOFS.items() if proof.ask.__module__ == duties.__name__]
    assert len(mine) == 7
    assert all(teacher.name not in proof.ask(school, now()).reason for proof in mine)
