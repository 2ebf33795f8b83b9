"""The command that reads, previews and applies rosters."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from belisha.cli import main
from belisha.console.people.models import Person, RosterImport
from cast import a_school

if TYPE_CHECKING:
    from pathlib import Path

USERS = (
    "sourcedId,enabledUser,orgSourcedIds,role,givenName,familyName,grades\n"
    "p1,true,s1,student,Amy,Hill,04\np2,true,s1,student,Ben,Ng,03\n,true,s1,student,No,Id,03\n"
)


@pytest.fixture
def export(tmp_path: Path) -> Path:
    (tmp_path / "users.csv").write_text(USERS)
    (tmp_path / "orgs.csv").write_text("sourcedId,name,type\ns1,Oakfield,school\n")
    return tmp_path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["roster", *map(str, arguments)])


def test_read_tells_what_is_in_a_folder_without_a_console(export: Path) -> None:
    done = run("read", export, "--json")
    told = json.loads(done.stdout)
    assert (told["format"], told["version"], told["people"]) == ("OneRoster", "1.1", {"pupil": 2})
    assert told["bad"][0]["line"] == 4
    assert "bad: users.csv, line 4" in run("read", export).stdout


def test_read_guesses_the_columns_of_a_spreadsheet(tmp_path: Path) -> None:
    file = tmp_path / "staff.csv"
    file.write_text("Staff code,Surname,Forename\nJR,Reed,Joy\n")
    done = run("read", file)
    assert "staff: 1" in done.stdout
    assert "guessed" in done.stderr


def test_read_says_plainly_what_is_wrong_with_a_file(tmp_path: Path) -> None:
    file = tmp_path / "x.pdf"
    file.write_bytes(b"%PDF-1.7")
    done = run("read", file)
    assert done.exit_code == 1
    assert "x.pdf is a PDF" in done.stderr


@pytest.mark.django_db
def test_preview_changes_and_keeps_nothing(export: Path) -> None:
    a_school()
    told = json.loads(run("preview", export, "--school", "oakfield", "--json").stdout)
    assert (told["joiners"], told["who_joins"], told["bad"]) == (2, ["Amy Hill", "Ben Ng"], 1)
    assert not Person.objects.exists()
    assert not RosterImport.objects.exists()


@pytest.mark.django_db
def test_apply_puts_people_on_the_register_once(export: Path) -> None:
    a_school()
    assert "applied" in run("apply", export, "--school", "oakfield").stdout
    assert Person.objects.count() == 2
    assert json.loads(run("apply", export, "--school", "oakfield", "--json").stdout)["state"] == "nothing"


@pytest.mark.django_db
def test_apply_asks_for_a_reason_before_many_leave(export: Path) -> None:
    a_school()
    run("apply", export, "--school", "oakfield")
    (export / "users.csv").write_text("".join(USERS.splitlines(keepends=True)[:2]))
    done = run("apply", export, "--school", "oakfield")
    assert done.exit_code == 1
    assert "More than a tenth would leave" in done.stderr
    assert "leaves: Ben Ng" in run("apply", export, "--school", "oakfield", "--reason", "moved away").stdout
    assert Person.objects.filter(left__isnull=False).count() == 1


@pytest.mark.django_db
def test_a_school_of_several_must_be_named(export: Path) -> None:
    a_school()
    (export / "orgs.csv").write_text("sourcedId,name,type\ns1,North,school\ns2,South,school\n")
    (export / "users.csv").write_text(USERS.replace("p2,true,s1", "p2,true,s2"))
    assert "say which with --as" in run("preview", export, "--school", "oakfield").stdout
    assert run("apply", export, "--school", "oakfield").exit_code == 1
    assert "joins: Ben Ng" in run("apply", export, "--school", "oakfield", "--as", "s2").stdout
    assert Person.objects.count() == 1


@pytest.mark.django_db
def test_an_unknown_school_is_told_with_those_there_are(export: Path) -> None:
    a_school()
    assert "Schools: oakfield" in run("preview", export, "--school", "oakfeld").stderr
