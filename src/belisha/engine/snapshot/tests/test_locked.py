"""Locked entries are found by who asks for them, and cannot be read out of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from belisha.engine.lists import Entry
from belisha.engine.snapshot import Listing, Match, NamedList, Snapshot, build

if TYPE_CHECKING:
    from pathlib import Path

ENTRIES = [
    Entry("unlawful.example.com", ""),
    Entry("mixed.test", "/hidden/gallery"),
    Entry("203.0.113.9", ""),
    Entry("198.51.100.0/24", ""),
    Entry("intranetword", ""),
]
WATCH = NamedList("watch/urls", "2026-08-17", ("iwf",), locked=True, entries=ENTRIES)
OPEN = NamedList(
    "p/games", "1", ("games",), locked=False, entries=[Entry("example.com", ""), Entry("mixed.test", "/play")]
)
LOCKED = Listing("iwf", "watch/urls", "2026-08-17", locked=True)
GAMES = Listing("games", "p/games", "1", locked=False)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return build([WATCH, OPEN], tmp_path).path


def test_locked_entries_are_found_together_with_open_ones(path: Path) -> None:
    index = Snapshot.open(path)
    assert index.look_up("www.unlawful.example.com") == Match("unlawful.example.com", (GAMES, LOCKED), has_paths=False)
    assert index.look_up("mixed.test", "/hidden/gallery/1") == Match(
        "mixed.test/hidden/gallery", (LOCKED,), has_paths=True
    )
    assert index.look_up("mixed.test", "/play") == Match("mixed.test/play", (GAMES,), has_paths=True)
    assert index.look_up("mixed.test", "/hidden") == Match("mixed.test", (), has_paths=True)
    assert index.look_up("203.0.113.9") == Match("203.0.113.9", (LOCKED,), has_paths=False)
    assert index.look_up("198.51.100.77") == Match("198.51.100.0/24", (LOCKED,), has_paths=False)
    assert index.look_up("a.intranetword") == Match("intranetword", (LOCKED,), has_paths=False)
    assert index.listings(index.look_up_id("unlawful.example.com")) == (GAMES, LOCKED)
    assert index.look_up("other.test") is None


def test_a_locked_name_below_an_open_one_is_found(tmp_path: Path) -> None:
    index = Snapshot.open(build([WATCH._replace(entries=ENTRIES[:1]), OPEN], tmp_path).path)
    assert index.look_up("unlawful.example.com") == Match("unlawful.example.com", (GAMES, LOCKED), has_paths=False)
    assert index.look_up("lawful.example.com") == Match("example.com", (GAMES,), has_paths=False)


@pytest.mark.parametrize(
    "secret", [b"unlawful", b"mixed.test/hidden", b"gallery", b"203.0.113", b"198.51.100", b"intranetword"]
)
def test_no_locked_entry_can_be_read_in_the_file(path: Path, secret: bytes) -> None:
    content = path.read_bytes()
    assert b"example.com" in content
    assert secret not in content


def test_no_locked_entry_is_set_down_on_the_way(tmp_path: Path) -> None:
    seen: list[bytes] = []

    def watch(_what: str, _count: int) -> None:
        seen.extend(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())

    many = [Entry(f"unlawful{number}.example.com", "/gallery") for number in range(5000)]
    build([WATCH._replace(entries=many)], tmp_path, watch)
    assert seen
    assert not any(b"unlawful" in content or b"gallery" in content for content in seen)


def test_two_builds_seal_differently_and_have_the_same_digest(tmp_path: Path) -> None:
    one, other = (build([WATCH], tmp_path / name) for name in ("one", "other"))
    assert one.digest == other.digest
    assert one.path.read_bytes() != other.path.read_bytes()


def test_locked_entries_are_counted(path: Path) -> None:
    index = Snapshot.open(path)
    assert index.counts == {"games": 2, "iwf": 5}
    assert [(named.id, named.locked, named.entries) for named in index.lists] == [
        ("p/games", False, 2),
        ("watch/urls", True, 5),
    ]
