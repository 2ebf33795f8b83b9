"""What parents read can be read at nine, and holds what it must."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from belisha.console.agreements.consents.rules import purposes
from belisha.console.agreements.home.rules import card_on, signs, talking, tips, units
from belisha.console.design.readability import measure

if TYPE_CHECKING:
    from collections.abc import Iterator

READING_AGE = 9


def texts() -> Iterator[tuple[str, list[str]]]:
    yield "consents", [words for purpose in purposes() for words in (purpose.plain, purpose.if_no)]
    for age in tips().ages:
        yield f"tips {age.id}", list(age.tips)
    yield "signs", [signs().lead, *signs().do, *(sign for group in signs().groups for sign in group.signs)]
    for unit in units():
        yield f"unit {unit.id}", [*unit.parts, unit.attempt, unit.ask, unit.why]
    yield "together", list(talking().together)
    yield "cards", [line for card in talking().cards for line in card.ask]
    yield "pledge", list(talking().pledge)
    for chapter in talking().safety:
        yield chapter.title, [chapter.text]


@pytest.mark.parametrize(("name", "words"), list(texts()))
def test_a_text_for_parents_can_be_read_at_nine(name: str, words: list[str]) -> None:
    assert measure(words).age <= READING_AGE, name


def test_a_unit_asks_something_that_has_one_right_answer() -> None:
    assert len({unit.id for unit in units()}) == len(units())
    assert all(0 <= unit.right < len(unit.choices) for unit in units())


def test_parents_are_told_of_supervised_access_that_fits_age_and_ability() -> None:
    words = talking().safety[0].text
    assert all(said in words for said in ("adult is in the room", "fits their age", "what they can do"))


def test_there_is_a_card_for_every_day_of_a_school_year() -> None:
    first = date(2026, 9, 1)
    found = {card_on(first + timedelta(days=day)).id for day in range(365)}
    assert found == {card.id for card in talking().cards}
