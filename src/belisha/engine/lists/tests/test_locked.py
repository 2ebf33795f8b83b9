"""The slots of the locked lists: imported, applied upstream, or plainly absent; never shown, never lost by mistake."""

import datetime as dt
import stat
from pathlib import Path

import pytest

from belisha.engine.lists import ListError, import_locked, installation, locked_ids, locked_state, record_upstream

NOW = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)


def licensed(folder: Path, count: int) -> Path:
    path = folder / "licensed.txt"
    path.write_text("".join(f"https://unlawful{number}.example/page\n" for number in range(count)))
    return path


def state(home: Path, slot: str = "iwf") -> str:
    return next(each.state for each in locked_state(home) if each.id == slot)


def test_the_slots_are_the_two_lists_that_the_law_is_behind(tmp_path: Path) -> None:
    assert locked_ids() == ("iwf", "police")
    assert [each.state for each in locked_state(tmp_path)] == ["absent", "absent"]


def test_an_import_is_counted_dated_and_private(tmp_path: Path) -> None:
    report = import_locked(tmp_path, "iwf", licensed(tmp_path, 20), NOW)
    assert report.entries == 20
    found = locked_state(tmp_path)[0]
    assert (found.state, found.count, found.at) == ("imported", 20, NOW)
    folder = tmp_path / "lists/locked"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_nothing_of_the_list_is_in_its_report(tmp_path: Path) -> None:
    file = licensed(tmp_path, 5)
    file.write_text(file.read_text() + "unlawful words\n")
    report = import_locked(tmp_path, "iwf", file, NOW)
    assert report.rejected == 1
    assert "unlawful" not in repr(report)


@pytest.mark.parametrize("content", ["", "<html></html>", "one sentence that is no list\n", "unlawful.example\n"])
def test_a_bad_file_leaves_what_was_imported_in_force(tmp_path: Path, content: str) -> None:
    import_locked(tmp_path, "iwf", licensed(tmp_path, 20), NOW)
    bad = tmp_path / "bad.txt"
    bad.write_text(content)
    with pytest.raises(ListError) as raised:
        import_locked(tmp_path, "iwf", bad, NOW)
    assert "unlawful" not in str(raised.value)
    assert locked_state(tmp_path)[0].count == 20
    with installation(tmp_path) as lists:
        assert sum(1 for each in lists if each.locked for _ in each.entries) == 20


def test_a_smaller_licensed_list_is_taken_when_a_person_says_so(tmp_path: Path) -> None:
    import_locked(tmp_path, "iwf", licensed(tmp_path, 20), NOW)
    import_locked(tmp_path, "iwf", licensed(tmp_path, 2), NOW, accept_smaller=True)
    assert locked_state(tmp_path)[0].count == 2


def test_upstream_names_who_and_since_and_an_import_stays_in_force_beside_it(tmp_path: Path) -> None:
    record_upstream(tmp_path, "police", "Example Broadband", NOW)
    police = locked_state(tmp_path)[1]
    assert (police.state, police.who, police.since) == ("upstream", "Example Broadband", NOW)
    import_locked(tmp_path, "police", licensed(tmp_path, 3), NOW)
    record_upstream(tmp_path, "police", "Another", NOW)
    police = locked_state(tmp_path)[1]
    assert (police.state, police.count, police.who) == ("imported", 3, "Another")
    assert state(tmp_path) == "absent"


def test_a_record_without_its_file_is_not_called_imported(tmp_path: Path) -> None:
    import_locked(tmp_path, "iwf", licensed(tmp_path, 20), NOW)
    for path in (tmp_path / "lists/locked").glob("*.txt.gz"):
        path.unlink()
    assert state(tmp_path) == "absent"


def test_damaged_notes_of_upstream_count_as_none(tmp_path: Path) -> None:
    record_upstream(tmp_path, "iwf", "Example Broadband", NOW)
    (tmp_path / "lists/locked/upstream.json").write_text("{")
    assert state(tmp_path) == "absent"


@pytest.mark.parametrize(("slot", "who"), [("games", "Example"), ("iwf", "  ")])
def test_only_the_two_slots_and_a_named_supplier_are_taken(tmp_path: Path, slot: str, who: str) -> None:
    with pytest.raises(ListError):
        record_upstream(tmp_path, slot, who, NOW)
    with pytest.raises(ListError):
        import_locked(tmp_path, "games", licensed(tmp_path, 2), NOW)
