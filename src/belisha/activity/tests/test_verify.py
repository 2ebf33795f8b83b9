"""Counting again finds what is missing, double or changed."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec
import pytest

from belisha.activity.ingest import ingest
from belisha.activity.keep import Keep
from belisha.activity.manifest import Manifest, commit, locked, read_manifest
from belisha.activity.retention.run import retain
from belisha.activity.tests.written import Journal, gateway_folder, line
from belisha.activity.verify import Verified, verify

TODAY = date(2026, 11, 18)


def recorded(journal: Journal) -> None:
    journal.write(line(), line(school="elm"), b"torn\n")
    ingest(journal.home)
    journal.write(line(path="/2"))
    ingest(journal.home)
    journal.write(line(path="/waits"))


def verified(home: Path) -> Verified:
    (only,) = verify(home, Keep(), TODAY)
    return only


def change(home: Path, how: Callable[[Manifest], Manifest]) -> None:
    with locked(home, "gw"):
        commit(home, "gw", how(read_manifest(home, "gw")))


def test_a_sound_record_is_counted_without_faults(journal: Journal) -> None:
    recorded(journal)
    found = verified(journal.home)
    assert (found.parts, found.events, found.rejects, found.again, found.waiting) == (3, 3, 1, 3, 1)
    assert found.faults == []


def test_deleted_days_are_no_fault(journal: Journal) -> None:
    recorded(journal)
    journal.write(line("2020-01-01 09:00:00"))
    retain(journal.home, Keep(), TODAY)
    assert verified(journal.home).faults == []


def test_a_missing_part_is_found(journal: Journal) -> None:
    recorded(journal)
    change(journal.home, lambda old: msgspec.structs.replace(old, parts=old.parts[1:]))
    assert "holds 1 events of school 'elm' on 2026-11-16, Parquet holds 0 of them" in verified(journal.home).faults[0]


def test_events_read_in_twice_are_found(journal: Journal) -> None:
    recorded(journal)
    change(journal.home, lambda old: msgspec.structs.replace(old, offsets={}))
    ingest(journal.home)
    faults = verified(journal.home).faults
    assert any("more than once" in fault for fault in faults)
    assert any("holds 3 events of school 'oak' on 2026-11-16, Parquet holds 5 of them" in fault for fault in faults)


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(b"x")])
def test_a_damaged_file_is_found(journal: Journal, damage: Callable[[Path], object]) -> None:
    recorded(journal)
    damage(gateway_folder(journal.home, "gw") / read_manifest(journal.home, "gw").parts[0].path)
    assert "cannot be read" in verified(journal.home).faults[0]


def test_a_wrong_count_in_the_manifest_is_found(journal: Journal) -> None:
    recorded(journal)
    change(
        journal.home,
        lambda old: msgspec.structs.replace(old, parts=(msgspec.structs.replace(old.parts[0], rows=7), *old.parts[1:])),
    )
    assert "holds 1 events where the manifest says 7" in verified(journal.home).faults[0]


def test_a_journal_that_lost_its_end_is_found(journal: Journal) -> None:
    recorded(journal)
    journal.current.write_bytes(line())
    assert "is shorter than what was read of it" in verified(journal.home).faults[0]
