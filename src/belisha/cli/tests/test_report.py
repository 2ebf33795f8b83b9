"""`belisha report week` prints, writes, and puts every look on record."""

import json
import stat
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from click.testing import CliRunner, Result

from belisha.activity.ingest import ingest
from belisha.activity.tests.cast import publish
from belisha.activity.tests.written import Journal, line
from belisha.cli import main

NOW = datetime.fromisoformat("2026-11-18 12:00:00+00:00")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Two schools with a little activity, some of it still in the journal."""
    journal = Journal(tmp_path / "home")
    publish(journal.home)
    journal.write(line("2026-11-16 09:00:00", host="www.rivers.co.uk"), line("2026-11-09 09:00:00", host="old.co.uk"))
    ingest(journal.home)
    journal.write(
        line("2026-11-17 09:00:00", host="games.example", verdict="block", category="games"),
        line("2026-11-17 09:00:00", school="elm", person="cy", host="www.elm.example"),
    )
    return journal.home


def report(home: Path, length: str, *options: str) -> Result:
    with time_machine.travel(NOW, tick=True):
        return CliRunner().invoke(main, ["report", length, "--home", str(home), *options])


def week(home: Path, *options: str) -> Result:
    return report(home, "week", *options)


def looks(home: Path) -> list[dict[str, Any]]:
    paths = sorted((home / "activity" / "lookups").glob("*.jsonl"))
    return [json.loads(text) for path in paths for text in path.read_text().splitlines()]


def test_a_person_is_reported_and_both_files_are_written(home: Path) -> None:
    result = week(home, "--person", "amy.ng", "--for", "concern 12")
    assert result.exit_code == 0, result.output
    assert "rivers.co.uk" in result.output
    assert "games" in result.output
    assert "old.co.uk" not in result.output
    page, sheet = sorted((home / "reports" / "oak").iterdir(), reverse=True)
    assert (page.name, sheet.suffix) == ("person-amy-2026-11-12-to-2026-11-18.html", ".csv")
    assert stat.S_IMODE(page.stat().st_mode) & 0o007 == 0
    (look,) = looks(home)
    assert (look["kind"], look["subject"], look["schools"], look["purpose"]) == ("person", "amy", ["oak"], "concern 12")
    assert (look["what"], look["first"], look["last"]) == ("report week", "2026-11-12", "2026-11-18")


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (["week", "--week", "2026-W46"], "old.co.uk"),
        (["day", "--day", "2026-11-09"], "old.co.uk"),
        (["range", "--from", "2026-11-16"], "rivers.co.uk"),
        (["range", "--from", "2026-11-02", "--to", "2026-11-12"], "old.co.uk"),
        (["term", "--term", "autumn"], "old.co.uk"),
        (["term"], "rivers.co.uk"),
    ],
)
def test_the_period_can_be_chosen(home: Path, options: list[str], found: str) -> None:
    length, *others = options
    result = report(home, length, "--person", "amy", "--school", "oak", *others)
    assert result.exit_code == 0, result.output
    assert found in result.output


def test_groups_devices_and_whole_schools_can_be_asked_about(home: Path) -> None:
    assert "rivers.co.uk" in week(home, "--group", "Key Stage 2").output
    assert "rivers.co.uk" in week(home, "--class", "4 Ash").output
    assert "rivers.co.uk" in week(home, "--device", "10.1.0.7", "--school", "oak").output
    whole = week(home, "--school", "Oakfield Primary School").output
    assert "rivers.co.uk" in whole
    assert "elm.example" not in whole
    assert [look["kind"] for look in looks(home)] == ["group", "class", "device", "school"]


def test_json_holds_the_numbers_and_where_the_files_are(home: Path) -> None:
    result = week(home, "--person", "ben", "--json", "--requests")
    told = json.loads(result.output)
    assert told["report"]["now"]["requests"] == 0
    assert told["report"]["subject"]["name"] == "Ben Fox"
    assert set(told["files"]) == {"html", "csv", "requests"}
    assert all(Path(path).is_file() for path in told["files"].values())


def test_files_go_where_they_are_wanted(home: Path, tmp_path: Path) -> None:
    page, sheet = tmp_path / "a.html", tmp_path / "b.csv"
    week(home, "--person", "amy.ng", "--html", str(page), "--csv", str(sheet))
    assert page.read_text().startswith("<!doctype html>")
    assert sheet.read_text().startswith("Table,")


def test_nothing_recorded_is_said_plainly(home: Path) -> None:
    result = week(home, "--person", "ben")
    assert result.exit_code == 0
    assert "Nothing is on record of Ben Fox from Thu 12 to Wed 18 Nov 2026." in result.output
    monday = report(home, "day", "--person", "ben", "--day", "2026-11-16")
    assert "Nothing is on record of Ben Fox on Mon 16 Nov 2026." in monday.output


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "--person, --class, --group, --device, --room, --school or --federation"),
        (["--person", "amy.n"], "Did you mean amy.ng"),
        (["--person", "amy"], "--school elm or --school oak"),
        (["--person", "amy", "--group", "chess"], "one of these at a time: --person, --group"),
        (["--school", "ok"], "Did you mean oak"),
        (["--person", "ben", "--week", "2026-47"], "as in 2026-W47"),
        (["--person", "ben", "--federation"], "one of these at a time: --person, --federation"),
        (["--class", "4 Ash", "--requests"], "--names"),
        (["--school", "oak", "--person", ""], "No person ''"),
        (["--person", "ben", "--site", "a b"], "a b"),
        (["--person", "ben", "--week", "2026-W48"], "still to come: today is 2026-11-18"),
        (["--person", "ben", "--week", "0001-W01"], "too far away"),
        (["--person", "ben", "--week", "9999-W52"], "too far away"),
        (["--everybody", "--class", "4 Ash"], "leave --class out"),
        (["--everybody", "--federation", "--requests"], "leave --federation and --requests out"),
        (["--person", "ben", "--html", "/nowhere/x.html"], "/nowhere"),
    ],
)
def test_a_mistake_is_answered_with_what_to_do(home: Path, options: list[str], said: str) -> None:
    result = week(home, *options)
    assert result.exit_code != 0
    assert said in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-02-29", "tomorrow"])
def test_a_day_that_is_none_or_too_far_away_is_answered_in_a_sentence(home: Path, day: str) -> None:
    for length, option in (("day", "--day"), ("range", "--from")):
        result = report(home, length, "--person", "ben", option, day)
        assert result.exit_code == 2, result.output
        assert "too far away" in result.output or "is not a day: write year, month and day" in result.output


def test_names_are_never_written_over_a_report_without_them(home: Path) -> None:
    for options in ([], ["--names"]):
        assert week(home, "--class", "4 Ash", *options).exit_code == 0
    begin = "class-class-4-2026-11-12-to-2026-11-18"
    pages = sorted(path.name for path in (home / "reports" / "oak").glob("*.html"))
    assert pages == [f"{begin}-with-names.html", f"{begin}.html"]
    assert "Amy Ng" not in (home / "reports" / "oak" / f"{begin}.html").read_text()


def test_two_long_names_that_begin_alike_have_a_file_each(home: Path) -> None:
    journal = Journal(home)
    people = [f"cn={'x' * 90},{last}" for last in ("1", "2")]
    journal.write(*(line("2026-11-17 09:00:00", person=one) for one in people))
    for one in people:
        assert week(home, "--person", one).exit_code == 0
    assert len(list((home / "reports" / "oak").glob("*.html"))) == len(people)


def test_everybodys_term_is_that_of_their_own_school(home: Path) -> None:
    """Elm has no calendar: Oak's terms are not its own."""
    alone = report(home, "term", "--everybody", "--school", "elm")
    assert alone.exit_code == 1
    assert "which has: none" in alone.output
    assert report(home, "term", "--everybody", "--school", "oak").exit_code == 0


