"""A file that is not a whole index is refused in one sentence, and no damage ever ends the process."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from belisha.engine.lists import Entry
from belisha.engine.snapshot import NamedList, Snapshot, SnapshotError, build

if TYPE_CHECKING:
    from pathlib import Path

HOSTS = [f"s{number}.example.com" for number in range(50)]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    entries = [Entry(host, path) for host in HOSTS for path in ("", "/x/y")]
    lists = [NamedList(f"p/{name}", "1", (name,), name == "iwf", entries) for name in ("games", "iwf")]
    return build(lists, tmp_path_factory.mktemp("index")).path


def refusal(path: Path) -> str:
    with pytest.raises(SnapshotError) as refused:
        Snapshot.open(path)
    return str(refused.value)


def test_an_index_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "gone.index") == "The index gone.index cannot be opened: No such file or directory."
    assert refusal(tmp_path).endswith("cannot be opened: Is a directory.")


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "is empty"),
        (b"belisha index 1", "is not an index"),
        (b"PK\x03\x04" * 5000, "is not an index"),
        (b"\0" * 5000, "is not an index"),
        (b"belisha index 2\0" + b"\0" * 5000, "was written by another version; build it again"),
    ],
)
def test_a_foreign_file_is_refused(tmp_path: Path, content: bytes, fault: str) -> None:
    path = tmp_path / "x.index"
    path.write_bytes(content)
    assert refusal(path) == f"The index x.index {fault}."


def test_a_file_cut_anywhere_or_with_something_appended_is_refused(good: Path, tmp_path: Path) -> None:
    content = good.read_bytes()
    path = tmp_path / "cut.index"
    for length in (10, 63, 64, 100, len(content) // 2, len(content) - 1):
        path.write_bytes(content[:length])
        assert refusal(path).startswith("The index cut.index is not ")
    path.write_bytes(content + b"\0")
    assert "is not whole" in refusal(path)


def test_a_damaged_header_is_refused(good: Path, tmp_path: Path) -> None:
    content = bytearray(good.read_bytes())
    content[-20] ^= 4
    path = tmp_path / "bad.index"
    path.write_bytes(content)
    assert refusal(path) == "The index bad.index is damaged in its header."


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_a_damaged_body_is_found_by_verify_and_crashes_no_look_up(
    good: Path, tmp_path: Path, data: st.DataObject
) -> None:
    content = bytearray(good.read_bytes())
    body_end = int.from_bytes(content[24:32], "little")
    for at in data.draw(st.lists(st.integers(64, body_end - 1), min_size=1, max_size=40, unique=True)):
        content[at] ^= data.draw(st.integers(1, 255))
    path = tmp_path / "bad.index"
    path.write_bytes(content)
    index = Snapshot.open(path)
    with pytest.raises(SnapshotError, match="is damaged"):
        index.verify()
    for host in HOSTS:
        with suppress(SnapshotError):
            index.look_up(host, "/x/y")
            index.listings(index.look_up_id(host))


def test_a_good_index_verifies(good: Path) -> None:
    Snapshot.open(good).verify()
