"""`belisha coverage` lists what is wanting, for people, programs and spreadsheets."""

import csv
import io
import json
from datetime import datetime
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner, Result

from belisha.activity.coverage.tests.cast import publish
from belisha.activity.tests.written import Journal, line
from belisha.cli import main

NOW = datetime.fromisoformat("2026-11-20 16:30:00+00:00")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    journal = Journal(tmp_path / "home")
    publish(journal.home, **{"lap-2": "10.1.0.8"})
    journal.write(
        line("2026-11-18 09:00:00", device="lap-1"),
        line("2026-11-20 09:00:00", device="lap-1"),
        line("2026-11-20 09:00:01", address="10.1.0.99", person="", how_known="unknown"),
        line("2026-11-20 09:00:02", address="10.2.0.5", school="elm"),
    )
    return journal.home


def run(home: Path, *options: str) -> Result:
    with time_machine.travel(NOW, tick=True):
        return CliRunner().invoke(main, ["coverage", "--home", str(home), *options])


def test_the_list_says_what_and_why_and_what_to_do(home: Path) -> None:
    result = run(home)
    assert result.exit_code == 0, result.output
    assert "Oakfield Primary School: Friday 20 November 2026" in result.output
    assert "Registered devices of which nothing was heard (1)" in result.output
    assert (
        "oak LAP-2: Nothing came from it on Friday 20 November 2026, nor on any day that is on record." in result.output
    )
    assert "-> Find it and open a page with it." in result.output
    assert "10.1.0.99: 1 request\n  -> Have people sign in there" in result.output
    assert "gw: It has never given a sign of life." in result.output


def test_programs_get_the_same(home: Path) -> None:
    told = json.loads(run(home, "--json", "--school", "oak").output)
    assert told["judged"] == [{"school": "oak", "name": "Oakfield Primary School", "day": "2026-11-20"}]
    assert [(gap["kind"], gap["subject"]) for gap in told["gaps"]] == [
        ("device-silent", "lap-2"),
        ("device-unregistered", "rooms"),
        ("nobody-known", "rooms"),
        ("person-never-seen", "class-5"),
    ]


def test_a_spreadsheet_has_a_line_for_each(home: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run(home, "--csv", "--school", "oak").output)))
    assert (rows[0]["level"], rows[0]["kind"], rows[0]["name"]) == ("red", "device-silent", "LAP-2")


def test_a_day_without_school_has_nothing_wanting(home: Path) -> None:
    result = run(home, "--day", "2026-11-15", "--school", "oak")
    assert "Nothing is wanting." in result.output


def test_changes_are_noted_once(home: Path) -> None:
    first = run(home, "--record")
    assert "appeared: oak LAP-2" in first.output
    assert "Nothing was due" in run(home, "--record").output
    assert json.loads(run(home, "--record", "--json").output) == {"due": False, "changes": []}


def test_what_cannot_be_says_what_can(home: Path, tmp_path: Path) -> None:
    assert "There is: elm, oak." in run(home, "--school", "ash").output
    assert "There are no data of Belisha in" in run(tmp_path / "none").output
    (tmp_path / "none" / "journal").mkdir(parents=True)
    assert "belisha policy publish FILE" in run(tmp_path / "none").output
    for day in ("0001-01-01", "9999-12-31"):
        assert "is too far away" in run(home, "--day", day).output


def test_a_day_that_is_not_over_is_not_judged_and_one_without_school_is_said_to_be(home: Path) -> None:
    assert "2026-11-23 is not over yet." in run(home, "--day", "2026-11-23").output
    assert "2026-11-20 is not over yet." in run(home, "--record", "--day", "2026-11-20").output
    assert run(home, "--day", "2026-11-20").exit_code == 0
    assert "without --school" in run(home, "--record", "--school", "oak").output
    assert "no school day" in run(home, "--day", "2026-11-15").output
    assert "no school day" not in run(home, "--day", "2026-11-18").output