def test_an_id_cannot_choose_the_file_that_is_written(home: Path) -> None:
    journal = Journal(home)
    journal.write(line("2026-11-17 09:00:00", person="../../../x/" + "y" * 200))
    result = week(home, "--person", "../../../x/" + "y" * 200)
    assert result.exit_code == 0, result.output
    assert all(path.parent == home / "reports" / "oak" for path in home.rglob("*.html"))


def test_a_look_that_cannot_be_recorded_shows_nothing(home: Path) -> None:
    (home / "activity" / "lookups").touch()
    result = week(home, "--person", "amy.ng")
    assert result.exit_code != 0
    assert "rivers.co.uk" not in result.output
    assert not list((home / "reports").glob("*")) if (home / "reports").exists() else True


def test_everybody_gets_a_report_and_each_look_is_on_record(home: Path) -> None:
    result = week(home, "--everybody", "--for", "the weekly round", "--json")
    told = json.loads(result.output)
    assert [(one["id"], one["name"]) for one in told] == [("cy", "cy"), ("amy", "Amy Ng")]
    assert all(Path(one["files"]["html"]).is_file() for one in told)
    assert {(look["kind"], look["subject"], look["purpose"]) for look in looks(home)} == {
        ("person", "cy", "the weekly round"),
        ("person", "amy", "the weekly round"),
    }
    assert "1 reports" in week(home, "--everybody", "--school", "oak").output


def test_a_federation_has_a_report_without_names(home: Path) -> None:
    result = week(home, "--federation")
    assert "Internet use across Two Schools" in result.output
    assert "Elm Road School" in result.output
    assert "amy" not in result.output.lower()
    assert (home / "reports" / "-").is_dir()
    assert looks(home)[0]["schools"] == ["elm", "oak"]


def test_naming_people_goes_on_record(home: Path) -> None:
    assert "Amy Ng" not in week(home, "--class", "4 Ash").output
    assert "Amy Ng" in week(home, "--class", "4 Ash", "--names").output
    assert [look["what"] for look in looks(home)] == ["report week", "report week, with names"]


def test_a_pdf_lies_beside_the_page(home: Path) -> None:
    told = json.loads(week(home, "--person", "amy.ng", "--pdf", "--json").output)
    assert Path(told["files"]["pdf"]).read_bytes().startswith(b"%PDF-1.7")


def test_what_is_left_out_is_said(home: Path) -> None:
    result = week(home, "--person", "amy.ng", "--verdict", "block", "--search", "GAMES", "--sort", "last")
    assert "what was blocked; what has “GAMES” in its address or search" in result.output
    assert "rivers.co.uk" not in result.output
    assert "-part.html" in result.output, "the whole report is not overwritten"
