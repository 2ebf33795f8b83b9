"""Whole days are deleted, by school, and nothing of them stays."""

from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest

from belisha.activity import retention
from belisha.activity.compact import compact
from belisha.activity.ingest import ingest
from belisha.activity.manifest import commit, locked, read_manifest
from belisha.activity.retention import Keep, RetentionError, days_on_record, read_keep, retain
from belisha.activity.tests.test_ingest import killed_at
from belisha.activity.tests.written import Journal, everything, gateway_folder, line

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
    assert done.after == days_on_record(journal.home)


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
    killed_at(retention, before_commit=False, work=lambda: retain(journal.home, keep, TODAY))
    assert paths(journal.home) == ["/elm15", "/elm16", "/elm20", "/oak15", "/oak16", "/oak20"]
    retain(journal.home, keep, TODAY)
    assert not [path for path in journal.home.rglob("*.parquet") if "2026-11-10" in str(path)]


def test_rejected_lines_go_after_a_month(journal: Journal) -> None:
    journal.write(b"no event\n")
    ingest(journal.home)
    assert retain(journal.home, Keep(), datetime.now(UTC).date()).rejects == 0
    with locked(journal.home, "gw"):
        manifest = read_manifest(journal.home, "gw")
        old = tuple(msgspec.structs.replace(each, day=date(2026, 1, 1)) for each in manifest.rejects)
        commit(journal.home, "gw", msgspec.structs.replace(manifest, rejects=old))
    assert retain(journal.home, Keep(), datetime.now(UTC).date()).rejects == 1
    assert not list(gateway_folder(journal.home, "gw").glob("rejects/*"))


def test_without_settings_a_year_is_kept(tmp_path: Path) -> None:
    assert read_keep(tmp_path) == Keep(keep_days=365)
    assert read_keep(tmp_path).oldest("oak", date(2026, 11, 20)) == date(2025, 11, 20)


def test_settings_are_read(tmp_path: Path) -> None:
    (tmp_path / "retention.yaml").write_text("keep_days: 180\nschools: {elm: 90}\n")
    keep = read_keep(tmp_path)
    assert (keep.oldest("oak", TODAY), keep.oldest("elm", TODAY)) == (date(2026, 5, 24), date(2026, 8, 22))


@pytest.mark.parametrize("text", ["keep_days: 0", "schools: {elm: -1}", "keep_day: 5", "keep_days: many", "[", "- 1"])
def test_settings_that_cannot_be_used_delete_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "retention.yaml").write_text(text)
    with pytest.raises(RetentionError, match="nothing is deleted"):
        read_keep(tmp_path)
