"""`belisha report schedule`: added, listed, made, taken off."""

import json
from datetime import datetime
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner, Result

from belisha.activity.tests.cast import publish
from belisha.activity.tests.written import Journal, line
from belisha.cli import main

WEDNESDAY = datetime.fromisoformat("2026-11-18 12:00:00+00:00")
MONDAY = datetime.fromisoformat("2026-11-23 07:00:00+00:00")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    journal = Journal(tmp_path / "home")
    publish(journal.home)
    journal.write(line("2026-11-16 09:00:00", host="www.rivers.co.uk"))
    return journal.home


def schedule(home: Path, when: datetime, *options: str) -> Result:
    with time_machine.travel(when, tick=True):
        return CliRunner().invoke(main, ["report", "schedule", *options, "--home", str(home)])


def test_a_report_is_added_made_on_monday_and_taken_off(home: Path) -> None:
    added = schedule(home, WEDNESDAY, "add", "person", "amy.ng", "--for", "a plan", "--until", "2027-01-31")
    assert added.exit_code == 0, added.output
    assert "person Amy Ng at oak, each week until 2027-01-31" in added.output
    assert "a plan (none made yet)" in schedule(home, WEDNESDAY, "list").output
    assert "0 reports made" in schedule(home, WEDNESDAY, "run").output
    assert "1 due" in schedule(home, MONDAY, "list").output
    assert json.loads(schedule(home, MONDAY, "run", "--json").output) == [
        str(home / "reports" / "oak" / "weekly" / "person-amy-2026-11-16-to-2026-11-22.html")
    ]
    (held,) = json.loads(schedule(home, MONDAY, "list", "--json").output)
    assert held["made_to"] == "2026-11-22"
    assert "Amy Ng" in schedule(home, MONDAY, "remove", "person", "Amy Ng").output
    assert "No weekly report is on the schedule." in schedule(home, MONDAY, "list").output


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["add", "person", "amy", "--for", "x"], "--school elm or --school oak"),
        (["add", "person", "amy.n", "--for", "x"], "Did you mean amy.ng"),
        (["add", "person", "amy.ng"], "--for"),
        (["add", "cat", "amy.ng", "--for", "x"], "'cat' is not one of"),
        (["remove", "person", "amy"], "is on the schedule"),
        (["add", "person", "amy.ng", "--for", " "], "Say what the reports are for"),
        (["add", "person", "amy.ng", "--for", "x", "--until", "2026-11-17"], "2026-11-17 is over"),
        (["add", "person", "amy.ng", "--for", "x", "--until", "9999-12-31"], "too far away"),
    ],
)
def test_a_mistake_is_answered_with_what_to_do(home: Path, options: list[str], said: str) -> None:
    result = schedule(home, WEDNESDAY, *options)
    assert result.exit_code != 0
    assert said in result.output
    assert "Traceback" not in result.output


def test_what_was_added_is_taken_off_by_any_of_its_names(home: Path) -> None:
    for school in ("oak", "Elm Road School"):
        assert schedule(home, WEDNESDAY, "add", "person", "amy", "--school", school, "--for", "x").exit_code == 0
    both = schedule(home, WEDNESDAY, "remove", "person", "amy")
    assert "made at 2 schools. Say which: --school oak or --school elm" in both.output
    assert "amy.roe" not in schedule(home, WEDNESDAY, "remove", "person", "amy", "--school", "Elm Road School").output
    assert "Amy Ng at oak" in schedule(home, WEDNESDAY, "remove", "person", "amy.ng").output
    assert "No weekly report is on the schedule." in schedule(home, WEDNESDAY, "list").output


def test_every_kind_can_be_on_it(home: Path) -> None:
    for about, subject in (("class", "4 Ash"), ("room", "Library"), ("school", "oak"), ("federation", "all")):
        assert schedule(home, WEDNESDAY, "add", about, subject, "--for", "governance").exit_code == 0
    kinds = [entry["kind"] for entry in json.loads(schedule(home, WEDNESDAY, "list", "--json").output)]
    assert kinds == ["class", "room", "school", "federation"]
    assert "4 reports made" in schedule(home, MONDAY, "run").output
