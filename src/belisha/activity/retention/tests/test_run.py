"""Whole days are deleted, by school, and nothing of them stays."""

import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from belisha.activity.compact import compact
from belisha.activity.days import LONDON, day_start
from belisha.activity.findings import findings, freeze
from belisha.activity.findings.files import SIGHTINGS, append, day_folder
from belisha.activity.findings.tests.made import sighting
from belisha.activity.ingest import ingest
from belisha.activity.keep import Hold, Keep, Kind, RetentionError
from belisha.activity.lookups import Lookup, lookups, record_lookup
from belisha.activity.retention import run, shelves
from belisha.activity.retention.run import days_on_record, deletions, held, retain, would_go
from belisha.activity.school_days import SchoolDay
from belisha.activity.tests.test_ingest import killed_at
from belisha.activity.tests.written import LONG, Journal, at, everything, gateway_folder, line

TODAY = date(2026, 11, 20)


def written(journal: Journal) -> None:
    for school in ("oak", "elm"):
        for day in (10, 15, 16, 20):
            journal.write(line(f"2026-11-{day} 12:00:00", school=school, path=f"/{school}{day}"))


def paths(home: Path) -> list[str]:
    return sorted(event.path for event in everything(home))


def test_each_school_keeps_its_own_number_of_days(journal: Journal) -> None:
    written(journal)
    done = retain(journal.home, Keep(keep_days=5, schools={"elm": 4}), TODAY)
    assert [(gone.school, gone.day.day, gone.rows) for gone in done.deleted] == [
        ("elm", 10, 1),
        ("elm", 15, 1),
        ("oak", 10, 1),
    ]
    assert all(gone.bytes > 0 for gone in done.deleted)
    assert paths(journal.home) == ["/elm16", "/elm20", "/oak15", "/oak16", "/oak20"]
    assert set(done.before) - set(done.after) == set(done.deleted)
    assert done.after == days_on_record(journal.home) == held(journal.home)


def test_what_is_only_in_the_journal_is_deleted_too(journal: Journal) -> None:
    written(journal)
    assert len(retain(journal.home, Keep(keep_days=1), TODAY).before) == 8
    journal.write(line("2026-11-10 12:00:00", path="/late"))
    assert [gone.rows for gone in retain(journal.home, Keep(keep_days=1), TODAY).deleted] == [1]
    assert paths(journal.home) == ["/elm20", "/oak20"]


def test_no_file_of_a_deleted_day_stays_not_even_one_that_compaction_replaced(journal: Journal) -> None:
    for _ in range(2):
        written(journal)
        ingest(journal.home)
    compact(journal.home, TODAY)
    retain(journal.home, Keep(keep_days=5), TODAY)
    left = {path.name for path in gateway_folder(journal.home, "gw").glob("school=*/day=*")}
    assert left == {"day=2026-11-15", "day=2026-11-16", "day=2026-11-20"}


def test_a_deletion_that_was_killed_is_finished_by_the_next(journal: Journal) -> None:
    written(journal)
    ingest(journal.home)
    keep = Keep(keep_days=5)
    killed_at(shelves, before_commit=False, work=lambda: retain(journal.home, keep, TODAY))
    assert paths(journal.home) == ["/elm15", "/elm16", "/elm20", "/oak15", "/oak16", "/oak20"]
    retain(journal.home, keep, TODAY)
    assert not [path for path in journal.home.rglob("*.parquet") if "2026-11-10" in str(path)]


def test_rejected_lines_go_after_a_month(journal: Journal) -> None:
    today = datetime.now(UTC).date()
    journal.write(b"no event\n")
    ingest(journal.home)
    assert retain(journal.home, Keep(), today).deleted == ()
    (gone,) = retain(journal.home, Keep(), today + timedelta(days=31)).deleted
    assert (gone.kind, gone.rows) == (Kind.REJECTS, 1)
    assert not list(gateway_folder(journal.home, "gw").glob("rejects/*"))


