"""The rules of signing in, without a database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belisha.console.access.roles import ROLES, Role
from belisha.console.access.sign_in import rules

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
seconds = st.integers(min_value=0, max_value=900)


@given(st.lists(seconds, max_size=30))
def test_ten_failures_in_five_minutes_hold_off_and_nine_do_not(ago: list[int]) -> None:
    recent = [each for each in ago if each < 300]
    until = rules.try_again_at([NOW - timedelta(seconds=each) for each in ago], 10, NOW)
    assert (until is not None) == (len(recent) >= 10)


@given(st.lists(st.integers(min_value=0, max_value=299), min_size=10, max_size=30))
def test_the_time_told_is_the_first_at_which_a_try_is_let_through(ago: list[int]) -> None:
    failures = [NOW - timedelta(seconds=each) for each in ago]
    until = rules.try_again_at(failures, 10, NOW)
    assert until is not None
    assert until > NOW
    assert rules.try_again_at(failures, 10, until) is None
    assert rules.try_again_at(failures, 10, until - timedelta(seconds=1)) is not None


def test_all_sensitive_roles_and_all_who_administer_need_a_second_factor() -> None:
    needing = {role for role in ROLES if rules.must_have_factor([role])}
    assert {role for role, rule in ROLES.items() if rule.sensitive} <= needing
    assert {Role.HEAD, Role.NETWORK_MANAGER, Role.DATA_MANAGER, Role.DPO} <= needing
    assert not needing & {Role.TEACHER, Role.PUPIL, Role.PARENT, Role.VISITOR, Role.SUPPORT_STAFF}


def test_passwords_and_the_token_of_the_form_are_never_kept_and_all_else_is_in_order() -> None:
    posted = [
        ("csrfmiddlewaretoken", ["t"]),
        ("note", ["one", "two"]),
        ("new_password", ["s"]),
        ("code", ["4-oak"]),
    ]
    assert rules.fields_to_keep(posted) == ([("note", "one"), ("note", "two"), ("code", "4-oak")], True)


def test_a_form_without_secrets_says_that_nothing_is_missing() -> None:
    assert rules.fields_to_keep([("csrfmiddlewaretoken", ["t"]), ("note", ["x"])]) == ([("note", "x")], False)


@pytest.mark.parametrize(
    ("endings", "mostly", "nearly"),
    [
        (["timed-out"] * 4, False, False),
        (["timed-out"] * 3 + ["signed-out"] * 3, False, False),
        (["timed-out"] * 4 + ["signed-out"] * 2, True, False),
        (["timed-out"] * 9 + ["signed-out"], True, True),
        (["closed"] * 20, False, False),
    ],
)
def test_a_habit_is_what_most_of_enough_sessions_say(endings: list[str], mostly: bool, nearly: bool) -> None:
    habit = rules.habit("A", endings)
    assert (habit.mostly_leaves, habit.nearly_always_leaves) == (mostly, nearly)


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537 Chrome/140.0 Safari/537 Edg/140.0",
            ("Edge", "Windows"),
        ),
        ("Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) AppleWebKit/605 Version/18 Safari/604", ("Safari", "iPad")),
        ("Mozilla/5.0 (X11; CrOS x86_64 15) AppleWebKit/537 Chrome/140.0 Safari/537", ("Chrome", "Chromebook")),
        ("curl/8", ("", "")),
    ],
)
def test_a_browser_is_called_what_people_call_it(agent: str, name: tuple[str, str]) -> None:
    assert rules.browser_name(agent) == name


GOOGLE = {"email": "Amy@oakfield.example", "email_verified": True}
ENTRA = {"tid": "11111111-2222-3333-4444-555555555555", "preferred_username": "amy@oakfield.example"}


def test_a_verified_address_of_the_schools_domain_is_proof() -> None:
    assert rules.verified_address("google", GOOGLE, ["oakfield.example"], "") == "amy@oakfield.example"
    assert rules.verified_address("microsoft", ENTRA, ["oakfield.example"], ENTRA["tid"]) == "amy@oakfield.example"


@pytest.mark.parametrize(
    ("provider", "claims", "tenant"),
    [
        ("google", GOOGLE | {"email_verified": False}, ""),
        ("google", GOOGLE | {"email_verified": "true"}, ""),
        ("google", GOOGLE | {"email": "amy@oakfield.example.evil.example"}, ""),
        ("google", GOOGLE | {"email": "amy@evil.example"}, ""),
        ("google", {"email_verified": True}, ""),
        ("microsoft", ENTRA | {"tid": "99999999-2222-3333-4444-555555555555"}, ENTRA["tid"]),
        ("microsoft", {"tid": ENTRA["tid"], "email": "amy@oakfield.example"}, ENTRA["tid"]),
        ("microsoft", ENTRA, ""),
    ],
)
def test_anything_less_proves_nothing(provider: str, claims: dict[str, object], tenant: str) -> None:
    assert rules.verified_address(provider, claims, ["oakfield.example"], tenant) is None
