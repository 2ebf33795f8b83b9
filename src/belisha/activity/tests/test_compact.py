"""Compaction merges what is worth merging, changes no event, and leaves readers time."""

from datetime import date

import pyarrow as pa
import pytest

from belisha.activity import compact as compacting
from belisha.activity.compact import ENOUGH, Compacted, CompactionError, compact
from belisha.activity.ingest import ingest, sweep
from belisha.activity.manifest import read_manifest
from belisha.activity.tests.written import Journal, events, everything, gateway_folder, line

DAY, NEXT = date(2026, 11, 16), date(2026, 11, 17)


def many_parts(journal: Journal, count: int) -> None:
    for number in range(count):
        journal.write(line(path=f"/{number}", person=f"p{number % 3}"), line(path=f"/elm{number}", school="elm"))
        ingest(journal.home)


def test_a_day_that_is_over_becomes_one_file_a_school(journal: Journal) -> None:
    many_parts(journal, 3)
    before = events(journal.home), events(journal.home, "elm")
    assert compact(journal.home, NEXT) == Compacted(6, 2)
    assert sorted(part.school for part in read_manifest(journal.home, "gw").parts) == ["elm", "oak"]
    assert (events(journal.home), events(journal.home, "elm")) == before
    assert compact(journal.home, NEXT) == Compacted(0, 0)


def test_the_running_day_is_merged_only_when_there_are_many_of_a_kind(journal: Journal) -> None:
    many_parts(journal, ENOUGH - 1)
    assert compact(journal.home, DAY) == Compacted(0, 0)
    many_parts(journal, 2)
    assert compact(journal.home, DAY) == Compacted(2 * (ENOUGH + 1), 2)
    many_parts(journal, 1)
    assert compact(journal.home, DAY) == Compacted(0, 0)


def test_replaced_files_stay_for_a_while_and_go_then(journal: Journal) -> None:
    many_parts(journal, 2)
    compact(journal.home, NEXT)
    folder = gateway_folder(journal.home, "gw")
    assert sweep(journal.home).files == 0
    assert len(list(folder.rglob("*.parquet"))) == 6
    assert sweep(journal.home, grace_seconds=0).files == 4
    assert len(list(folder.rglob("*.parquet"))) == 2
    assert len(everything(journal.home)) == 4


def test_events_that_come_late_join_their_day(journal: Journal) -> None:
    many_parts(journal, 2)
    compact(journal.home, NEXT)
    many_parts(journal, 1)
    assert compact(journal.home, NEXT) == Compacted(4, 2)
    assert len(everything(journal.home)) == 6


def test_a_merge_that_would_lose_events_is_not_committed(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    many_parts(journal, 2)
    real = compacting._write_sorted
    monkeypatch.setattr(compacting, "_write_sorted", lambda duck, sources, target: real(duck, sources[:1], target))
    with pytest.raises(CompactionError, match="1 rows written of 2"):
        compact(journal.home, NEXT)
    assert len(everything(journal.home)) == 4
    assert not list(gateway_folder(journal.home, "gw").rglob("compact-*"))


def test_a_compacted_part_can_be_read_by_others(journal: Journal) -> None:
    many_parts(journal, 2)
    compact(journal.home, NEXT)
    part = read_manifest(journal.home, "gw").parts[0]
    table = pa.parquet.read_table(gateway_folder(journal.home, "gw") / part.path, partitioning=None)
    assert table.column("person").to_pylist() == sorted(table.column("person").to_pylist())
