"""Journal and Parquet are read as one, within a scope, however they change meanwhile."""

import threading
from datetime import date
from pathlib import Path

import msgspec
import pytest

from belisha.activity import store as storing
from belisha.activity.compact import compact
from belisha.activity.days import Period
from belisha.activity.ingest import ingest, sweep
from belisha.activity.manifest import commit, locked, read_manifest
from belisha.activity.store import Scope, Store, UnreadableError, UnsettledError, View
from belisha.activity.tests.written import LONG, Id, Journal, everything, gateway_folder, line

DAY, NEXT = date(2026, 11, 16), date(2026, 11, 17)
_ALL = 'SELECT segment, "offset", path, school FROM in_scope ORDER BY path'


def paths(view: View) -> list[str]:
    return [row.path for row in view.rows(Id, _ALL)]


def test_a_question_must_name_its_schools(journal: Journal) -> None:
    with pytest.raises(ValueError, match="must name its schools"):
        Store.open(journal.home).ask(Scope((), LONG), paths)


@pytest.mark.parametrize("ingested", [False, True])
def test_a_scope_shows_nothing_of_another_school_or_day(journal: Journal, ingested: bool) -> None:
    journal.write(
        line("2026-11-15 23:59:59.999", path="/sunday"),
        line("2026-11-16 00:00:00", path="/monday"),
        line("2026-11-16 00:00:00", path="/elm", school="elm"),
        line("2026-11-16 23:59:59.999", path="/night"),
        line("2026-11-17 00:00:00", path="/tuesday"),
        line("2026-11-16 09:00:00", path="/nobody", school=""),
    )
    if ingested:
        ingest(journal.home)
    store = Store.open(journal.home)
    assert store.ask(Scope(("oak",), Period(DAY, DAY)), paths) == ["/monday", "/night"]
    assert store.ask(Scope(("elm",), LONG), paths) == ["/elm"]
    assert store.ask(Scope(("elm", ""), LONG), paths) == ["/elm", "/nobody"]
    assert store.ask(Scope(("oak' OR '1'='1",), LONG), paths) == []
    assert store.extent() == (("", "elm", "oak"), Period(date(2026, 11, 15), NEXT))


def test_a_day_of_25_hours_is_one_day(journal: Journal) -> None:
    autumn = date(2026, 10, 25)
    journal.write(*(line(f"2026-10-25 {hour:02d}:30:00", path=f"/{hour:02d}") for hour in range(24)))
    journal.write(line("2026-10-26 00:00:00", path="/after"))
    assert len(Store.open(journal.home).ask(Scope(("oak",), Period(autumn, autumn)), paths)) == 24


def test_values_are_bound_and_never_become_part_of_a_question(journal: Journal) -> None:
    hostile = "'; DROP TABLE in_scope; --"
    journal.write(line(person=hostile, path="/theirs"), line(path="/other"))

    def theirs(view: View) -> list[str]:
        view.choose("chosen", "in_scope", [("person", [hostile])])
        chosen = [row.path for row in view.rows(Id, 'SELECT segment, "offset", path, school FROM chosen')]
        question = 'SELECT segment, "offset", path, school FROM in_scope WHERE person = $who'
        assert [row.path for row in view.rows(Id, question, who=hostile)] == chosen
        return chosen

    assert Store.open(journal.home).ask(Scope(("oak",), LONG), theirs) == ["/theirs"]


def test_an_empty_home_has_nothing_on_record(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    assert store.extent() == ((), None)
    assert store.ask(Scope(("oak",), LONG), paths) == []


def test_a_question_is_asked_again_when_a_file_was_replaced_under_it(journal: Journal) -> None:
    for number in range(3):
        journal.write(line(path=f"/{number}"))
        ingest(journal.home)
    asked = []

    def question(view: View) -> list[str]:
        asked.append(1)
        if len(asked) == 1:
            compact(journal.home, NEXT)
            sweep(journal.home, grace_seconds=0)
        return paths(view)

    assert Store.open(journal.home).ask(Scope(("oak",), LONG), question) == ["/0", "/1", "/2"]
    assert len(asked) == 2


def test_a_commit_and_a_sweep_between_manifest_and_journal_are_noticed(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal.write(line(path="/1"))
    journal.rotate()
    journal.write(line(path="/2"))
    journal.grow_quiet()
    real = storing.segments
    listed = []

    def listing(home: Path) -> object:
        listed.append(1)
        if len(listed) == 1:
            ingest(home)
            assert sweep(home).segments
        return real(home)

    monkeypatch.setattr(storing, "segments", listing)
    assert Store.open(journal.home).ask(Scope(("oak",), LONG), paths) == ["/1", "/2"]
    assert len(listed) == 2


def test_a_part_that_is_filed_under_a_wrong_school_is_not_shown_there(journal: Journal) -> None:
    journal.write(line(school="elm", path="/elm"))
    ingest(journal.home)
    with locked(journal.home, "gw"):
        manifest = read_manifest(journal.home, "gw")
        misfiled = tuple(msgspec.structs.replace(part, school="oak") for part in manifest.parts)
        commit(journal.home, "gw", msgspec.structs.replace(manifest, parts=misfiled))
    assert Store.open(journal.home).ask(Scope(("oak",), LONG), paths) == []


def test_a_file_that_is_simply_missing_is_an_error(journal: Journal) -> None:
    journal.write(line())
    ingest(journal.home)
    next(gateway_folder(journal.home, "gw").rglob("*.parquet")).unlink()
    with pytest.raises(UnreadableError, match="cannot be read"):
        Store.open(journal.home).ask(Scope(("oak",), LONG), paths)


def test_a_record_that_never_comes_to_rest_is_said_so(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storing, "_snapshot", lambda _home, _stack: None)
    with pytest.raises(UnsettledError, match="Try again"):
        Store.open(journal.home).ask(Scope(("oak",), LONG), paths)


def test_readers_never_miss_or_double_an_event_while_the_recorder_works(journal: Journal) -> None:
    stop = threading.Event()
    written = 0

    def record() -> None:
        while not stop.is_set():
            ingest(journal.home, batch_bytes=2_000)
            compact(journal.home, DAY)
            journal.grow_quiet()
            sweep(journal.home, grace_seconds=0)

    recorder = threading.Thread(target=record)
    recorder.start()
    try:
        for number in range(12):
            if number % 4 == 3:
                journal.rotate()
            journal.write(*(line(path=f"/{written + n:05d}") for n in range(30)))
            written += 30
            assert [event.path for event in sorted(everything(journal.home), key=lambda one: one.path)] == [
                f"/{n:05d}" for n in range(written)
            ]
    finally:
        stop.set()
        recorder.join()
