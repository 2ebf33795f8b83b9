"""One file for one content, counted exactly, put in place at once; nothing that fails leaves a trace."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from belisha.engine.lists import Entry
from belisha.engine.snapshot import NamedList, Snapshot, build

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

NAMES = [f"site{number}.example{number % 7}.com" for number in range(500)]
READER = """
import sys
from pathlib import Path
from belisha.engine.snapshot import Snapshot
index = Snapshot.open(Path(sys.argv[1]))
print("open", flush=True)
while sys.stdin.read(1) == "?":
    print(sum(index.look_up(f"site{n}.example{n % 7}.com") is not None for n in range(500)), flush=True)
"""


def games(names: Sequence[str] = NAMES, version: str = "1", *, locked: bool = False) -> NamedList:
    return NamedList("p/games", version, ("games",), locked, [Entry(name, "") for name in names])


def drugs(*names: str) -> NamedList:
    return NamedList("p/drugs", "1", ("drugs", "games"), locked=False, entries=[Entry(name, "") for name in names])


def test_the_same_content_has_the_same_digest_in_whatever_order_it_comes(tmp_path: Path) -> None:
    one = build([games(), drugs("a.com", "b.com")], tmp_path / "one")
    other = build([drugs("b.com", "a.com", "b.com"), games(NAMES[::-1] * 2)], tmp_path / "other")
    assert one.digest == other.digest
    assert one.path.name == other.path.name == f"{one.digest}.index"


def test_another_entry_version_category_or_lock_has_another_digest(tmp_path: Path) -> None:
    plain = games()
    variants = [
        plain,
        games([*NAMES, "one-more.com"]),
        games(NAMES[1:]),
        games(version="2"),
        games(locked=True),
        plain._replace(id="q/games"),
        plain._replace(categories=("play",)),
        plain._replace(entries=[Entry(name, "/x") for name in NAMES]),
    ]
    assert len({build([variant], tmp_path).digest for variant in variants}) == len(variants)


def test_counts_are_of_distinct_entries(tmp_path: Path) -> None:
    lists = [games(["a.com", "a.com", "b.com"]), drugs("b.com", "www.b.com", "192.0.2.0/24")]
    report = build(lists, tmp_path)
    assert {named.id: named.entries for named in report.lists} == {"p/games": 2, "p/drugs": 3}
    assert report.counts == {"drugs": 3, "games": 4}
    index = Snapshot.open(report.path)
    assert (index.lists, index.counts, index.digest) == (report.lists, report.counts, report.digest)


def test_building_again_keeps_the_file_and_mends_a_damaged_one(tmp_path: Path) -> None:
    path = build([games()], tmp_path).path
    first = path.stat().st_ino
    assert build([games()], tmp_path).path.stat().st_ino == first
    content = bytearray(path.read_bytes())
    content[200] ^= 1
    path.write_bytes(content)
    build([games()], tmp_path)
    Snapshot.open(path).verify()


def test_two_lists_of_the_same_id_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="same id: p/games"):
        build([games(), games(version="2")], tmp_path)


def test_a_build_that_fails_leaves_what_was_there_and_nothing_else(tmp_path: Path) -> None:
    def torn() -> Iterator[Entry]:
        yield Entry("example.com", "")
        raise OSError(28, "No space left on device")

    path = build([games()], tmp_path).path
    before = sorted(tmp_path.iterdir())
    with pytest.raises(OSError, match="No space"):
        build([games()._replace(entries=torn())], tmp_path)
    assert sorted(tmp_path.iterdir()) == before
    Snapshot.open(path).verify()


def test_what_a_killed_build_left_behind_is_cleared_by_the_next(tmp_path: Path) -> None:
    left = tmp_path / ".building" / "families-3"
    left.parent.mkdir()
    left.write_bytes(b"torn")
    build([games()], tmp_path)
    assert not left.parent.exists()


def test_progress_says_what_is_read_and_how_much(tmp_path: Path) -> None:
    said: list[tuple[str, int]] = []
    build([games()], tmp_path, lambda what, count: said.append((what, count)))
    assert said[0] == ("reading p/games", 500)
    assert said[-1][0] == "working out"


def test_processes_that_have_it_open_go_on_while_another_replaces_it(tmp_path: Path) -> None:
    path = build([games()], tmp_path).path
    readers = [
        subprocess.Popen(  # a second interpreter, not a fork: nothing is shared but the file
            [sys.executable, "-c", READER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    assert [reader.stdout.readline() for reader in readers if reader.stdout] == ["open\n"] * 2
    newer = build([games(NAMES[:10])], tmp_path).path
    newer.replace(path)
    for reader in readers:
        assert reader.communicate("??", timeout=30)[0] == "500\n500\n"
        assert reader.returncode == 0
