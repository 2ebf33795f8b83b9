"""The manifest is the whole truth about a gateway's record, or an error that says so."""

import os
import stat
from pathlib import Path

import pytest

from belisha.activity.durable import make_folder, write_whole
from belisha.activity.errors import say_error
from belisha.activity.ingest import ingest
from belisha.activity.manifest import Manifest, ManifestError, TakenError, commit, locked, read_manifest
from belisha.activity.tests.written import Journal, everything, gateway_folder, line


def test_each_commit_has_the_next_number(tmp_path: Path) -> None:
    with locked(tmp_path, "gw"):
        first = commit(tmp_path, "gw", Manifest(offsets={"s": 5}))
        second = commit(tmp_path, "gw", first)
    assert (first.generation, second.generation) == (1, 2)
    assert read_manifest(tmp_path, "gw") == second


@pytest.mark.parametrize("content", [b"", b"{", b'{"format":2}', b'{"parts":[{}]}', b"\xff"])
def test_a_manifest_that_cannot_be_read_stops_everything_and_changes_nothing(journal: Journal, content: bytes) -> None:
    journal.write(line())
    ingest(journal.home)
    path = gateway_folder(journal.home, "gw") / "manifest.json"
    path.write_bytes(content)
    for work in (ingest, everything):
        with pytest.raises(ManifestError, match="Nothing was deleted"):
            work(journal.home)
    assert path.read_bytes() == content
    assert len(list(path.parent.rglob("*.parquet"))) == 1


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "x"
    write_whole(target, b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_whole(target, b"new")
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_files_and_folders_are_for_owner_and_group_and_belong_to_the_folders_owner(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        os.chown(tmp_path, 12345, 12345)
    make_folder(tmp_path / "a" / "b")
    write_whole(tmp_path / "a" / "b" / "x", b"")
    for path in (tmp_path / "a", tmp_path / "a" / "b", tmp_path / "a" / "b" / "x"):
        assert path.stat().st_uid == tmp_path.stat().st_uid
        assert stat.S_IMODE(path.stat().st_mode) & 0o007 == 0


def test_who_may_not_look_is_told_so() -> None:
    assert "only root and the user" in say_error(PermissionError(13, "Permission denied", "lookups.jsonl"))
    assert say_error(OSError(28, "No space left on device", "x.json")).startswith("The disk is full: x.json. Make room")
    assert say_error(OSError(21, "Is a directory", "x.json")) == "Is a directory: x.json."
    assert say_error(ManifestError("broken")) == "broken"


def test_a_data_folder_that_lost_its_owner_file_still_owns_what_lies_in_it(journal: Journal) -> None:
    journal.write(line(path="/1"))
    ingest(journal.home)
    (journal.home / "activity" / "owner").unlink()
    journal.write(line(path="/2"))
    ingest(journal.home)
    assert [event.path for event in everything(journal.home)] == ["/1", "/2"]


def test_in_a_place_of_others_only_the_owner_writes(journal: Journal, tmp_path: Path) -> None:
    (journal.home / "gateway.yaml").write_text(f"record: {tmp_path / 'record'}\n")
    journal.write(line(path="/1"))
    ingest(journal.home)
    name = (journal.home / "activity" / "owner").read_text()
    (journal.home / "activity" / "owner").unlink()
    journal.write(line(path="/2"))
    with pytest.raises(TakenError, match="another machine"):
        ingest(journal.home)
    (journal.home / "activity" / "owner").write_text(name)
    ingest(journal.home)
    assert [event.path for event in everything(journal.home)] == ["/1", "/2"]
    assert not list((journal.home / "activity").rglob("*.parquet"))
