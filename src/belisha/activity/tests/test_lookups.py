"""Looks go on record, whoever looks."""

import json
import os
import stat
from pathlib import Path

import msgspec
import pytest

from belisha.activity.lookups import Lookup, lookups, operating_user, record_lookup
from belisha.activity.tests.written import at


def lookup(subject: str) -> Lookup:
    return Lookup(
        at=at("2026-11-23 08:05:00"),
        by="office",
        what="report week",
        kind="person",
        subject=subject,
        schools=("oak",),
        first="2026-11-16",
        last="2026-11-22",
        purpose="line\nbreak",
    )


def test_each_look_is_a_line_of_its_own(tmp_path: Path) -> None:
    record_lookup(tmp_path, lookup("amy"))
    record_lookup(tmp_path, lookup("ben"))
    path = tmp_path / "activity" / "lookups" / "2026-11-23.jsonl"
    first, second = [json.loads(text) for text in path.read_text().splitlines()]
    assert (first["subject"], second["subject"], first["purpose"]) == ("amy", "ben", "line\nbreak")
    assert first["at"] == "2026-11-23T08:05:00Z"
    assert stat.S_IMODE(path.stat().st_mode) & 0o007 == 0


def test_looks_are_read_day_by_day_without_a_line_that_was_cut_short(tmp_path: Path) -> None:
    early = msgspec.structs.replace(lookup("ben"), at=at("2026-11-20 08:00:00"))
    for each in (lookup("amy"), early):
        record_lookup(tmp_path, each)
    with (tmp_path / "activity" / "lookups" / "2026-11-20.jsonl").open("ab") as handle:
        handle.write(b'{"at":"2026-')
    assert [each.subject for each in lookups(tmp_path)] == ["ben", "amy"]


def test_the_user_behind_sudo_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SUDO_USER", raising=False)
    plain = operating_user()
    monkeypatch.setenv("SUDO_USER", "jane")
    monkeypatch.setenv("LOGNAME", "somebody-else")
    assert operating_user() == f"jane as {plain}"
    assert plain
    assert os.getuid() != 0 or plain == "root"
