"""Danger does not wait for the minute: the clock looks into the spool each second."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from belisha.console.config import process
from belisha.console.flows.alerts import handed_on

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_the_clock_looks_each_second_and_has_danger_brought_in_at_once(
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
