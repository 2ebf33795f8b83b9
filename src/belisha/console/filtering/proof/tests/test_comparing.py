"""Gateway and console compared: a disagreement is found, and nothing else is taken for one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from belisha.activity.days import milliseconds
from belisha.console.filtering.proof.rules.comparing import Judged, Line, judge_again
from belisha.engine.policy import Rulebook
from belisha.engine.published import InForce, Pointer
from belisha.engine.published.preparing import probe_lists, read_checked_policy
from belisha.engine.snapshot import Snapshot, build

if TYPE_CHECKING:
    from collections.abc import Callable

TOWN = (Path(__file__).parents[6] / "tests/town/policy.yaml").read_text()
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
STRICT = Pointer("strict", "l", (NOON - timedelta(hours=2)).isoformat())
LAX = Pointer("lax", "l", NOON.isoformat())


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Pointer], InForce | None]:
    index = Snapshot.open(build(probe_lists(), tmp_path_factory.mktemp("lists")).path)
    texts = {"strict": TOWN, "lax": TOWN.replace("block: [games, ", "block: [")}
    pairs = {
        name: InForce(Pointer(name, "l", ""), Rulebook.of(read_checked_policy(text)), index)
        for name, text in texts.items()
    }
    return lambda pointer: pairs.get(pointer.policy)


def a_line(at: datetime, verdict: str, **columns: Any) -> Line:
    moment = milliseconds(at)
    reason = {"category": "games", "rule": "", "list": "probe/games"}
    values = {"first": moment, "last": moment, "times": 1, "address": "127.0.0.1", "sign_in": "ben.4", "device": ""}
    values |= {"group": "4-beech", "method": "GET", "scheme": "http", "host": "games.probe.belisha.invalid", "port": 80}
    return Line(**{**values, "path": "/", "query": "", "verdict": verdict, "profile": "juniors", **reason, **columns})


def judged(line: Line, opened: Callable[[Pointer], InForce | None]) -> Judged | None:
    return judge_again(line, [STRICT, LAX], opened)


def test_what_both_say_is_no_disagreement(opened: Callable[[Pointer], InForce | None]) -> None:
    assert judged(a_line(NOON - timedelta(hours=1), "block"), opened) == Judged(agrees=True)
    assert judged(a_line(NOON + timedelta(hours=1), "allow"), opened) == Judged(agrees=True)


@pytest.mark.parametrize("columns", [{}, {"category": "shopping"}, {"profile": "staff"}])
def test_another_verdict_or_reason_is_one(opened: Callable[[Pointer], InForce | None], columns: dict[str, str]) -> None:
    said = "block" if columns else "allow"
    found = judged(a_line(NOON - timedelta(hours=1), said, **columns), opened)
    assert found is not None
    assert not found.agrees
    assert found.summary is not None
    assert found.summary.verdict == "block"


def test_a_change_may_reach_a_gateway_some_seconds_later(opened: Callable[[Pointer], InForce | None]) -> None:
    assert judged(a_line(NOON + timedelta(seconds=40), "block"), opened) == Judged(agrees=True)
    late = judged(a_line(NOON + timedelta(minutes=10), "block"), opened)
    assert late is not None
    assert not late.agrees


def test_a_verdict_that_was_right_in_the_morning_and_wrong_in_the_evening_is_found(
    opened: Callable[[Pointer], InForce | None],
) -> None:
    line = a_line(NOON - timedelta(hours=1), "block", last=milliseconds(NOON + timedelta(hours=1)), times=2)
    found = judged(line, opened)
    assert found is not None
    assert not found.agrees


def test_what_ran_under_files_that_are_gone_is_not_judged(opened: Callable[[Pointer], InForce | None]) -> None:
    assert judged(a_line(NOON - timedelta(hours=9), "block"), opened) is None
    assert judge_again(a_line(NOON, "block"), [Pointer("gone", "l", STRICT.at)], opened) is None


@pytest.mark.parametrize("columns", [{"path": "/a%5Cb"}, {"host": "a b"}, {"category": "", "list": "", "path": "/x"}])
def test_requests_of_which_the_record_holds_no_single_form_are_left_out(
    opened: Callable[[Pointer], InForce | None], columns: dict[str, str]
) -> None:
    at = NOON + timedelta(hours=1) if "category" in columns else NOON - timedelta(hours=1)
    assert judged(a_line(at, "block", **columns), opened) is None