def test_what_is_made_of_a_days_events_goes_with_them(journal: Journal) -> None:
    written(journal)
    folder = journal.home / "activity" / ".sites" / "oak"
    folder.mkdir(parents=True)
    for day in (10, 16):
        (folder / f"2026-11-{day}-abc.txt").write_text("rivers.example")
    (journal.home / "activity" / "lookups").mkdir()
    (journal.home / "activity" / "lookups" / "note.jsonl").touch()
    retain(journal.home, Keep(keep_days=5), TODAY)
    assert [path.name for path in folder.iterdir()] == ["2026-11-16-abc.txt"]


def look(when: str, *schools: str) -> Lookup:
    return Lookup(
        at=at(when),
        by="office",
        what="report",
        kind="person",
        subject="amy",
        schools=schools,
        first="",
        last="",
        purpose="",
    )


def test_look_ups_go_by_school_and_those_of_others_on_that_day_stay(journal: Journal) -> None:
    for school in ("oak", "elm"):
        record_lookup(journal.home, look("2026-11-10 09:00:00", school))
    record_lookup(journal.home, look("2026-11-09 09:00:00", "elm"))
    keep = Keep(keep_days=365, schools={"elm": {Kind.LOOKUPS: 5}})
    done = retain(journal.home, keep, TODAY)
    assert [(gone.kind, gone.school, gone.day.day) for gone in done.deleted] == [
        (Kind.LOOKUPS, "elm", 9),
        (Kind.LOOKUPS, "elm", 10),
    ]
    assert [one.schools for one in lookups(journal.home)] == [("oak",)]


def test_a_look_at_several_schools_is_kept_as_everything_is(journal: Journal) -> None:
    record_lookup(journal.home, look("2026-11-10 09:00:00", "elm", "oak"))
    retain(journal.home, Keep(schools={"elm": 1, "oak": 1}), TODAY)
    assert len(list(lookups(journal.home))) == 1


def report(home: Path, name: str) -> Path:
    path = home / "reports" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("amy")
    return path


def test_reports_go_by_school_and_the_last_day_they_are_about(journal: Journal) -> None:
    old = report(journal.home, "oak/person-amy-2026-11-02-to-2026-11-08.html")
    new = report(journal.home, "oak/person-amy-2026-11-09-to-2026-11-15.html")
    elm = report(journal.home, "elm/2026-11-02-to-2026-11-08/amy.pdf")
    undated = report(journal.home, "elm/own.csv")
    settings = report(journal.home, "weekly.yaml")
    report(journal.home, "oak/strange-to-2026-13-45.html")
    retain(journal.home, Keep(kinds={Kind.REPORTS: 5}, schools={"elm": 365}), TODAY)
    assert [path.exists() for path in (old, new, elm, undated, settings)] == [False, True, True, True, True]
    os.utime(undated, (0, 0))
    retain(journal.home, Keep(keep_days=5), TODAY)
    assert [path.exists() for path in (elm, elm.parent, undated, settings)] == [False, False, False, True]


def test_findings_go_with_their_days_and_what_a_concern_froze_stays(journal: Journal) -> None:
    home = journal.home
    for day in (10, 16):
        sighted(home, day)
    oldest = min(findings(home, ("oak",), LONG), key=lambda one: one.first)
    frozen = freeze(home, oldest, by="dsl", at=at("2026-11-11 09:00:00"), reason="concern 7")
    done = retain(home, Keep(keep_days=5), TODAY)
    assert [(gone.kind, gone.day.day) for gone in done.deleted] == [(Kind.FINDINGS, 10)]
    assert [one.first.day for one in findings(home, ("oak",), LONG)] == [16]
    assert frozen.exists()
    retain(home, Keep(kinds={Kind.FROZEN: 5}), TODAY)
    assert not frozen.exists()


def sighted(home: Path, day: int) -> None:
    when = day_start(date(2026, 11, day), LONDON) + 9 * 3_600_000
    append(day_folder(home, SchoolDay("oak", date(2026, 11, day))) / SIGHTINGS, [sighting(when, school="oak")])


def test_what_is_held_back_stays_until_the_hold_ends(journal: Journal) -> None:
    written(journal)
    hold = Hold(school="oak", first=date(2026, 11, 10), last=date(2026, 11, 14), until=TODAY, reason="request 7")
    keep = Keep(keep_days=2, holds=(hold,))
    retain(journal.home, keep, TODAY)
    assert paths(journal.home) == ["/elm20", "/oak10", "/oak20"]
    retain(journal.home, keep, TODAY + timedelta(days=1))
    assert paths(journal.home) == ["/elm20", "/oak20"]


