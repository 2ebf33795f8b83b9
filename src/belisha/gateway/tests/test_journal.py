"""Segments of the journal: when a new one begins, and that there is always a current one."""

from __future__ import annotations

import os
import threading
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from belisha.gateway import journal
from belisha.gateway.journal import current_segment, new_segment, wants_new_segment

if TYPE_CHECKING:
    import pytest

    from belisha.gateway.settings import Settings

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def test_before_the_first_start_there_is_none_and_one_is_wanted(settings: Settings) -> None:
    assert current_segment(settings) is None
    assert wants_new_segment(settings, NOON)


def test_a_segment_is_named_by_gateway_and_utc_whatever_the_zone(settings: Settings) -> None:
    summer = datetime(2026, 6, 1, 0, 30, tzinfo=timezone(timedelta(hours=1)))
    segment = new_segment(settings, summer)
    assert segment.name == "gateway-20260531T233000000000Z.log"
    assert current_segment(settings) == segment
    assert segment.stat().st_mode & 0o007 == 0, "a record is not for every user of the machine"


def test_the_same_day_goes_on_in_the_same_segment_and_the_next_day_does_not(settings: Settings) -> None:
    new_segment(settings, NOON)
    assert not wants_new_segment(settings, NOON + timedelta(hours=11, minutes=59))
    assert wants_new_segment(settings, NOON + timedelta(hours=12))


def test_a_segment_that_has_grown_large_is_followed_by_another(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "LARGEST", 100)
    segment = new_segment(settings, NOON)
    segment.write_bytes(bytes(99))
    assert not wants_new_segment(settings, NOON)
    segment.write_bytes(bytes(100))
    assert wants_new_segment(settings, NOON)


def test_a_segment_that_was_taken_away_is_replaced(settings: Settings) -> None:
    new_segment(settings, NOON).unlink()
    assert wants_new_segment(settings, NOON)


def test_the_pointer_survives_a_move_of_the_home_and_older_segments_stay(settings: Settings) -> None:
    first = new_segment(settings, NOON)
    first.write_text("kept")
    second = new_segment(settings, NOON + timedelta(seconds=1))
    link = settings.journal / "current.log"
    assert str(link.readlink()) == second.name, "relative: a restored backup works elsewhere"
    assert first.read_text() == "kept"


def test_a_draft_left_by_a_crash_is_no_obstacle(settings: Settings) -> None:
    new_segment(settings, NOON)
    (settings.journal / f".current.{os.getpid()}").symlink_to("nowhere")
    segment = new_segment(settings, NOON + timedelta(days=1))
    assert current_segment(settings) == segment


def test_there_is_a_current_segment_at_every_instant_of_a_turn(settings: Settings) -> None:
    new_segment(settings, NOON)
    link, missing, stop = settings.journal / "current.log", [], threading.Event()

    def look() -> None:
        while not stop.is_set():
            if not link.exists():
                missing.append(1)

    watcher = threading.Thread(target=look)
    watcher.start()
    for turn in range(200):
        new_segment(settings, NOON + timedelta(seconds=turn))
    stop.set()
    watcher.join()
    assert not missing
