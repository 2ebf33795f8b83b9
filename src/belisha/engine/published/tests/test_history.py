"""What was in force when: every move of the pointer is remembered."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from belisha.engine.published import HISTORY, Pointer
from belisha.engine.published.history import in_force_at, pointers

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def at(hours: int, policy: str) -> Pointer:
    return Pointer(policy=policy, lists="l", at=(NOON + timedelta(hours=hours)).isoformat())


def test_what_counted_at_a_moment_is_the_last_pointer_before_it() -> None:
    history = [at(0, "a"), at(2, "b")]
    assert in_force_at(history, NOON - timedelta(seconds=1)) is None
    assert in_force_at(history, NOON) == history[0]
    assert in_force_at(history, NOON + timedelta(hours=1)) == history[0]
    assert in_force_at(history, NOON + timedelta(hours=2)) == history[1]


def test_a_line_that_a_crash_cut_short_is_passed_over(tmp_path: Path) -> None:
    folder = tmp_path / "published"
    folder.mkdir()
    (folder / HISTORY).write_text('{"policy":"a","lists":"l","at":"2026-11-20T12:00:00+00:00"}\n{"policy":"b","li')
    assert [pointer.policy for pointer in pointers(tmp_path)] == ["a"]
    assert pointers(tmp_path / "nowhere") == []
