"""Whatever is split, torn, rotated, crashed or merged in between: every event is there exactly once."""

import shutil
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belisha.activity import compact as compacting
from belisha.activity import ingest as ingesting
from belisha.activity.compact import compact
from belisha.activity.ingest import ingest, stray_files, sweep, waiting_bytes
from belisha.activity.keep import Keep
from belisha.activity.manifest import read_manifest
from belisha.activity.place import Folder
from belisha.activity.tests.written import Journal, everything, gateway_folder, line
from belisha.activity.verify import verify

LATER = date(2026, 12, 1)


class KilledError(BaseException):
    """Stands for kill -9: nothing after it runs."""


def killed_at(module: Any, *, before_commit: bool, work: Callable[[], object]) -> None:
    """Run work that dies right before or right after its first commit."""
    real = module.commit

    def dying(*values: Any) -> None:
        if not before_commit:
            real(*values)
        raise KilledError

    module.commit = dying
    try:
        work()
    except KilledError:
        pass
    finally:
        module.commit = real


class Run:
    """A journal, what happens to it, and what must be on record after each step."""

    def __init__(self, folder: Path) -> None:
        self.journal = Journal(folder)
        self.expected: list[str] = []
        self.torn = False
        self.number = 0

    def write(self, count: int) -> None:
        for _ in range(count):
            self.number += 1
            school = "oak" if self.number % 3 else "elm"
            day = 16 + self.number % 2
            self.journal.write(line(f"2026-11-{day} 09:00:00", path=f"/{self.number:05d}", school=school))
            self.expected.append(f"/{self.number:05d}")

    def tear(self, length: int) -> None:
        self.journal.write(line(path="/torn")[:length])

    def rotate(self) -> None:
        self.journal.rotate()
        self.write(1)
        self.journal.grow_quiet()

    def check(self) -> None:
        found = everything(self.journal.home)
        assert sorted(event.path for event in found) == self.expected
        assert len({(event.segment, event.offset) for event in found}) == len(found)
        assert {event.school for event in found if int(event.path[1:]) % 3 == 0} <= {"elm"}


steps = st.one_of(
    st.builds(lambda n: lambda run: run.write(n), st.integers(1, 5)),
    st.builds(lambda n: lambda run: run.tear(n), st.integers(1, 60)),
    st.just(lambda run: run.rotate()),
    st.builds(
        lambda size: lambda run: ingest(run.journal.home, batch_bytes=size), st.sampled_from([300, 1000, 1 << 20])
    ),
    st.builds(
        lambda before: (
            lambda run: killed_at(
                ingesting, before_commit=before, work=lambda: ingest(run.journal.home, batch_bytes=400)
            )
        ),
        st.booleans(),
    ),
    st.just(lambda run: compact(run.journal.home, LATER)),
    st.builds(
        lambda before: (
            lambda run: killed_at(compacting, before_commit=before, work=lambda: compact(run.journal.home, LATER))
        ),
        st.booleans(),
    ),
    st.builds(lambda grace: lambda run: sweep(run.journal.home, grace_seconds=grace), st.sampled_from([0.0, 900.0])),
)


