"""Danger does not wait for the minute: the clock looks into the spool several times a second."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from belisha.console.config import process
from belisha.console.flows.alerts import handed_on

if TYPE_CHECKING:
    from pathlib import Path


def test_the_clock_looks_again_and_again_and_has_danger_brought_in_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    began: list[object] = []
    monkeypatch.setattr(process, "_in_child", began.append)
    monkeypatch.setattr(process, "LOOK_SECONDS", 0.01)
    folder = tmp_path / "spool" / "findings"
    folder.mkdir(parents=True)
    (folder / "F-AAAAAAAAAA.json").write_text("{}")
    process._look_until(time.time() + 0.5, tmp_path)
    assert began == [process._danger_now], "once, while nothing else comes"
    assert len(handed_on(tmp_path)) == 1


def test_what_bringing_danger_in_needs_is_read_before_anything_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []

    def done(run: object) -> None:
        order.append(getattr(run, "__name__", ""))
        raise KeyboardInterrupt

    monkeypatch.setattr("belisha.console.config.preparing.await_database", lambda _seconds: True)
    monkeypatch.setattr(process, "_end_cleanly", lambda: None)
    monkeypatch.setattr(process, "_read_ahead", lambda: order.append("read"))
    monkeypatch.setattr(process, "_in_child", done)
    with pytest.raises(KeyboardInterrupt):
        process.clock(tmp_path)
    assert order == ["read", "_due_now"]
