"""Steps as a table, and texts side by side."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as some

from belisha.console.policies.models import Version
from belisha.console.policies.writing.rules import (
    MAKING,
    STEPS,
    Line,
    State,
    diagram,
    side_by_side,
    steps_from,
    words_apart,
)

GUIDE = Path(__file__).parents[6] / "docs/guide/policies-life.md"
lines = some.lists(
    some.builds(Line, some.sampled_from("abcdefgh"), some.just("s"), some.text("xy ", max_size=8)),
    unique_by=lambda line: line.id,
)


def test_the_guide_shows_the_table_as_it_is() -> None:
    with override("en-gb"):
        assert diagram() in GUIDE.read_text()


def test_the_states_are_those_of_the_model() -> None:
    assert [state.value for state in State] == [state.value for state in Version.State]


def test_whatever_is_being_made_can_be_given_up_and_what_was_in_force_cannot() -> None:
    names = {state: {step.name for step in steps_from(state)} for state in State}
    assert all("abandon" in names[state] for state in MAKING)
    assert names[State.PUBLISHED] == {"supersede"}
    assert not names[State.SUPERSEDED] | names[State.ABANDONED]


def test_nothing_comes_into_force_but_from_signatures() -> None:
    assert [step.sources for step in STEPS if step.to is State.PUBLISHED] == [(State.SIGNING,)]


@given(lines, lines)
def test_every_paragraph_of_both_texts_is_shown_once(left: list[Line], right: list[Line]) -> None:
    rows = side_by_side(left, right)
    assert sorted(row.right.id for row in rows if row.right) == sorted(line.id for line in right)
    assert {row.left.id for row in rows if row.left} == {line.id for line in left}
    assert len([row for row in rows if row.left]) == len(left)


@given(some.text("ab c", max_size=40), some.text("ab c", max_size=40))
def test_cut_texts_say_what_they_said(left: str, right: str) -> None:
    one, other = words_apart(left, right)
    assert " ".join(words for words, _differs in one).split() == left.split()
    assert " ".join(words for words, _differs in other).split() == right.split()


def test_what_differs_is_marked() -> None:
    one, other = words_apart("Phones are off", "Phones are silent")
    assert one == [("Phones are", False), ("off", True)]
    assert other == [("Phones are", False), ("silent", True)]


@pytest.mark.parametrize(
    ("left", "right", "kinds"),
    [
        ("ab", "ab", ["same", "same"]),
        ("ab", "ba", ["same", "same"]),
        ("a", "ab", ["same", "added"]),
        ("ab", "b", ["removed", "same"]),
    ],
)
def test_what_only_moved_is_neither_new_nor_gone(left: str, right: str, kinds: list[str]) -> None:
    rows = side_by_side([Line(x, "s", x) for x in left], [Line(x, "s", x) for x in right])
    assert sorted(row.kind for row in rows) == sorted(kinds)
