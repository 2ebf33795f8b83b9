"""`belisha import` brings a school's history in, so that reports show it, and takes it out again."""

import json
from datetime import datetime
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner, Result

from belisha.activity.imports.tests.test_bringing import native
from belisha.activity.tests.cast import publish
from belisha.cli import main

NOW = datetime.fromisoformat("2026-11-18 12:00:00+00:00")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    publish(tmp_path / "home")
    (tmp_path / "access.log").write_text(
        native(user="pupil7")
        + native(1, user="zoe")
        + "rubbish\n"
        + native(2, user="pupil7", url="http://sea.example/")
    )
    (tmp_path / "map.csv").write_text("name,person\npupil7,Ben Fox\nleft,Zed Old\n")
    return tmp_path / "home"


def run(*words: str) -> Result:
    with time_machine.travel(NOW, tick=True):
        return CliRunner().invoke(main, list(words))


def squid(home: Path, *options: str) -> Result:
    log, users = str(home.parent / "access.log"), str(home.parent / "map.csv")
    return run("import", "squid", log, "--school", "oak", "--users", users, "--home", str(home), *options)


def test_what_came_in_is_on_record_as_the_persons_own(home: Path) -> None:
    result = squid(home)
    assert result.exit_code == 0, result.output
    assert "3 events of 4 lines came in" in result.output
    assert "1: too few fields: cut short, or of another format (line 3)" in result.output
    assert "belong to nobody on the register: zoe." in result.output
    assert "kept under these names: Zed Old." in result.output
    shown = run("log", "tail", "--person", "Ben Fox", "--json", "--home", str(home))
    assert [json.loads(text)["host"] for text in shown.stdout.splitlines()] == ["www.rivers.example", "sea.example"]


def test_a_report_of_a_week_long_ago_shows_what_came_in(home: Path) -> None:
    squid(home)
    report = run("report", "week", "--person", "Ben Fox", "--week", "2026-W10", "--home", str(home))
    assert report.exit_code == 0, report.output
    (sheet,) = (home / "reports").rglob("*.csv")
    assert all(site in sheet.read_text() for site in ("rivers.example", "sea.example"))


def test_the_same_file_again_adds_nothing_and_is_no_error(home: Path) -> None:
    squid(home)
    again = squid(home)
    assert again.exit_code == 0
    assert "already" in again.output
    assert json.loads(squid(home, "--json").output)["already"]["events"] == 3


def test_an_import_is_listed_and_undone_by_its_name(home: Path) -> None:
    name = json.loads(squid(home, "--json").output)["imported"]["name"]
    assert name in run("import", "list", "--home", str(home)).output
    assert "3 events" in run("import", "undo", name, "--home", str(home)).output
    assert json.loads(run("import", "list", "--json", "--home", str(home)).output) == []


def test_a_dry_run_says_what_would_come(home: Path) -> None:
    assert "would come in" in squid(home, "--dry-run").output
    assert "Nothing was brought in" in run("import", "list", "--home", str(home)).output


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--school", "ash"], "There is: elm, oak"),
        (["--format", "common"], "0 events"),
    ],
)
def test_what_cannot_be_says_what_can(home: Path, options: list[str], said: str) -> None:
    assert said in squid(home, *options).output
