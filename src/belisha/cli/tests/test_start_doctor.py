"""`belisha start` and `belisha doctor`: what they say, and how they end. The gateway itself is stood in for."""

from __future__ import annotations

import json
import os
import pwd
import signal
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from belisha.cli import doctor, start
from belisha.console.config.installation import FILE as CONSOLE_FILE
from belisha.console.config.installation import Console, ConsoleSettingsError
from belisha.engine.published.preparing import REGISTER
from belisha.gateway.doctor import Check, State
from belisha.gateway.settings import FILE, Settings, SettingsError
from belisha.gateway.squid.conf import SquidError
from belisha.gateway.supervisor import Supervisor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from click.testing import Result


class Gateway(Supervisor):
    """Writes down what it is told and ends at once."""

    told: list[str]

    def start(self) -> None:
        Gateway.told = ["start"]

    def watch(self) -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        assert self.stopping.wait(2), "SIGTERM asks it to stop"
        Gateway.told.append("stopped")

    def end(self) -> None:
        Gateway.told.append("end")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    kept = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)}
    settings = Settings(home=tmp_path, user=pwd.getpwuid(os.geteuid()).pw_name)
    monkeypatch.setattr(start, "install", lambda *_: settings)
    monkeypatch.setattr(start, "prepare", lambda _: tmp_path / "squid.conf")
    monkeypatch.setattr(start, "services", lambda *_: [])
    monkeypatch.setattr(start, "Supervisor", Gateway)
    monkeypatch.setattr(start, "make_ready", lambda *_: Console())
    monkeypatch.setattr(start, "wait_for_console", lambda *_: True)
    monkeypatch.setattr(start, "is_taken", lambda _: False)
    monkeypatch.setattr(start, "fill_with_sample", lambda *_: [("Head", "n.brook", "a-pass-phrase")])
    monkeypatch.setattr(start, "wait_for_port", lambda *_: True)
    monkeypatch.setattr(start, "wait_for_answer", lambda *_: True)
    Gateway.told = []
    yield tmp_path
    for number, handler in kept.items():
        signal.signal(number, handler)


def run(home: Path, *options: str) -> Result:
    return CliRunner().invoke(start.command, ["--home", str(home), *options])


def test_setup_alone_makes_ready_and_runs_nothing(home: Path) -> None:
    outcome = run(home, "--setup")
    assert outcome.exit_code == 0
    assert "Ready" in outcome.stderr
    assert Gateway.told == []


def test_whoever_starts_an_empty_console_is_told_how_to_enter_their_school(home: Path) -> None:
    assert "belisha console found` tells how to enter it" in run(home).stdout
    assert "console found" not in run(home, "--demo").stdout
    (home / REGISTER).write_text("{}")
    assert "console found" not in run(home).stdout


def test_it_says_where_everything_is_and_three_lines_to_try(home: Path) -> None:
    outcome = run(home)
    assert outcome.exit_code == 0
    for words in ("127.0.0.1:8080", "http://127.0.0.1:8090/proxy.pac", "belisha-ca.pem"):
        assert words in outcome.stdout
    to_try = outcome.stdout.partition("Three lines to try")[2].splitlines()[1:]
    assert [line.split()[0].rpartition("/")[2] for line in to_try if line.strip()] == ["curl", "curl", "belisha"]
    assert Gateway.told == ["start", "stopped"]
    assert "Belisha has ended." in outcome.stderr


def test_scripts_get_one_object_in_one_line(home: Path) -> None:
    outcome = run(home, "--json")
    assert json.loads(outcome.stdout) == {
        "proxy": "127.0.0.1:8080",
        "pac": "http://127.0.0.1:8090/proxy.pac",
        "certificate": str(home / "ca" / "belisha-ca.pem"),
        "home": str(home),
        "console": "http://127.0.0.1:8070",
    }


def test_a_gateway_alone_says_nothing_of_a_console(home: Path) -> None:
    assert "console" not in json.loads(run(home, "--json", "--only", "gateway").stdout)
    assert "proxy address" in run(home, "--only", "gateway").stdout


def test_the_sample_s_sign_ins_are_printed(home: Path) -> None:
    assert "Head  n.brook  a-pass-phrase" in run(home, "--demo").stdout
    assert "n.brook" not in run(home).stdout


def test_a_console_that_does_not_answer_does_not_keep_the_gateway_from_running(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start, "wait_for_console", lambda *_: False)
    (home / "log").mkdir()
    (home / "log" / "console.log").write_text("2026-11-22 05:00:00 ERROR connection refused\n")
    outcome = run(home)
    assert outcome.exit_code == 0
    assert "BUT the console does not answer yet: connection refused" in outcome.stdout
    assert Gateway.told == ["start", "stopped"]


