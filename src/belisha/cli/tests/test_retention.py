"""`belisha retention` shows what is kept and how long, deletes the rest, and has it on record."""

import json
from datetime import datetime
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner, Result

from belisha.activity.ingest import ingest
from belisha.activity.tests.cast import publish
from belisha.activity.tests.written import Journal, line
from belisha.cli import main

NOW = datetime.fromisoformat("2026-11-18 12:00:00+00:00")


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    journal = Journal(tmp_path / "home")
    publish(journal.home)
    (journal.home / "retention.yaml").write_text(
        "keep_days: 30\nschools: {oak: 1}\nholds: [{school: elm, until: 2026-12-01, reason: request 7}]\n"
    )
    journal.write(line("2026-11-16 09:00:00"), line("2026-11-17 09:00:00"), line("2026-01-17 09:00:00", school="elm"))
    ingest(journal.home)
    return journal


def retention(journal: Journal, *options: str) -> Result:
    with time_machine.travel(NOW, tick=True):
        return CliRunner().invoke(main, ["retention", *options, "--home", str(journal.home)])


def test_what_is_kept_is_shown_with_what_is_due(journal: Journal) -> None:
    result = retention(journal, "show")
    assert result.exit_code == 0, result.output
    elm, oak, hold = result.output.splitlines()
    assert "elm" in elm
    assert "due" not in elm
    assert oak.endswith("kept 1 day; 1 day is due to go")
    assert hold == "Held back at elm until 2026-12-01: request 7"
    told = json.loads(retention(journal, "show", "--json").output)
    assert [(one["kind"], one["school"], one["first"], one["due"]) for one in told["kept"]] == [
        ("events", "elm", "2026-01-17", 0),
        ("events", "oak", "2026-11-16", 1),
    ]


def test_a_dry_run_deletes_nothing_and_a_run_says_what_went(journal: Journal) -> None:
    assert "Would go: events of school oak, 2026-11-16: 1" in retention(journal, "run", "--dry-run").output
    before, deleted, after = retention(journal, "run").output.splitlines()
    assert before.startswith("Before: 3 events;")
    assert deleted.startswith("Deleted: events of school oak, 2026-11-16: 1,")
    assert after.startswith("After:  2 events;")
    told = json.loads(retention(journal, "run", "--json").output)
    assert (told["deleted"], len(told["before"]), len(told["after"])) == ([], 2, 2)


def test_the_record_says_what_was_deleted_and_by_whom(journal: Journal) -> None:
    retention(journal, "run")
    lines = retention(journal, "record").output.splitlines()
    assert "begun by" in lines[0]
    assert lines[1].startswith("  events of oak, 2026-11-16: 1,")
    told = [json.loads(text) for text in retention(journal, "record", "--json").output.splitlines()]
    assert [one["state"] for one in told] == ["begun", "done"]


def test_settings_that_cannot_be_used_stop_the_deletion(journal: Journal) -> None:
    (journal.home / "retention.yaml").write_text("keep: 30\n")
    result = retention(journal, "run")
    assert result.exit_code == 1
    assert "nothing is deleted" in result.output


def test_a_misspelt_school_is_said_and_a_hold_of_one_stops_everything(journal: Journal) -> None:
    settings = journal.home / "retention.yaml"
    settings.write_text("schools: {oka: 1}\n")
    assert "names the school oka, which is neither in the policy nor on record" in retention(journal, "show").output
    settings.write_text("schools: {oak: 1}\nholds: [{school: oka, until: 2026-12-01, reason: request 7}]\n")
    refused = retention(journal, "run")
    assert refused.exit_code == 1
    assert "nothing is deleted. Is it misspelt?" in refused.output
    assert retention(journal, "record").output == "Nothing was deleted yet.\n"
    settings.write_text("schools: {oak: 1}\nholds: [{school: oka, until: 2026-11-01, reason: over}]\n")
    assert "Deleted: events of school oak" in retention(journal, "run").output


def test_settings_that_are_no_text_delete_nothing_and_say_so(journal: Journal) -> None:
    (journal.home / "retention.yaml").write_bytes(b"\xff\xfe")
    result = retention(journal, "run")
    assert result.exit_code == 1
    assert "retention.yaml cannot be used, so nothing is deleted" in result.output
