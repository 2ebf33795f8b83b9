"""Whoever brings a backup back learns whether Belisha runs on the data folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from belisha.cli.running import held_by_a_start, runs_on

if TYPE_CHECKING:
    from pathlib import Path


def test_a_data_folder_on_which_nothing_was_started_is_free(tmp_path: Path) -> None:
    assert not runs_on(tmp_path)
    assert not runs_on(tmp_path / "not there yet")


def test_gateway_and_console_on_one_data_folder_hold_it_until_both_have_ended(tmp_path: Path) -> None:
    with held_by_a_start(tmp_path):
        with held_by_a_start(tmp_path):
            assert runs_on(tmp_path)
        assert runs_on(tmp_path)
    assert not runs_on(tmp_path)


def test_another_data_folder_is_not_taken_for_this_one(tmp_path: Path) -> None:
    for name in ("live", "trial"):
        (tmp_path / name).mkdir()
    with held_by_a_start(tmp_path / "live"):
        assert not runs_on(tmp_path / "trial")
