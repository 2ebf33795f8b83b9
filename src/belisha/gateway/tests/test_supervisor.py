"""Services are kept running, and all that they started ends with them. The services here are a few words of shell."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from belisha.gateway import supervisor
from belisha.gateway.supervisor import Service, Supervisor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from belisha.gateway.settings import Settings


@pytest.fixture(autouse=True)
def no_change_of_user(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    """Services run as we do, and may write into their home."""
    monkeypatch.setattr(supervisor, "as_service_user", lambda _, command: command)
    monkeypatch.setattr(supervisor, "wants_new_segment", lambda *_: False)
    settings.home.chmod(0o755)


@pytest.fixture
def run(settings: Settings) -> Iterator[Callable[..., Supervisor]]:
    """Start a supervisor with services of shell, each with its text; it is ended with the test."""
    started: list[tuple[Supervisor, threading.Thread]] = []

    def begin(*texts: str, before: Callable[[], object] = lambda: None) -> Supervisor:
        services = [Service(f"s{n}", ["/bin/sh", "-c", text], before) for n, text in enumerate(texts)]
        made = Supervisor(settings, services)
        made.start()
        watcher = threading.Thread(target=made.watch)
        watcher.start()
        started.append((made, watcher))
        return made

    yield begin
    for made, watcher in started:
        made.stopping.set()
        watcher.join(15)


def eventually(question: Callable[[], object], seconds: float = 8.0) -> bool:
    deadline = time.monotonic() + seconds
    while not question() and time.monotonic() < deadline:
        time.sleep(0.02)
    return bool(question())


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def pid(file: Path) -> int:
    assert eventually(lambda: file.exists() and file.read_text().strip())
    return int(file.read_text())


def test_a_service_that_ends_is_started_again(run: Callable[..., Supervisor], settings: Settings) -> None:
    starts = settings.home / "starts"
    run(f"echo x >> {starts}; exec sleep 60")
    assert eventually(starts.exists)
    first = run(f"echo x >> {starts}2; exit 3").services[0]
    assert eventually(lambda: Path(f"{starts}2").exists() and len(Path(f"{starts}2").read_text()) >= 4)
    assert first.failures >= 1
    assert starts.read_text() == "x\n", "its neighbour is left alone"


def test_it_waits_longer_each_time_but_never_gives_up(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    service = Service("fails", ["/bin/false"])
    watched = Supervisor(settings, [service])
    now = 1000.0
    monkeypatch.setattr(supervisor.time, "monotonic", lambda: now)
    pauses = []
    for _ in range(10):
        watched._start(service)
        assert service.process
        service.process.wait()
        watched._revive(service)
        pauses.append(round(service.retry_at - now, 1))
        now = service.retry_at
        service.retry_at = 0.0
    assert pauses[:4] == [0.4, 0.8, 1.6, 3.2]
    assert pauses[-1] == supervisor.LONGEST_PAUSE


def test_after_a_steady_while_it_is_started_at_once(settings: Settings) -> None:
    service = Service("ran", ["/bin/false"], failures=5)
    watched = Supervisor(settings, [service])
    watched._start(service)
    assert service.process
    service.process.wait()
    service.started -= supervisor.STEADY_SECONDS + 1
    watched._revive(service)
    assert service.failures == 0
    assert service.retry_at - time.monotonic() <= 0.2


def test_it_leaves_word_of_what_runs_for_the_sign_of_life(run: Callable[..., Supervisor], settings: Settings) -> None:
    supervised = run("exec sleep 60", "exit 1")
    assert eventually(lambda: supervised.told == {"s0": True, "s1": False})
    told = json.loads((settings.home / "activity" / "services.json").read_text())
    assert told == {"gateway": settings.name, "services": {"s0": True, "s1": False}}


def test_what_a_service_started_ends_with_it(run: Callable[..., Supervisor], settings: Settings) -> None:
    child, home = settings.home / "child", settings.home
    made = run(f"sleep 60 & echo $! > {child}; wait")
    grandchild = pid(child)
    made.stopping.set()
    assert eventually(lambda: not alive(grandchild)), home
    process = made.services[0].process
    assert process
    assert eventually(lambda: process.returncode is not None), "the service itself is waited for, after what it started"


def test_what_a_dead_service_left_behind_is_ended_before_it_is_started_again(
    run: Callable[..., Supervisor], settings: Settings
) -> None:
    child = settings.home / "child"
    made = run(f"test -e {child} && exec sleep 60; sleep 60 & echo $! > {child}; exit 1")
    orphan = pid(child)
    assert eventually(lambda: not alive(orphan))
    assert eventually(made.services[0].running)


def test_a_service_that_will_not_end_is_made_to(
    run: Callable[..., Supervisor], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "GRACE_SECONDS", 0.3)
    ready = settings.home / "ready"
    made = run(f"trap '' TERM; echo $$ > {ready}; while :; do sleep 0.1; done")
    stubborn = pid(ready)
    made.stopping.set()
    assert eventually(lambda: not alive(stubborn), 3)


def test_a_service_that_cannot_be_started_stops_no_other(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    absent = Service("absent", ["/nonexistent/program"])
    other = Service("other", ["/bin/sleep", "60"])
    both = Supervisor(settings, [absent, other])
    both.start()
    try:
        assert "absent cannot be started" in caplog.text
        assert not absent.running()
        assert other.running()
    finally:
        both.end()
    assert not other.running()


def test_a_full_disk_before_a_start_is_tried_again(run: Callable[..., Supervisor], settings: Settings) -> None:
    tries = []

    def full_at_first() -> None:
        tries.append(1)
        if len(tries) < 2:
            message = "No space left on device"
            raise OSError(28, message)

    done = settings.home / "done"
    run(f"echo x > {done}; exec sleep 60", before=full_at_first)
    assert eventually(done.exists)


def test_no_secret_of_the_session_is_handed_on(
    run: Callable[..., Supervisor], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "do-not-tell")
    said = settings.home / "said"
    run(f"env > {said}.part; mv {said}.part {said}; exec sleep 60")
    assert eventually(said.exists)
    assert "do-not-tell" not in said.read_text()
    assert "PATH=" in said.read_text()


def test_a_turn_of_the_journal_asks_squid_to_reopen_it(
    run: Callable[..., Supervisor], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = [True]
    monkeypatch.setattr(supervisor, "wants_new_segment", lambda *_: (settings.home / "up").exists() and wanted.pop())
    monkeypatch.setattr(supervisor, "new_segment", lambda *_: wanted.append(False))
    run(f"trap 'echo x > {settings.home}/reopened' USR1; echo x > {settings.home}/up; while :; do sleep 0.05; done")
    assert eventually((settings.home / "reopened").exists)


def test_a_supervisor_that_is_killed_takes_its_services_along(settings: Settings) -> None:
    text = (
        "import pathlib; from belisha.gateway.settings import Settings; import belisha.gateway.supervisor as s\n"
        f"up = s.Supervisor(Settings(home=pathlib.Path({str(settings.home)!r}), user='root'), "
        f"[s.Service('x', ['/bin/sh', '-c', 'echo $$ > {settings.home}/pid; exec sleep 60'])])\n"
        "up.start(); up.services[0].process.wait()"
    )
    parent = os.spawnv(os.P_NOWAIT, sys.executable, [sys.executable, "-c", text])
    child = pid(settings.home / "pid")
    os.kill(parent, signal.SIGKILL)
    os.waitpid(parent, 0)
    assert eventually(lambda: not alive(child))


def test_what_is_done_each_day_is_done_once_a_day_and_again_after_it_failed(settings: Settings) -> None:
    done: list[int] = []

    def daily() -> None:
        done.append(1)
        raise OSError

    made = Supervisor(settings, [], daily=daily, looked=1000.0)
    assert not made.once_a_day(1000.0 + 86_399)
    assert made.once_a_day(1000.0 + 86_400)
    assert not made.once_a_day(1000.0 + 90_000)
    assert made.once_a_day(1000.0 + 200_000)
    assert len(done) == 2
