"""What an entry holds besides words reads the same whichever database kept it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from belisha.console.concerns.record.rules.readable import readable

ROW = {"at": "10:00", "what": "search", "where": "maze", "verdict": "block", "why": "Games", "more": "x"}


@given(st.permutations(sorted(ROW)))
def test_the_order_in_which_a_database_gives_keys_back_changes_nothing(keys: list[str]) -> None:
    shuffled = {key: ROW[key] for key in keys}
    assert readable(shuffled) == readable(ROW)
    assert readable({"around": [shuffled]}) == readable({"around": [ROW]})
    assert readable({"around": [ROW]})[0].heads[0] == "When"
