"""`belisha spool`: what came in, for people and for scripts."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from belisha.cli.spool import command
from belisha.gateway.portal.spool import Kind, Spool


@pytest.fixture
def spool(tmp_path):
    return Spool(tmp_path / "spool")


def run(tmp_path, *arguments: str):
    return CliRunner().invoke(command, ["--home", str(tmp_path), *arguments])


def test_the_newest_comes_first_with_a_count_of_what_is_still_to_do(spool, tmp_path):
    first = spool.keep(Kind.ASKS, {"reason": "one"})
    second = spool.keep(Kind.ASKS, {"reason": "two"})
    spool.done(Kind.ASKS, first)
    output = run(tmp_path, "asks").output
    assert "2, 1 still to be dealt with" in output
    assert output.index(second) < output.index(first)


def test_both_kinds_are_shown_when_none_is_named(spool, tmp_path):
    spool.keep(Kind.WORRIES, {"happened": ["unkind"], "adult": ["team"]})
    output = run(tmp_path).output
    assert "Pages that were asked for: 0" in output
    assert "Somebody was unkind" in output
    assert "The safeguarding team" in output


def test_one_is_noted_as_dealt_with_by_its_id_in_any_case(spool, tmp_path):
    item_id = spool.keep(Kind.WORRIES, {"text": "x"})
    assert "0 still to be dealt with" in run(tmp_path, "--done", item_id.lower()).output
    assert spool.items(Kind.WORRIES)[0].done_at


def test_an_id_that_is_not_there_is_an_error_that_says_so(tmp_path):
    result = run(tmp_path, "asks", "--done", "A-222222")
    assert result.exit_code == 1
    assert "There is nothing with the id A-222222 in asks." in result.output


def test_scripts_get_one_object_a_line(spool, tmp_path):
    item_id = spool.keep(Kind.ASKS, {"reason": "one\ntwo"})
    (line,) = run(tmp_path, "--json").output.splitlines()
    assert json.loads(line).items() >= {"kind": "asks", "id": item_id, "reason": "one\ntwo", "done_at": ""}.items()


def test_what_somebody_typed_cannot_steer_the_terminal(spool, tmp_path):
    spool.keep(Kind.WORRIES, {"text": "\x1b[2J\x1b]0;gone\x07\u202ehello", "the_page_said": {"page": "\x1b[31m"}})
    output = run(tmp_path, "worries").output
    assert "\x1b" not in output
    assert "\u202e" not in output
    assert "hello" in output


def test_a_folder_that_cannot_be_read_is_said_plainly(tmp_path):
    (tmp_path / "spool").mkdir()
    (tmp_path / "spool" / "asks.jsonl").mkdir()
    result = run(tmp_path, "asks")
    assert result.exit_code == 1
    assert "The spool cannot be read or written" in result.output
