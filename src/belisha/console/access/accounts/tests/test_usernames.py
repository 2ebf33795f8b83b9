"""User names: plain, within a log-on's length, never one that is taken."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from belisha.console.access.accounts.declared import PATTERNS
from belisha.console.access.accounts.rules.usernames import (
    LONGEST,
    RESERVED,
    Names,
    fold,
    pattern_fault,
    suggest,
    username_fault,
)

CHOICES = [value for value, _words in PATTERNS["staff"].choices]
some_names = st.builds(Names, st.text(max_size=40), st.text(max_size=40), st.integers(1970, 2099))
plain_names = st.builds(
    Names,
    st.from_regex(r"[A-Z][a-z]{1,12}", fullmatch=True),
    st.from_regex(r"[A-Z][a-z]{1,12}", fullmatch=True),
    st.integers(2000, 2099),
)


@given(st.sampled_from(CHOICES), some_names, st.sampled_from(["pupil", "staff"]))
def test_whatever_somebody_is_called_their_user_name_is_a_good_one(pattern: str, names: Names, kind: str) -> None:
    name = suggest(pattern, names, (), fallback=kind)
    assert username_fault(name) == ""


@given(st.sampled_from(CHOICES), st.lists(plain_names, max_size=12))
def test_no_two_people_of_a_list_get_the_same(pattern: str, people: list[Names]) -> None:
    taken: set[str] = set()
    for names in people * 3:
        name = suggest(pattern, names, taken)
        assert name not in taken
        taken.add(name)


@given(plain_names, st.integers(1, 150))
def test_numbers_go_on_from_two_and_never_make_a_name_too_long(names: Names, before: int) -> None:
    taken: set[str] = set()
    for _ in range(before):
        taken.add(suggest("{given}.{family}", names, taken))
    name = suggest("{given}.{family}", names, taken)
    assert len(name) <= LONGEST
    assert name.endswith(str(before + 1))


@example("\u2121")
@given(st.text(max_size=60))
def test_folding_leaves_nothing_that_a_log_on_could_not_take(text: str) -> None:
    assert re.fullmatch(r"[a-z0-9]*", fold(text))


@pytest.mark.parametrize(
    ("pattern", "names", "wanted"),
    [
        ("{given}.{family}", Names("Zoë", "O'Brien", 2026), "zoe.obrien"),
        ("{initial}{family}{year}", Names("Łukasz", "Świątek", 2026), "lswiatek26"),
        ("{given}.{family}", Names("Anne-Marie", "van der Berg", 2026), "annemarie.vanderberg"),
        ("{family}{initial}", Names("Jürgen", "Groß", 2025), "grossj"),
        ("{given}.{family}", Names("Siân", "", 2026), "sian"),
        ("{given}{year}", Names("Amy", "Hill", 2007), "amy07"),
        ("{given}.{family}", Names("Олена", "Шевченко", 2026), "person"),
    ],
)
def test_names_as_they_are_borne_become_user_names(pattern: str, names: Names, wanted: str) -> None:
    assert suggest(pattern, names, ()) == wanted


def test_names_that_mean_something_to_machines_get_a_number() -> None:
    assert suggest("{given}.{family}", Names("Admin", "", 2026), ()) == "admin2"
    assert all(username_fault(name) for name in RESERVED)


@pytest.mark.parametrize(
    "name", ["ab", "Amy", "amy hill", "amy..hill", ".amy", "amy.", "1amy", "a" * 21, "amy:hill", "ämy"]
)
def test_a_user_name_that_cannot_be_is_told_why(name: str) -> None:
    assert username_fault(name)


@pytest.mark.parametrize(
    "pattern", ["{first}.{family}", "pupil{year}", "{given} {family}", "{given}:{family}", "{given}..x"]
)
def test_a_pattern_that_cannot_be_is_told_why(pattern: str) -> None:
    assert pattern_fault(pattern)


@pytest.mark.parametrize("pattern", CHOICES)
def test_every_pattern_on_offer_is_sound(pattern: str) -> None:
    assert pattern_fault(pattern) == ""
