"""What a password must be: long enough, hard to guess, leaked nowhere, without names."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from belisha.console.access.accounts.rules.first_passwords import first_password, new_token
from belisha.console.access.accounts.rules.leaked import compiled, is_leaked, known
from belisha.console.access.accounts.rules.passwords import DEFAULTS, LONGEST, PasswordRule, faults, words_of

STAFF = DEFAULTS["staff"]
PUPIL = DEFAULTS["pupil"]
WORDS = [word for word in FREQUENCY_LISTS["passwords"] if len(word) > 3 and word[-1].isalpha()]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=LONGEST + 20), st.sampled_from(sorted(DEFAULTS)))
def test_every_password_is_taken_or_told_why_not(password: str, kind: str) -> None:
    rule = DEFAULTS[kind]
    found = faults(password, rule, ())
    assert all(text.endswith(".") for text in found)
    if len(password) < rule.length or len(password) > LONGEST:
        assert found


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(DEFAULTS)), st.booleans())
def test_first_passwords_pass_the_rules_of_those_who_get_them(kind: str, easy: bool) -> None:
    assert faults(first_password(kind, easy=easy and kind == "pupil"), DEFAULTS[kind], ()) == []


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(WORDS), st.sampled_from(["", "1", "2026!", "99"]))
def test_no_leaked_password_is_taken_whatever_figures_stand_behind_it(word: str, tail: str) -> None:
    assert is_leaked(word)
    assert is_leaked(word.upper())
    assert faults(word + tail, PasswordRule(1, 0, 0), ())


@given(st.from_regex(r"[A-Z][a-z]{3,10}", fullmatch=True), st.from_regex(r"[A-Z][a-z]{3,10}", fullmatch=True))
@settings(max_examples=40, deadline=None)
def test_no_password_holds_its_owners_name_or_school(given_name: str, school: str) -> None:
    names = words_of(f"{given_name} Hill", f"{school} Primary School")
    assert faults(f"quartz-{given_name.upper()}-lantern-plum", STAFF, names)
    assert faults(f"quartz{school}lanternplum", STAFF, names)


def test_plain_words_of_a_schools_name_are_allowed() -> None:
    assert words_of("St Mary's Primary School") == ("mary",)
    assert faults("kettle-orbit-school-plum", STAFF, words_of("St Mary's Primary School")) == []


def test_a_short_name_is_found_as_a_word_and_not_inside_others() -> None:
    assert faults("amy-kettle-orbit-plum", STAFF, ("amy",))
    assert faults("creamy-kettle-orbit-plum", STAFF, ("amy",)) == []


@pytest.mark.parametrize(
    ("password", "word"),
    [
        ("qwertyuiop[]", "next to each other"),
        ("xyxyxyxyxyxyxyxy", "again and again"),
        ("Short1!", "12 characters or more"),
        ("Dragon2026!!!", "lists that thieves try"),
    ],
)
def test_advice_says_in_plain_words_what_is_wrong(password: str, word: str) -> None:
    assert any(word in text for text in faults(password, STAFF, ())), faults(password, STAFF, ())


def test_what_adults_may_not_use_may_do_for_a_child() -> None:
    assert faults("frog-kite-plum", PUPIL, ()) == []


def test_the_list_of_leaked_passwords_is_made_of_the_licensed_words_and_of_nothing_else() -> None:
    # one list, two spellings that differ in case are one; four bytes of a digest seldom meet
    words = {word.casefold() for word in FREQUENCY_LISTS["passwords"]}
    assert len(words) - known() < 5
    assert compiled(["b", "A"]) == compiled(["a", "b", "B"])


def test_few_passwords_are_taken_for_leaked_that_are_not() -> None:
    assert sum(is_leaked(new_token()) for _ in range(3000)) <= 1
