"""`belisha log` shows, counts again and compacts."""

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner, Result

from belisha.activity.ingest import ingest
from belisha.activity.lookups import lookups
from belisha.activity.manifest import read_manifest
from belisha.activity.tests.cast import publish
from belisha.activity.tests.written import Journal, line
from belisha.cli import main

NOW = datetime.fromisoformat("2026-11-18 12:00:00+00:00")


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    """Three events in Parquet, one in the journal."""
    journal = Journal(tmp_path / "home")
    publish(journal.home)
    journal.write(
        line("2026-11-16 09:00:00", path="/first"),
        line("2026-11-16 09:00:01", path="/second", verdict="block", category="games", rule="oak-1", list="ut1/games"),
        line("2026-11-16 09:00:02", path="/", who_and_why="-", sign_in="amy.n", status="407"),
    )
    ingest(journal.home)
    journal.write(line("2026-11-16 09:00:03", path="/ben", person="ben"))
    return journal


def log(journal: Journal, *options: str) -> Result:
    with time_machine.travel(NOW, tick=True):
        return CliRunner().invoke(main, ["log", *options, "--home", str(journal.home)])


def test_the_last_events_are_a_line_each(journal: Journal) -> None:
    result = log(journal, "tail")
    assert result.output.splitlines() == [
        "2026-11-16 09:00:00 oak amy allow GET https://www.rivers.example/first 200",
        "2026-11-16 09:00:01 oak amy block GET https://www.rivers.example/second 200 [games oak-1 ut1/games]",
        "2026-11-16 09:00:02 - amy.n (not signed in) -     GET https://www.rivers.example/ 407",
        "2026-11-16 09:00:03 oak ben allow GET https://www.rivers.example/ben 200",
    ]


@pytest.mark.parametrize(
    ("options", "paths"),
    [
        (["-n", "1"], ["/ben"]),
        (["--blocked"], ["/second"]),
        (["--person", "Ben Fox"], ["/ben"]),
        (["--school", "elm"], []),
        (["--school", "oak", "-n", "2"], ["/second", "/ben"]),
    ],
)
def test_less_can_be_asked_for(journal: Journal, options: list[str], paths: list[str]) -> None:
    result = log(journal, "tail", "--json", *options)
    assert result.exit_code == 0, result.output
    assert [json.loads(text)["path"] for text in result.stdout.splitlines()] == paths


def test_looking_at_the_log_goes_on_record(journal: Journal) -> None:
    log(journal, "tail", "--for", "fault 7")
    log(journal, "tail", "--person", "ben")
    assert [(look.kind, look.subject, look.purpose) for look in lookups(journal.home)] == [
        ("everybody", "", "fault 7"),
        ("person", "ben", ""),
    ]


def test_a_line_cannot_steer_the_terminal(journal: Journal) -> None:
    journal.write(line("2026-11-16 09:00:04", path="/\x1b[2J\n\u202e", person="\x1b]0;x\x07"))
    assert not set("\x1b\x07\u202e") & set(log(journal, "tail").output)


def test_following_shows_what_happens_next(journal: Journal) -> None:
    command = [sys.executable, "-m", "belisha.cli", "log", "tail", "-n", "1", "--follow", "--json"]
    with subprocess.Popen([*command, "--home", journal.home], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            assert json.loads(process.stdout.readline())["path"] == "/ben"
            journal.write(line("2026-11-16 09:00:05", path="/next"))
            assert json.loads(process.stdout.readline())["path"] == "/next"
        finally:
            process.terminate()


def test_an_empty_record_is_said_to_be_empty(tmp_path: Path) -> None:
    empty = Journal(tmp_path)
    for question in ("tail", "verify"):
        result = log(empty, question)
        assert result.exit_code == 0
        assert "Nothing recorded yet." in result.output or "0 events" in result.output


def test_the_record_is_counted_again(journal: Journal) -> None:
    result = log(journal, "verify")
    assert result.exit_code == 0
    assert "gw: 3 events in 2 Parquet files, 0 rejected lines." in result.output
    assert "Each is there exactly once." in result.output
    (told,) = json.loads(log(journal, "verify", "--json").output)
    assert (told["events"], told["waiting"], told["faults"]) == (3, 1, [])


def test_a_fault_in_the_record_is_a_failure(journal: Journal) -> None:
    next((journal.home / "activity").rglob("*.parquet")).unlink()
    result = log(journal, "verify")
    assert result.exit_code == 1
    assert "WRONG" in result.output


def test_compacting_brings_everything_in(journal: Journal) -> None:
    result = log(journal, "compact")
    assert result.output.splitlines()[:2] == [
        "Brought in: 1 events, 0 rejected lines.",
        "Merged: 2 files into 1.",
    ]
    assert len(read_manifest(journal.home, "gw").parts) == 2
    assert json.loads(log(journal, "compact", "--json").output)["brought"]["events"] == 0
