"""`belisha export person` writes what is held of somebody and says what must be read first."""

import json
from datetime import datetime
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner, Result

from belisha.activity.tests.cast import publish
from belisha.activity.tests.written import Journal, line
from belisha.cli import main
from belisha.gateway.portal.spool import Kind, Spool

NOW = datetime.fromisoformat("2026-11-18 12:00:00+00:00")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    journal = Journal(tmp_path / "home")
    publish(journal.home)
    journal.write(line("2026-11-16 09:00:00"), line("2026-11-16 09:00:01", person="ben"))
    spool = Spool(journal.home / "spool")
    spool.keep(Kind.ASKS, {"client": "10.1.0.7", "name": "Amy Ng", "reason": "for the romans"})
    spool.keep(Kind.WORRIES, {"client": "10.1.0.7", "name": "Ben Fox", "text": "unkind"})
    return journal.home


def run(home: Path, *words: str) -> Result:
    with time_machine.travel(NOW, tick=True):
        return CliRunner().invoke(main, ["export", "person", *words, "--home", str(home)])


def test_all_is_written_and_what_must_be_read_first_is_said(home: Path, tmp_path: Path) -> None:
    result = run(home, "Amy Ng", "--for", "request 7", "-o", str(tmp_path / "out"))
    assert result.exit_code == 0, result.output
    assert "events.csv: 1\n" in result.output
    assert f"NOT in it, the safeguarding lead must read it first: {tmp_path / 'out' / 'review-first'}" in result.output
    assert json.loads((tmp_path / "out" / "asks.json").read_text())[0]["reason"] == "for the romans"
    assert json.loads((tmp_path / "out" / "review-first" / "worries.json").read_text()) == []


def test_programs_get_the_counts(home: Path, tmp_path: Path) -> None:
    told = json.loads(run(home, "ben", "--for", "request 8", "-o", str(tmp_path / "out"), "--json").output)
    assert (told["person"], told["files"]["events.csv"], told["files"]["review-first/worries.json"]) == ("ben", 1, 1)
    assert Path(told["zip"]).exists()


def test_without_a_purpose_nothing_is_exported(home: Path, tmp_path: Path) -> None:
    for options in ([], ["--for", " "]):
        assert run(home, "ben", "-o", str(tmp_path / "out"), *options).exit_code == 2
    assert not (tmp_path / "out").exists()


def test_the_school_goes_by_its_id_or_its_name(home: Path, tmp_path: Path) -> None:
    asked = ("amy", "--for", "request 7", "--school")
    told = json.loads(run(home, *asked, "Elm Road School", "--json", "-o", str(tmp_path / "out")).output)
    assert (told["name"], told["school"]) == ("Amy Roe", "elm")
    wrong = run(home, *asked, "Elm Rood School", "-o", str(tmp_path / "other"))
    assert "Did you mean Elm Road School" in wrong.output


def test_somebody_unknown_is_said_to_be(home: Path, tmp_path: Path) -> None:
    result = run(home, "amy.nq", "--for", "request 7", "-o", str(tmp_path / "out"))
    assert result.exit_code == 1
    assert "Did you mean amy.ng" in result.output
