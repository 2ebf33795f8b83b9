"""The code of a blocked page: read as it was written, and nothing else is one."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belisha.activity.page_code import check_of, code_of, read_code

NOON = datetime(2026, 11, 20, 12, 0, 7, tzinfo=UTC)


@given(st.integers(0, 20 * 365 * 86_400), st.text(max_size=40), st.text(max_size=60))
def test_a_code_says_the_second_and_the_check(seconds: int, client: str, host: str) -> None:
    begin = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp())
    code = read_code(code_of(begin + seconds, client, host))
    assert code is not None
    assert int(code.at.timestamp()) == begin + seconds
    assert code.check == check_of(client, host)


def test_a_code_may_be_typed_in_any_way_that_people_do() -> None:
    written = code_of(int(NOON.timestamp()), "10.1.4.23", "maze.test")
    assert read_code(f"  {written.lower().replace('-', ' ')} ") == read_code(written)
    assert read_code(written) is not None


@pytest.mark.parametrize("text", ["", "7K2M", "7K2M-9QX", "7K2M-9QXW2", "7K2M-9QX0", "7K2M-9QX\x00W9", "ÄÖÜ2-9QXW"])
def test_anything_else_is_no_code(text: str) -> None:
    assert read_code(text) is None
