"""What people wrote is kept whole, or they are told that it was not."""

from __future__ import annotations

import errno
import json
import multiprocessing
import os
import stat

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from belisha.gateway.portal.spool import Kind, Spool


@pytest.fixture
def spool(tmp_path):
    return Spool(tmp_path / "spool")


@given(text=st.text())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_was_written_comes_back_letter_for_letter(spool, text):
    item_id = spool.keep(Kind.WORRIES, {"text": text})
    newest = spool.items(Kind.WORRIES)[0]
    assert (newest.id, newest.said) == (item_id, {"text": text})


def test_nobody_else_on_the_machine_can_read_it(spool, tmp_path):
    spool.keep(Kind.WORRIES, {"text": "secret"})
    assert stat.S_IMODE((tmp_path / "spool").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "spool" / "worries.jsonl").stat().st_mode) == 0o600


def test_what_was_dealt_with_stays_and_says_when(spool):
    first = spool.keep(Kind.ASKS, {"reason": "a"})
    second = spool.keep(Kind.ASKS, {"reason": "b"})
    assert spool.done(Kind.ASKS, first)
    newest, oldest = spool.items(Kind.ASKS)
    assert (newest.id, newest.done_at) == (second, "")
    assert oldest.done_at


def test_nothing_can_be_done_with_an_id_that_is_not_there(spool):
    assert not spool.done(Kind.ASKS, "A-222222")


def test_what_somebody_writes_cannot_pass_for_a_note_that_it_was_dealt_with(spool):
    item_id = spool.keep(Kind.ASKS, {"reason": "x"})
    spool.keep(Kind.ASKS, {"reason": json.dumps({"done": item_id})})
    assert [item.done_at for item in spool.items(Kind.ASKS)] == ["", ""]


def test_a_line_cut_short_by_a_crash_costs_only_itself(spool, tmp_path):
    spool.keep(Kind.ASKS, {"reason": "before"})
    path = tmp_path / "spool" / "asks.jsonl"
    path.write_bytes(path.read_bytes() + b'{"id": "A-CUT')
    spool.keep(Kind.ASKS, {"reason": "after"})
    assert [item.said["reason"] for item in spool.items(Kind.ASKS)] == ["after", "before"]


def test_a_full_disk_leaves_no_half_line_and_is_told(spool, tmp_path, monkeypatch):
    spool.keep(Kind.ASKS, {"reason": "before"})
    whole = (tmp_path / "spool" / "asks.jsonl").read_bytes()
    write = os.write
    monkeypatch.setattr(os, "write", lambda handle, line: write(handle, line[:10]))
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        spool.keep(Kind.ASKS, {"reason": "lost?"})
    assert (tmp_path / "spool" / "asks.jsonl").read_bytes() == whole


def _keep_many(folder, mark):
    for number in range(40):
        Spool(folder).keep(Kind.ASKS, {"reason": f"{mark}{number}" * 500})


def test_several_processes_at_once_lose_nothing(tmp_path):
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=_keep_many, args=(tmp_path, mark)) for mark in "abc"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(30)
    kept = Spool(tmp_path).items(Kind.ASKS)
    assert {str(item.said["reason"]) for item in kept} == {f"{m}{n}" * 500 for m in "abc" for n in range(40)}


def test_a_folder_that_cannot_be_written_is_known_beforehand(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert not Spool(blocked / "spool").ready()
    assert Spool(tmp_path / "spool").ready()
