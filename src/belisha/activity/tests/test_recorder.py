"""The recorder does its rounds, survives what fails, and ends when told to."""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from belisha.activity import recorder as recording
from belisha.activity.coverage.heartbeat import Services, heartbeats, write_services
from belisha.activity.manifest import read_manifest
from belisha.activity.recorder import run_recorder
from belisha.activity.tests.cast import publish
from belisha.activity.tests.written import Journal, everything, line


def run_until(home: Path, done: object, interval: float = 0.0) -> None:
    """Run the recorder in a thread until something is true, at most ten seconds."""
    stop = threading.Event()
    thread = threading.Thread(target=run_recorder, args=(home, stop, interval))
    thread.start()
    try:
        deadline = time.monotonic() + 10
        while not done() and time.monotonic() < deadline:  # type: ignore[operator]
            time.sleep(0.02)
    finally:
        stop.set()
        thread.join()
    assert done()  # type: ignore[operator]


@pytest.fixture(autouse=True)
def reporting(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """When the recorder looked whether reports are due; none is made."""
    looked: list[object] = []
    monkeypatch.setattr(recording.Clerk, "look", lambda _, today: looked.append(today))
    return looked


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recording, "SYNC_SECONDS", 0.02)
    monkeypatch.setattr(recording, "INGEST_SECONDS", 0.0)


@pytest.mark.usefixtures("hasty")
def test_what_is_written_comes_into_parquet(journal: Journal) -> None:
    journal.write(line(), line(path="/2"))
    run_until(journal.home, lambda: sum(part.rows for part in read_manifest(journal.home, "gw").parts) == 2)


@pytest.mark.usefixtures("hasty")
def test_a_failure_is_logged_and_the_work_goes_on(
    journal: Journal, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    real, failed = recording.ingest, []

    def failing(home: Path, **settings: object) -> object:
        if len(failed) < 2:
            failed.append(1)
            raise OSError(28, "No space left on device")
        return real(home, **settings)  # type: ignore[arg-type]

    monkeypatch.setattr(recording, "ingest", failing)
    monkeypatch.setattr(recording, "retain", lambda *_, **__: (_ for _ in ()).throw(ValueError("no")))
    journal.write(line())
    with caplog.at_level(logging.ERROR):
        run_until(journal.home, lambda: read_manifest(journal.home, "gw").parts)
    assert "bringing the journal into Parquet failed; nothing is lost" in caplog.text
    assert "No space left on device" in caplog.text
    assert "deleting what is kept no longer failed" in caplog.text


@pytest.mark.usefixtures("hasty")
def test_days_kept_no_longer_are_deleted_at_the_first_round(journal: Journal) -> None:
    (journal.home / "retention.yaml").write_text("keep_days: 30\n")
    journal.write(line("2020-11-16 09:00:00"))
    run_until(journal.home, lambda: read_manifest(journal.home, "gw").generation >= 2)
    assert everything(journal.home) == []


def test_signs_of_life_and_coverage_are_given_once_a_minute(
    journal: Journal, monkeypatch: pytest.MonkeyPatch, reporting: list[object]
) -> None:
    looked: list[Path] = []
    monkeypatch.setattr(recording, "record", lambda home, _: looked.append(home))
    publish(journal.home)
    write_services(journal.home, Services("gw", {"squid": True}))
    rounds = recording._Rounds(journal.home)
    for _ in range(2):
        rounds.run(0.0)
    assert heartbeats(journal.home)["gw"].services == {"squid": True}
    assert looked == [journal.home]
    assert len(reporting) == 1, "and so are the weekly reports looked after"


def test_little_traffic_waits_for_a_minute(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    rounds = recording._Rounds(journal.home)
    rounds.run(0.0)
    journal.write(line())
    clock = time.monotonic()
    rounds.ingested = clock
    monkeypatch.setattr(recording.time, "monotonic", lambda: clock + 59)
    rounds.run(0.0)
    assert not read_manifest(journal.home, "gw").parts
    monkeypatch.setattr(recording.time, "monotonic", lambda: clock + 61)
    rounds.run(0.0)
    assert read_manifest(journal.home, "gw").parts


def test_as_a_process_it_ends_at_once_when_asked_to(journal: Journal) -> None:
    command = [sys.executable, "-I", "-m", "belisha.activity.recorder", str(journal.home)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        deadline = time.monotonic() + 20
        while not (journal.home / "activity" / "gw").exists() and time.monotonic() < deadline:
            assert process.poll() is None
            time.sleep(0.02)
        assert os.getpriority(os.PRIO_PROCESS, process.pid) == os.getpriority(os.PRIO_PROCESS, 0) + recording.NICE
    finally:
        process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=5)
    assert (process.returncode, errors) == (0, "")