def test_another_program_at_the_console_s_port_is_not_taken_for_the_console(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start, "is_taken", lambda _: True)
    outcome = run(home, "--demo")
    assert outcome.exit_code == 0
    assert "Something else answers at http://127.0.0.1:8070" in outcome.stdout
    assert "n.brook" not in outcome.stdout, "nothing is filled"


def test_settings_of_the_console_that_cannot_be_used_are_said_without_a_trace(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        message = "console.yaml: no"
        raise ConsoleSettingsError(message)

    monkeypatch.setattr(start, "make_ready", fails)
    outcome = run(home)
    assert outcome.exit_code == 1
    assert "console.yaml: no" in outcome.stderr


@pytest.mark.parametrize("silent", ["wait_for_port", "wait_for_answer"])
def test_a_gateway_that_does_not_answer_is_ended_and_said(
    home: Path, monkeypatch: pytest.MonkeyPatch, silent: str
) -> None:
    monkeypatch.setattr(start, silent, lambda *_: False)
    outcome = run(home)
    assert outcome.exit_code == 1
    assert Gateway.told == ["start", "end"]
    assert "belisha doctor" in outcome.stderr


@pytest.mark.parametrize("error", [SettingsError("gateway.yaml: no"), SquidError("no Squid"), OSError("no room")])
def test_what_cannot_be_made_ready_is_said_without_a_trace(
    home: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fails(*_: object) -> None:
        raise error

    monkeypatch.setattr(start, "install", fails)
    outcome = run(home)
    assert outcome.exit_code == 1
    assert str(error) in outcome.stderr
    assert "Traceback" not in outcome.output


FOUND = [
    Check("squid", State.WELL, "5.7", "never shown"),
    Check("reach", State.LOOK, "only this machine", "listen: 0.0.0.0"),
    Check("helper", State.WRONG, "no answer", "look into the log"),
]


@pytest.fixture
def examined(monkeypatch: pytest.MonkeyPatch) -> list[Check]:
    found = list(FOUND)
    monkeypatch.setattr(doctor, "examine", lambda _: iter(found))
    monkeypatch.setattr(doctor, "read_settings", lambda _: Settings())
    return found


def test_a_hint_is_given_only_where_it_helps(examined: list[Check]) -> None:
    outcome = CliRunner().invoke(doctor.command, [])
    assert "ok    squid: 5.7\n" in outcome.stdout
    assert "never shown" not in outcome.stdout
    assert "look  reach: only this machine\n        -> listen: 0.0.0.0\n" in outcome.stdout
    assert "WRONG helper: no answer\n        -> look into the log\n" in outcome.stdout
    assert len(examined) == len(FOUND)


def test_the_status_is_1_only_when_something_is_wrong(examined: list[Check]) -> None:
    assert CliRunner().invoke(doctor.command, []).exit_code == 1
    examined.pop()
    assert CliRunner().invoke(doctor.command, []).exit_code == 0


def test_scripts_get_one_object_a_check(examined: list[Check]) -> None:
    lines = CliRunner().invoke(doctor.command, ["--json"]).stdout.splitlines()
    assert [json.loads(line) for line in lines] == [check._asdict() for check in examined]


def test_a_console_without_a_gateway_is_said_plainly_and_nothing_of_a_gateway_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / CONSOLE_FILE).write_text("port: 8070\n")
    monkeypatch.setattr(doctor, "_console", lambda _: iter([Check("console", State.WELL, "answers")]))
    outcome = CliRunner().invoke(doctor.command, ["--home", str(tmp_path)])
    assert outcome.exit_code == 0
    assert "look  gateway: there is none in this data folder" in outcome.stdout
    assert "Not looked at: Squid" in outcome.stdout
    assert "WRONG" not in outcome.stdout
    assert "ok    console: answers" in outcome.stdout


def test_a_gateway_that_was_begun_and_came_to_nothing_is_still_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / CONSOLE_FILE).write_text("port: 8070\n")
    (tmp_path / "squid").mkdir()
    monkeypatch.setattr(doctor, "_console", lambda _: iter([]))
    monkeypatch.setattr(doctor, "examine", lambda _: iter(FOUND))
    outcome = CliRunner().invoke(doctor.command, ["--home", str(tmp_path)])
    assert outcome.exit_code == 1
    assert "WRONG helper: no answer" in outcome.stdout


def test_settings_that_cannot_be_read_are_said_without_a_trace(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("proxyport: 1")
    outcome = CliRunner().invoke(doctor.command, ["--home", str(tmp_path)])
    assert outcome.exit_code == 1
    assert "proxyport" in outcome.stderr
