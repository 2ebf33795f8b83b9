"""Numbers with their nouns."""

import pytest

from belisha.activity.counted import counted


@pytest.mark.parametrize(("number", "words"), [(0, "0 days"), (1, "1 day"), (2, "2 days"), (1000, "1,000 days")])
def test_one_stands_alone_and_everything_else_is_many(number: int, words: str) -> None:
    assert counted(number, "day") == words


def test_what_takes_no_s_says_what_it_is() -> None:
    assert [counted(number, "entry is", "entries are") for number in (1, 3)] == ["1 entry is", "3 entries are"]
