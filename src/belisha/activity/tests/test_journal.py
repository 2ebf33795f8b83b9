"""Segments of the journal, and the whole lines in them."""

import os
from pathlib import Path

from belisha.activity.journal import Batch, batches, current_name, segments, sync_current
from belisha.activity.tests.written import Journal


def read(path: Path, offset: int = 0, *, closed: bool = False, size: int = 10) -> list[Batch]:
    handle = os.open(path, os.O_RDONLY)
    try:
        return list(batches(handle, offset, closed=closed, size=size))
    finally:
        os.close(handle)


def test_batches_end_where_lines_end(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"aaa\nbbbb\ncc\ndd")
    assert read(path) == [Batch(0, b"aaa\nbbbb\n"), Batch(9, b"cc\n")]
    assert read(path, 9) == [Batch(9, b"cc\n")]


def test_an_unfinished_line_is_given_only_when_nobody_will_finish_it(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"aaa\ndd")
    assert read(path, closed=True) == [Batch(0, b"aaa\n"), Batch(4, b"dd", torn=True)]


def test_what_fills_a_whole_batch_without_an_end_of_line_cannot_stop_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"\0" * 25 + b"\naaa\n")
    assert read(path) == [
        Batch(0, b"\0" * 10, torn=True),
        Batch(10, b"\0" * 10, torn=True),
        Batch(20, b"\0" * 5 + b"\naaa\n"),
    ]


def test_segments_are_known_by_gateway_and_the_current_one_is_open(journal: Journal) -> None:
    first = journal.current.name
    journal.write(b"x\n")
    journal.rotate()
    journal.write(b"y\n")
    journal.grow_quiet()
    assert current_name(journal.home) == journal.current.name
    assert [(one.gateway, one.name, one.closed) for one in segments(journal.home)] == [
        ("gw", first, True),
        ("gw", journal.current.name, False),
    ]
    assert segments(journal.home, "other") == []


def test_a_home_without_a_journal_has_no_segments(tmp_path: Path) -> None:
    assert segments(tmp_path) == []
    assert current_name(tmp_path) == ""
    sync_current(tmp_path)


def test_names_with_microseconds_are_segments(tmp_path: Path) -> None:
    (tmp_path / "journal").mkdir()
    (tmp_path / "journal" / "gate-1-20261116T080000123456Z.log").touch()
    assert [one.gateway for one in segments(tmp_path)] == ["gate-1"]
