"""Whether the record's place can be written is tried, and what waits while it cannot is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from belisha.gateway import doctor
from belisha.gateway.doctor import Check, State

if TYPE_CHECKING:
    from pathlib import Path

    from belisha.gateway.settings import Settings


def record(settings: Settings) -> Check:
    (check,) = doctor.CHECKS["record"](settings)
    return check


def settle(settings: Settings, place: str) -> None:
    (settings.home / "gateway.yaml").write_text(f"record: {place}\n")


def test_a_record_that_can_be_written_is_well_and_keeps_nothing_of_the_trial(settings: Settings) -> None:
    found = record(settings)
    assert found.state is State.WELL
    assert str(settings.home / "activity") in found.found
    assert not list((settings.home / "activity").rglob(".doctor"))


def test_a_folder_elsewhere_is_tried_there(settings: Settings, tmp_path: Path) -> None:
    settle(settings, f"{tmp_path / 'elsewhere'}")
    assert record(settings).state is State.WELL
    (tmp_path / "file").touch()
    settle(settings, f"{tmp_path / 'file' / 'elsewhere'}")
    assert record(settings).state is State.WRONG


def test_a_place_that_is_no_place_is_said(settings: Settings) -> None:
    settle(settings, "somewhere")
    assert "neither a folder's whole path nor" in record(settings).found


@pytest.mark.enable_socket
def test_a_bucket_that_does_not_answer_is_wrong_and_the_journal_is_said_to_wait(settings: Settings) -> None:
    settle(settings, "s3://bucket/folder")
    access = settings.home / "record-access.yaml"
    access.write_text("endpoint: http://127.0.0.1:9\nkey: hidden\nsecret: hidden\n")
    access.chmod(0o600)
    found = record(settings)
    assert found.state is State.WRONG
    assert "Meanwhile the journal keeps everything: 0 MB" in found.found
    assert "hidden" not in found.found


def test_a_journal_that_waits_long_is_told(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "WAITING_MB", 0)
    assert record(settings).state is State.LOOK