@settings(max_examples=10, deadline=None)
@given(st.lists(steps, min_size=2, max_size=10))
def test_every_event_is_there_exactly_once_after_every_step(taken: list[Callable[[Run], object]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        run = Run(Path(folder))
        run.write(3)
        for step in taken:
            step(run)
            run.check()
        ingest(run.journal.home)
        run.check()
        for verified in verify(run.journal.home, Keep(keep_days=36500), LATER):
            assert not verified.faults


def test_events_lie_by_school_and_local_day(journal: Journal) -> None:
    journal.write(
        line("2026-10-24 23:59:59", school="oak", path="/1"),
        line("2026-10-25 00:00:00", school="oak", path="/2"),  # the day of 25 hours
        line("2026-10-25 23:59:59", school="elm", path="/3"),
        line("2026-03-29 23:30:00", school="elm", path="/4"),  # 22:30 UTC, and a day of 23 hours
        line("2026-07-01 00:30:00", school="elm", path="/5"),  # still the day before in UTC
    )
    ingest(journal.home)
    held = {(part.school, str(part.day)): part for part in read_manifest(journal.home, "gw").parts}
    assert set(held) == {
        ("oak", "2026-10-24"),
        ("oak", "2026-10-25"),
        ("elm", "2026-10-25"),
        ("elm", "2026-03-29"),
        ("elm", "2026-07-01"),
    }
    for (school, day), part in held.items():
        assert part.path.startswith(f"school={school}/day={day}/")


def test_a_part_holds_no_word_of_another_school(journal: Journal) -> None:
    journal.write(line(school="oak", person="amy", path="/oaks"), line(school="elm", person="ben", path="/elms"))
    ingest(journal.home)
    for part in read_manifest(journal.home, "gw").parts:
        content = pq.read_table(gateway_folder(journal.home, "gw") / part.path)
        others = {"oak": ["ben", "/elms", "elm"], "elm": ["amy", "/oaks", "oak"]}[part.school]
        words = [word for name in ("person", "path", "school") for word in content.column(name).unique().to_pylist()]
        assert not set(others) & set(words)
        raw = pq.ParquetFile(gateway_folder(journal.home, "gw") / part.path, read_dictionary=["person"])
        assert len(raw.read(["person"]).column("person").chunk(0).dictionary) == 1


def test_any_text_can_be_a_school_without_leaving_the_folder(journal: Journal) -> None:
    schools = ["../../etc", "a/b", "..", ".", "*", "[x]", "é" * 200, "", "school=x"]
    journal.write(*(line(school=school, path=f"/{number}") for number, school in enumerate(schools)))
    ingest(journal.home)
    assert [event.school for event in everything(journal.home)] == schools
    folder = gateway_folder(journal.home, "gw")
    assert all(path.parent.parent.parent == folder for path in folder.rglob("*.parquet"))


def test_a_line_is_not_taken_before_its_end_is_there(journal: Journal) -> None:
    whole = line(path="/late")
    journal.write(line(path="/early"), whole[:40])
    assert ingest(journal.home).events == 1
    assert waiting_bytes(journal.home) == 40
    journal.write(whole[40:])
    assert [event.path for event in everything(journal.home)] == ["/early", "/late"]
    assert ingest(journal.home) == ingesting.Ingested(1, 0, len(whole))


def test_a_torn_end_of_a_closed_segment_is_rejected_and_counted(journal: Journal) -> None:
    first = line(path="/early")
    journal.write(first, line(path="/torn")[:30])
    ingest(journal.home)
    journal.rotate()
    journal.write(line(path="/next"))
    journal.grow_quiet()
    assert ingest(journal.home).rejects == 1
    (rejects,) = read_manifest(journal.home, "gw").rejects
    text = (gateway_folder(journal.home, "gw") / rejects.path).read_text()
    assert f'"offset":{len(first)}' in text
    assert '"reason":"no end of line"' in text


def test_a_segment_is_kept_until_all_of_it_is_committed_and_squid_writes_elsewhere(journal: Journal) -> None:
    old = journal.current
    journal.write(line())
    ingest(journal.home)
    assert not sweep(journal.home).segments  # it is the current one
    journal.rotate()
    journal.grow_quiet()
    assert not sweep(journal.home).segments  # nothing shows yet that Squid has let go of it
    journal.write(line(path="/next"))
    assert sweep(journal.home).segments == (old.name,)
    assert not old.exists()
    assert len(everything(journal.home)) == 2
    assert not sweep(journal.home).segments


def test_a_segment_that_somebody_still_writes_to_is_kept(journal: Journal) -> None:
    old = journal.current
    journal.write(line())
    journal.rotate()
    journal.write(line(path="/next"))
    ingest(journal.home)
    assert not sweep(journal.home).segments  # written to a moment ago
    assert old.exists()


def test_a_name_that_comes_back_is_a_new_segment(journal: Journal) -> None:
    old = journal.current
    journal.write(line(path="/1"))
    journal.rotate()
    journal.write(line(path="/2"))
    journal.grow_quiet()
    ingest(journal.home)
    sweep(journal.home)
    old.write_bytes(line(path="/3"))
    ingest(journal.home)
    assert sorted(event.path for event in everything(journal.home)) == ["/1", "/2", "/3"]


def test_what_a_killed_run_left_is_swept(journal: Journal) -> None:
    journal.write(line())
    killed_at(ingesting, before_commit=True, work=lambda: ingest(journal.home))
    folder = gateway_folder(journal.home, "gw")
    assert len(stray_files(Folder(folder), read_manifest(journal.home, "gw"))) == 1
    assert sweep(journal.home).files == 1
    assert not list(folder.rglob("*.parquet"))
    assert len(everything(journal.home)) == 1


def test_gateways_do_not_mix_their_manifests(tmp_path: Path) -> None:
    first, second = Journal(tmp_path, "north"), Journal(tmp_path, "south-2")
    first.write(line(path="/n"))
    second.write(line(path="/s"))
    ingest(tmp_path)
    assert [read_manifest(tmp_path, name).parts[0].rows for name in ("north", "south-2")] == [1, 1]
    assert sorted(event.path for event in everything(tmp_path)) == ["/n", "/s"]


def test_a_journal_copied_away_can_be_read_in_again(journal: Journal, tmp_path: Path) -> None:
    journal.write(*(line(path=f"/{number}") for number in range(20)))
    ingest(journal.home, batch_bytes=500)
    again = tmp_path / "again"
    shutil.copytree(journal.home / "journal", again / "journal", symlinks=True)
    ingest(again)
    assert everything(again) == everything(journal.home)


@pytest.mark.parametrize("name", ["current.log", "notes.log", "gw-2026.log", ".gw-20261116T080000Z.log"])
def test_other_files_beside_the_journal_are_left_alone(journal: Journal, name: str) -> None:
    path = journal.home / "journal" / name
    path.unlink(missing_ok=True)
    path.write_bytes(line())
    assert ingest(journal.home).events == 0
    sweep(journal.home)
    assert path.exists()
