"""A real watcher, killed with SIGKILL again and again, and on a full disk: nothing is lost, nothing is there twice."""

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from belisha.activity.durable import free_bytes
from belisha.activity.findings import process as processing
from belisha.activity.findings import watcher as watching
from belisha.activity.findings.files import is_watched, spool_folder
from belisha.activity.findings.tests.made import search
from belisha.activity.findings.tests.test_watcher import found, rows
from belisha.activity.ingest import ingest, sweep
from belisha.activity.tests.written import Journal, line

ROUNDS = 6
_WATCH = """
import sys
from belisha.activity.findings import process, watcher
from belisha.activity.findings.tests import standin
standin.use()
watcher.TYPING_MS, watcher.COMMIT_SECONDS, process.LOOK_SECONDS = 0, 0.0, 0.01
process.run_watcher.__defaults__ = (0.01,)
process.main()
"""


Start = Callable[[Path], subprocess.Popen[bytes]]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts watchers, and leaves none behind."""
    started: list[subprocess.Popen[bytes]] = []

    def one(home: Path) -> subprocess.Popen[bytes]:
        started.append(subprocess.Popen([sys.executable, "-c", _WATCH, str(home)]))
        return started[-1]

    yield one
    for process in started:
        process.kill()
        process.wait()


def eventually(question: Callable[[], object], seconds: float = 90) -> object:
    deadline = time.monotonic() + seconds
    while not (answer := question()) and time.monotonic() < deadline:
        time.sleep(0.01)
    return answer


def test_killed_again_and_again_it_loses_and_doubles_nothing(journal: Journal, start: Start) -> None:
    dice = random.Random(11)
    people = [f"p{number}" for number in range(120)]
    for number in range(ROUNDS):
        process = start(journal.home)
        assert eventually(lambda: is_watched(journal.home))
        for person in people[number * 20 : number * 20 + 20]:
            moment = datetime.now(UTC)
            journal.write(
                search("kill myself", moment, person=person), line(moment), search("poker", moment, person=person)
            )
            time.sleep(dice.random() * 0.02)
        if number % 2:
            journal.rotate()
            journal.grow_quiet()
            ingest(journal.home)
            sweep(journal.home)
        assert process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.wait()
    process = start(journal.home)
    assert eventually(lambda: is_watched(journal.home) and rows(journal.home) >= 2 * len(people))
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0
    themes = [(one.who, one.theme) for one in found(journal.home)]
    assert len(themes) == len(set(themes)) == 2 * len(people) == rows(journal.home)
    handed = {path.stem for path in spool_folder(journal.home).glob("*.json")}
    assert handed == {one.id for one in found(journal.home) if one.theme == "suicide-and-self-harm"}


def test_what_is_handed_on_is_handed_on_even_when_it_dies_just_before(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "TYPING_MS", 0)
    journal.write(search("kill myself"))
    with monkeypatch.context() as broken:
        broken.setattr("belisha.activity.findings.spool.write_whole", _no_room)
        with pytest.raises(OSError, match="No space"):
            watching.Watcher(journal.home).round()
    assert rows(journal.home) == 1
    watching.Watcher(journal.home).round()
    assert len(list(spool_folder(journal.home).glob("*.json"))) == 1
    assert rows(journal.home) == 1


def _no_room(*_: object) -> None:
    raise OSError(28, "No space left on device")


class Killed(BaseException):
    """What a process that is killed would never see."""


class Mortal:
    """The system's calls, of which the one of this number is the last. ``torn``: of a write, half is done."""

    def __init__(self, number: int, *, torn: bool) -> None:
        self.left = number
        self.torn = torn
        self.real = {name: getattr(os, name) for name in ("write", "fsync", "replace")}

    def call(self, name: str, *given: object) -> object:
        self.left -= 1
        if self.left:
            return self.real[name](*given)
        if self.torn and name == "write":
            self.real[name](given[0], given[1][: len(given[1]) // 2])  # type: ignore[index,arg-type]
        raise Killed

    def watch(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> bool:
        """Whether a watcher's round came to its end."""
        with monkeypatch.context() as mortal:
            for name in self.real:
                mortal.setattr(os, name, partial(self.call, name))
            try:
                watching.Watcher(home).round()
            except Killed:
                return False
        return True


@pytest.mark.parametrize("torn", [False, True])
def test_killed_at_any_write_it_loses_and_doubles_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, torn: bool
) -> None:
    monkeypatch.setattr(watching, "TYPING_MS", 0)
    monkeypatch.setattr(watching, "COMMIT_SECONDS", 0.0)
    for number in count(1):
        journal = Journal(tmp_path / f"{number}")
        journal.write(search("kill myself"), search("poker"), search("kill myself", school="elm"))
        survived = Mortal(number, torn=torn).watch(journal.home, monkeypatch)
        watching.Watcher(journal.home).round()
        assert (rows(journal.home), len(found(journal.home))) == (2, 2)
        assert (rows(journal.home, "elm"), len(found(journal.home, "elm"))) == (1, 1)
        handed = [json.loads(path.read_text()) for path in spool_folder(journal.home).glob("*.json")]
        assert [one["terms"] for one in handed] == [["kill myself"], ["kill myself"]]
        if survived:
            break
    assert number > 10


def test_a_failure_is_logged_without_what_was_read_and_it_begins_anew(
    journal: Journal, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(watching, "TYPING_MS", 0)
    monkeypatch.setattr(processing, "AGAIN_SECONDS", 0.01)
    real, failed = watching.Watcher.round, []

    def failing(watcher: watching.Watcher) -> int:
        if len(failed) < 2:
            failed.append(1)
            raise ValueError("the secret term")
        return real(watcher)

    monkeypatch.setattr(watching.Watcher, "round", failing)
    journal.write(search("poker"))
    stop = threading.Event()
    thread = threading.Thread(target=processing.run_watcher, args=(journal.home, stop, 0.01))
    thread.start()
    try:
        assert eventually(lambda: found(journal.home), 10)
    finally:
        stop.set()
        thread.join()
    assert "watching failed and begins anew" in caplog.text
    assert "secret" not in caplog.text


def test_only_one_watches_a_data_folder(journal: Journal, start: Start) -> None:
    process = start(journal.home)
    assert eventually(lambda: is_watched(journal.home))
    other = subprocess.run([*process.args[:2], _WATCH.replace("process.main()", ONCE), str(journal.home)], check=False)
    process.send_signal(signal.SIGTERM)
    process.wait(10)
    assert other.returncode == 3
    assert not is_watched(journal.home)


ONCE = """
from pathlib import Path
from belisha.activity.findings.files import watching
try:
    with watching(Path(sys.argv[1])):
        pass
except BlockingIOError:
    raise SystemExit(3)
"""


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 1 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small file system")
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "belisha-test", str(place)]
    mounted = subprocess.run(command, check=False, capture_output=True)
    if mounted.returncode:
        pytest.skip(f"a small file system cannot be mounted here: {mounted.stderr.decode().strip()}")
    yield place
    subprocess.run(["umount", place], check=True)


def test_on_a_full_disk_it_waits_and_loses_nothing(small_disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "TYPING_MS", 0)
    journal = Journal(small_disk)
    journal.write(*(search("poker", person=f"p{number}") for number in range(20)))
    watching.Watcher(journal.home).round()
    journal.write(*(search("kill myself", person=f"p{number}") for number in range(20)))
    with (small_disk / "filler").open("wb", buffering=0) as handle, contextlib.suppress(OSError):
        while handle.write(b"x" * 512):
            pass
    assert free_bytes(small_disk) == 0
    with pytest.raises(OSError, match="No space left"):
        watching.Watcher(journal.home).round()
    (small_disk / "filler").unlink()
    watching.Watcher(journal.home).round()
    assert len(found(journal.home)) == 40 == rows(journal.home)
    assert len(list(spool_folder(journal.home).glob("*.json"))) == 20
