"""Passwords: chosen by their owner under the rules, given anew, thought to be known; what the gateway gets."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone

from belisha.console.access.accounts.actions.closing import close_account
from belisha.console.access.accounts.actions.passwords import (
    ask_for_new_passwords,
    choose_password,
    may_be_known,
    note_device_password,
    reset_password,
)
from belisha.console.access.accounts.hooks import when_passwords_change
from belisha.console.access.accounts.queries.passwords import gateway_hashes
from belisha.console.access.accounts.rules.passwords import REMEMBERED
from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.models import OldPassword, Session
from belisha.gateway.squid.sign_in import SignIn
from cast import somebody

from .making import decide, events, opened, registered

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from pytest_django import DjangoCaptureOnCommitCallbacks

    from belisha.console.access.models import School, User

pytestmark = pytest.mark.django_db
GOOD = "kettle-orbit-daisy-plum"
BETTER = "walrus-thimble-echo-fig"


@pytest.fixture
def somebody_here(school: School) -> User:
    return somebody(school, name="Amy Lake", password=GOOD)


def test_a_password_is_chosen_by_its_owner_alone(somebody_here: User, data_manager: By) -> None:
    with pytest.raises(PermissionError):
        choose_password(by=data_manager, user=somebody_here, password=BETTER)
    somebody_here.must_change_password = True
    choose_password(by=By(somebody_here), user=somebody_here, password=BETTER)
    somebody_here.refresh_from_db()
    assert somebody_here.check_password(BETTER)
    assert not somebody_here.needs_new_password
    assert events()[-1] == "accounts.password-chosen"


@pytest.mark.parametrize(
    "password", ["short", "password1234567", "Lake-kettle-orbit-plum", "oakfield-kettle-plum", GOOD]
)
def test_every_way_to_a_password_obeys_the_rules(somebody_here: User, password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, somebody_here)
    with pytest.raises(ValidationError):
        choose_password(by=By(somebody_here), user=somebody_here, password=password)


def test_the_rules_of_a_school_are_its_own(school: School, somebody_here: User) -> None:
    decide(school, "password-length-staff", 25)
    with pytest.raises(ValidationError, match="25 characters"):
        validate_password(BETTER, somebody_here)


def test_without_an_account_the_rules_for_staff_hold() -> None:
    with pytest.raises(ValidationError):
        validate_password("frog-kite")
    assert "words" in password_validators_help_text_html()


def test_no_password_comes_back_while_it_is_remembered(somebody_here: User) -> None:
    by = By(somebody_here)
    for number in range(REMEMBERED):
        choose_password(by=by, user=somebody_here, password=f"walrus-{number * 37 + 100}-thimble-echo")
    with pytest.raises(ValidationError, match="used this password before"):
        choose_password(by=by, user=somebody_here, password=GOOD)
    choose_password(by=by, user=somebody_here, password="lantern-quartz-pebble-oat")
    assert OldPassword.objects.filter(user=somebody_here).count() == REMEMBERED
    choose_password(by=by, user=somebody_here, password=GOOD)


def test_the_password_of_the_computer_is_refused_where_it_is_known(
    school: School, somebody_here: User, data_manager: By
) -> None:
    note_device_password(by=data_manager, user=somebody_here, school=school, password=BETTER)
    with pytest.raises(ValidationError, match="password of your computer"):
        validate_password(BETTER, somebody_here)


def test_a_new_first_password_ends_every_session(
    school: School, somebody_here: User, data_manager: By, client: Client
) -> None:
    client.force_login(somebody_here)
    first = reset_password(by=data_manager, user=somebody_here, school=school, reason="forgotten")
    somebody_here.refresh_from_db()
    assert somebody_here.check_password(first.password)
    assert somebody_here.must_change_password
    assert not Session.objects.going_on().exists()
    assert client.get("/").status_code == 302


def test_nobody_resets_their_own_and_a_teacher_resets_nobodys(school: School, data_manager: By, teacher: By) -> None:
    assert data_manager.user
    assert teacher.user
    with pytest.raises(PermissionError):
        reset_password(by=data_manager, user=data_manager.user, school=school, reason="x")
    with pytest.raises(NotAllowedError):
        reset_password(by=teacher, user=data_manager.user, school=school, reason="x")


def test_a_password_that_somebody_may_know_must_be_changed_before_anything_else(
    somebody_here: User, data_manager: By, client: Client
) -> None:
    client.force_login(somebody_here)
    other = Session.objects.create(user=somebody_here, key="elsewhere", began=timezone.now(), last_seen=timezone.now())
    with pytest.raises(PermissionError):
        may_be_known(by=data_manager, user=somebody_here)
    response = client.post("/account/password-may-be-known/")
    assert response.headers["Location"] == "/account/password/change/"
    other.refresh_from_db()
    assert other.ended_at
    assert client.get("/").headers["Location"] == "/account/password/change/?next=%2F"
    assert "accounts.may-be-known" in events()


def test_the_change_page_takes_a_good_password_and_refuses_a_bad_one(somebody_here: User, client: Client) -> None:
    somebody_here.must_change_password = True
    somebody_here.save()
    client.force_login(somebody_here)
    bad = {"oldpassword": GOOD, "password1": "amy lake", "password2": "amy lake"}
    assert client.post("/account/password/change/", bad).status_code == 200
    good = {"oldpassword": GOOD, "password1": BETTER, "password2": BETTER}
    assert client.post("/account/password/change/", good).status_code == 302
    somebody_here.refresh_from_db()
    assert somebody_here.check_password(BETTER)
    assert not somebody_here.must_change_password
    assert OldPassword.objects.filter(user=somebody_here).count() == 1


def test_passwords_of_staff_that_reach_their_age_are_asked_for_anew(school: School, data_manager: By) -> None:
    old, young = somebody(school, password=GOOD), somebody(school, password=GOOD)
    pupil = somebody(school, kind="pupil", password=GOOD)
    now = timezone.now()
    for user, days in ((old, 190), (young, 10), (pupil, 900)):
        user.password_set_at = now - timedelta(days=days)
        user.save()
    nightly = By(None, system="nightly")
    assert ask_for_new_passwords(by=nightly, school=school, now=now) == 1
    assert ask_for_new_passwords(by=nightly, school=school, now=now) == 0, "nobody is asked twice"
    old.refresh_from_db()
    assert old.needs_new_password
    assert not pupil.needs_new_password
    assert old.username in dict(gateway_hashes()), "a lesson goes on; the console asks"


def test_the_gateway_lets_in_those_whose_password_only_they_know(
    school: School, data_manager: By, tmp_path: Path
) -> None:
    known, closed, first = (somebody(school, password=GOOD) for _ in range(3))
    opened(data_manager, school, registered(school), "first.password")
    first.must_change_password = True
    first.save()
    close_account(by=data_manager, user=closed, school=school, reason="left")
    hashes = dict(gateway_hashes())
    assert set(hashes) == {known.username}
    file = tmp_path / "passwords"
    file.write_text("".join(f"{name}:{hashed}\n" for name, hashed in hashes.items()))
    assert SignIn(file).answer(f"{known.username} {GOOD}".encode()).startswith(b" OK")


def test_a_hash_that_the_gateway_cannot_read_is_left_out(school: School) -> None:
    user = somebody(school)
    user.password = make_password(GOOD).replace("argon2$argon2id", "argon2$argon2i")
    user.save()
    assert dict(gateway_hashes()) == {}


def test_whoever_publishes_is_told_once_the_change_is_kept(
    school: School,
    somebody_here: User,
    data_manager: By,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    told: list[str] = []
    monkeypatch.setattr("belisha.console.access.accounts.hooks._TOLD", [])
    when_passwords_change(lambda: told.append("told"))
    with django_capture_on_commit_callbacks(execute=True):
        choose_password(by=By(somebody_here), user=somebody_here, password=BETTER)
        assert told == []
    assert told == ["told"]
    with django_capture_on_commit_callbacks(execute=True):
        close_account(by=data_manager, user=somebody_here, school=school, reason="left")
    assert len(told) == 2
