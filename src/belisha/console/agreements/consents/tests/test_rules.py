"""What several answers come to."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from belisha.console.agreements.consents.rules import (
    Given,
    Why,
    decide,
    for_adults,
    for_children,
    last_day,
    purposes,
)

DAY = date(2026, 11, 22)
answers = st.lists(
    st.builds(
        lambda yes, days: Given(yes, DAY + timedelta(days=days) if yes else None),
        st.booleans(),
        st.integers(-400, 400),
    ),
    max_size=5,
)


@given(answers)
def test_one_no_is_a_no_and_a_yes_needs_somebody_who_says_it(said: list[Given]) -> None:
    found = decide(said, DAY)
    in_force = [each for each in said if each.yes and each.until and each.until >= DAY]
    assert found.allowed == (bool(in_force) and all(each.yes for each in said))
    assert found.reason


@given(answers, answers)
def test_a_further_no_never_permits_anything(said: list[Given], more: list[Given]) -> None:
    refusals = [each for each in more if not each.yes]
    assert not decide([*said, *refusals], DAY).allowed or decide(said, DAY).allowed


def test_no_answer_is_a_no_and_where_nobody_may_answer_it_is_one_too() -> None:
    assert decide([], DAY) == (False, Why.NOBODY_SAID, None)
    assert decide([], DAY, anybody=False).why is Why.NOBODY_MAY
    assert decide([Given(yes=True, until=DAY - timedelta(days=1))], DAY).why is Why.RAN_OUT
    assert decide([Given(yes=True, until=DAY), Given(yes=False, until=None)], DAY).why is Why.DIFFER


def test_a_year_ends_on_the_day_before() -> None:
    assert last_day(DAY, 12) == date(2027, 11, 21)
    assert last_day(date(2026, 12, 1), 1) == date(2026, 12, 31)
    assert last_day(date(2027, 8, 31), 6) == date(2028, 2, 28), "February is shorter: its last day, less one"


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(1, 84))
def test_the_last_day_lies_as_many_months_ahead(day: date, months: int) -> None:
    days = (last_day(day, months) - day).days
    assert 28 * months - 1 <= days <= 31 * months


def test_every_purpose_says_in_short_words_what_a_yes_and_a_no_mean() -> None:
    assert len({purpose.id for purpose in purposes()}) == len(for_children()) + len(for_adults())
    for purpose in purposes():
        assert purpose.plain.endswith(".")
        assert purpose.if_no.endswith(".")
        longest = max(len(sentence.split()) for sentence in purpose.plain.split("."))
        assert longest <= 24, f"{purpose.id}: a sentence of {longest} words"
