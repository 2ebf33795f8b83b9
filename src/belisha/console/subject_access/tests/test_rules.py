"""The clock of a request, and whose names are left out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belisha.console.people.subject_access import Other
from belisha.console.subject_access.rules import CUT, due_after, grounds, proposed, without


@pytest.mark.parametrize(
    ("received", "months", "due"),
    [
        (date(2026, 9, 3), 1, date(2026, 10, 5)),  # a Saturday goes on to Monday
        (date(2027, 1, 31), 1, date(2027, 3, 1)),  # 28 February is a Sunday
        (date(2026, 8, 31), 1, date(2026, 9, 30)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 10, 15), 3, date(2027, 1, 15)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
    ],
)
def test_the_month_ends_on_its_day(received: date, months: int, due: date) -> None:
    assert due_after(received, months) == due


@given(st.dates(date(2020, 1, 1), date(2060, 12, 31)), st.integers(1, 3))
def test_nobody_gets_more_than_the_months_and_a_weekend(received: date, months: int) -> None:
    due = due_after(received, months)
    assert due.weekday() < 5
    assert received + timedelta(days=28 * months) <= due <= received + timedelta(days=31 * months + 2)


OTHERS = (
    Other("Kevin Older", "child"),
    Other("Ann-Marie O'Neil", "reporter"),
    Other("Jane Reed", "staff"),
    Other("Sam Yusuf", "family"),
)


def test_others_are_proposed_and_those_who_were_there_by_their_work_stay() -> None:
    text = "Jane Reed spoke with Amina Yusuf. kevin  OLDER ran off; Kevin, said Ann-Marie O'Neil, is older than Sam."
    words = proposed(text, OTHERS, ("Amina Yusuf", "Amina", "Yusuf"))
    assert words == ["Ann-Marie O'Neil", "Kevin Older", "Ann-Marie", "O'Neil", "Kevin", "Older", "Sam"]
    told = without(text, words)
    assert "Jane Reed spoke with Amina Yusuf" in told
    assert not [name for name in ("kevin", "older", "neil", "sam.") if name in told.lower()]
    assert "Yusuf" in told, "a family name that both bear is not cut by itself"


def test_whoever_told_of_it_themselves_is_not_cut_out_of_their_own_words() -> None:
    assert proposed("Written: Amina Yusuf", (Other("Amina Yusuf", "reporter"),), ("Amina Yusuf", "Amina")) == []


def test_a_colleague_who_told_us_is_not_named_by_having_told_us() -> None:
    others = (Other("Jo Field", "staff"), Other("Jo Field", "reporter"))
    assert "Jo Field" in proposed("Jo Field said so.", others, ("Amina Yusuf",))


@given(st.lists(st.text(min_size=1, max_size=12), max_size=4), st.text(max_size=80))
def test_whatever_is_cut_is_not_there_as_a_word_of_its_own(cuts: list[str], text: str) -> None:
    told = without(text, cuts)
    assert without(told, cuts).replace(CUT, "") == told.replace(CUT, "") or CUT in told


def test_words_within_other_words_stay() -> None:
    assert without("Art is in a cart. ART!", ["Art"]) == f"{CUT} is in a cart. {CUT}!"


def test_each_ground_says_what_must_be_true_and_by_which_law() -> None:
    assert {"serious-harm", "child-abuse"} <= set(grounds())
    assert all(len(one.test) > 30 and "DPA" in one.law for one in grounds().values())
    assert [one.id for one in grounds().values() if one.not_self] == ["child-abuse"]