def test_a_dry_run_says_what_would_go_and_changes_nothing(journal: Journal) -> None:
    written(journal)
    ingest(journal.home)
    before = held(journal.home)
    told = would_go(journal.home, Keep(keep_days=5), TODAY)
    assert held(journal.home) == before == told.before
    assert set(told.deleted) == {each for each in before if each.day.day == 10}
    assert retain(journal.home, Keep(keep_days=5), TODAY).deleted == told.deleted


def test_a_deletion_is_on_record_before_and_after_and_names_nobody(journal: Journal) -> None:
    written(journal)
    done = retain(journal.home, Keep(keep_days=5), TODAY, by="office")
    assert [(each.state, each.by, each.days) for each in deletions(journal.home)] == [
        ("begun", "office", done.deleted),
        ("done", "office", done.deleted),
    ]
    retain(journal.home, Keep(keep_days=5), TODAY, by="office")
    assert len(list(deletions(journal.home))) == 2


def test_a_run_that_was_killed_is_finished_and_said_to_be(journal: Journal) -> None:
    written(journal)
    ingest(journal.home)
    killed_at(shelves, before_commit=False, work=lambda: retain(journal.home, Keep(keep_days=5), TODAY))
    assert [each.state for each in deletions(journal.home)] == ["begun"]
    retain(journal.home, Keep(keep_days=5), TODAY)
    begun, done = deletions(journal.home)
    assert (done.state, done.days) == ("done", begun.days)


def test_what_cannot_be_deleted_is_an_error_and_not_said_to_be_done(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    report(journal.home, "oak/person-amy-2026-11-02-to-2026-11-08.html")
    stuck = run.SHELVES[Kind.REPORTS]._replace(delete=lambda *_: None)
    monkeypatch.setitem(run.SHELVES, Kind.REPORTS, stuck)
    with pytest.raises(RetentionError, match="still there: reports of 'oak', 2026-11-08"):
        retain(journal.home, Keep(keep_days=5), TODAY)
    assert [each.state for each in deletions(journal.home)] == ["begun"]


def test_no_byte_of_what_was_deleted_is_left_in_any_file(journal: Journal) -> None:
    term = "zygomorphic"
    for day in (10, 20):
        journal.write(
            line(f"2026-11-{day} 12:00:00", host="www.google.com", path="/search", query=f"q={term}{day}x"),
            line(f"2026-11-{day} 12:00:01", school="elm", path="/elm"),
        )
    journal.write(line("2026-11-20 12:00:02"))
    ingest(journal.home)
    journal.rotate()
    journal.write(line("2026-11-20 12:00:03"))
    journal.grow_quiet()
    compact(journal.home, TODAY)
    report(journal.home, "oak/person-amy-2026-11-09-to-2026-11-10.html").write_text(f"{term}10x")
    assert holding(journal.home, f"{term}10x")
    retain(journal.home, Keep(keep_days=5), TODAY)
    assert holding(journal.home, f"{term}10x") == []
    assert holding(journal.home, f"{term}20x")


def holding(home: Path, term: str) -> list[str]:
    """Files in which the term stands: in their bytes, or in Parquet's columns, which are packed."""
    found = []
    for path in (path for path in home.rglob("*") if path.is_file()):
        unpacked = str(pq.read_table(path).to_pylist()) if path.suffix == ".parquet" else ""
        if term.encode() in path.read_bytes() or term in unpacked:
            found.append(str(path))
    return found


def test_months_at_once_go_only_when_somebody_asks(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that is years ahead would have everything deleted overnight."""
    monkeypatch.setattr(run, "MOST_UNASKED", 3)
    written(journal)
    years_ahead = date(2036, 11, 20)
    with pytest.raises(RetentionError, match=r"4 days of events of 'elm' .* Is it really 2036-11-20"):
        retain(journal.home, Keep(), years_ahead)
    assert len(paths(journal.home)) == 8
    assert len(retain(journal.home, Keep(), years_ahead, by="office").deleted) == 8
