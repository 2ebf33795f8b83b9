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


def test_what_a_machine_wrote_reads_as_people_write_it() -> None:
    why = ["Outside school time, at 14:54.", "Nothing of this theme was on record before."]
    details = {"first": "2026-06-22T14:54:18.660000+00:00", "why": why, "source": "alert:11", "left_out": 0}
    assert [(one.label, one.text) for one in readable(details)] == [
        ("Why", " ".join(why)),
        ("First", "22 June 2026, 15:54"),
    ]
    assert [one.text for one in readable({"agency": "social-care", "event": "made"})] == ["social care", "made"]
    assert "blocked" in readable({"around": [ROW]})[0].rows[0]
    assert readable({"words": "2026-06-22T1 is not a time"})[0].text == "2026-06-22T1 is not a time"
