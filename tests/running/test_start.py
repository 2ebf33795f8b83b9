"""`belisha start` and the processes of the console: up, revived, ended without a trace."""

from __future__ import annotations

import json
import os
import signal
import ssl
import time
from typing import TYPE_CHECKING

import pytest

from town.town import alive, eventually

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from running.conftest import House

pytestmark = pytest.mark.gateway


@pytest.fixture
def running(house: Callable[..., House]) -> House:
    """A console that runs, on SQLite."""
    made = house(ready=True)
    made.start()
    return made


def test_it_comes_up_well_on_either_database_and_ends_without_a_trace(
    house: Callable[..., House], new_database: Callable[[], str]
) -> None:
    made = house(new_database())
    where = made.start()
    assert where == {"home": str(made.home), "console": f"http://127.0.0.1:{made.port}"}
    assert made.well(), made.ask("/health")[1] + made.said()
    parts = json.loads(made.ask("/health")[1])["parts"]
    assert set(parts) == {"database", "migrations", "worker", "due", "disk"}
    pids = made.processes()
    assert len(pids) >= 4, "gunicorn and its worker, the worker of jobs, the clock"
    assert made.stop() == 0
    assert not [pid for pid in pids if alive(pid)]


def test_the_second_start_is_quick(running: House) -> None:
    running.stop()
    began = time.monotonic()
    running.start()
    taken = time.monotonic() - began
    assert taken < 30, "under 5 seconds on a machine that does nothing else: docs/operate/console.md"


def test_processes_that_are_killed_come_back(running: House) -> None:
    first = {name: running.process_of(name) for name in ("web", "worker", "due")}
    assert all(first.values())
    for pid in first.values():
        os.kill(pid, signal.SIGKILL)
    for name, pid in first.items():
        assert eventually(lambda name=name, pid=pid: running.process_of(name) not in {0, pid}, 20), name
    assert running.well(), running.said()
    master = running.process_of("web")
    children = f"/proc/{master}/task/{master}/children"
    (worker, *_) = _read(children)
    os.kill(worker, signal.SIGKILL)
    assert eventually(lambda: worker not in _read(children) and _read(children), 20), "gunicorn replaces its own"
    assert running.well(), running.said()


def _read(children: str) -> list[int]:
    with open(children) as listing:  # noqa: PTH123 - a file of the kernel
        return [int(pid) for pid in listing.read().split()]


def test_when_the_supervisor_is_killed_nothing_stays_behind(running: House) -> None:
    assert running.well()
    pids = running.processes()
    assert running.process
    running.process.kill()
    running.process.wait()
    assert eventually(lambda: not [pid for pid in pids if alive(pid)], 15), [pid for pid in pids if alive(pid)]


def test_it_does_https_with_the_school_s_own_authority_once_others_may_come(house: Callable[..., House]) -> None:
    made = house(ready=True, listen="0.0.0.0", public_url="https://localhost")
    made.start()
    trust = ssl.create_default_context(cafile=str(made.home / "ca" / "belisha-ca.pem"))
    status, _ = made.ask("/account/login/", scheme="https", context=trust)
    assert status == 200, made.said()
    distrust = ssl.create_default_context()
    assert "CERTIFICATE_VERIFY_FAILED" in made.ask("/health", scheme="https", context=distrust)[1]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"listen": "0.0.0.0"}, "public_url: is needed"),
        ({"lisen": "127.0.0.1"}, "lisen"),
        ({"database": "mysql://x/y"}, "must begin with postgresql://"),
        ({"certificate": "/nowhere.pem"}, "certificate_key: both"),
    ],
)
def test_settings_that_cannot_be_used_are_said_in_a_sentence(
    house: Callable[..., House], settings: dict[str, str], said: str
) -> None:
    made = house(**settings)
    outcome = made.run("start", "--only", "console")
    assert outcome.returncode == 1
    assert said in outcome.stderr
    assert "Traceback" not in outcome.stderr


def test_a_database_that_does_not_answer_is_said(house: Callable[..., House], folder: Path) -> None:
    made = house(f"postgresql://belisha@{str(folder).replace('/', '%2F')}/none")
    outcome = made.run("start", "--only", "console")
    assert outcome.returncode == 1
    assert "The console does not answer" in outcome.stderr
    assert "Traceback" not in outcome.stderr


def test_doctor_and_due_speak_of_the_console_that_runs(running: House) -> None:
    assert running.well()
    found = {check["name"]: check for check in map(json.loads, running.run("doctor", "--json").stdout.splitlines())}
    for name in ("console", "console database", "console worker", "console secret-key", "console due"):
        assert found[name]["state"] == "well", found[name]
    assert found["console mail"]["state"] == "look"
    assert found["console backup key"]["hint"]
    jobs = [json.loads(line) for line in running.run("due", "--list", "--json").stdout.splitlines()]
    assert {"worker", "mail", "backup"} <= {job["job"] for job in jobs}
