"""Starts what makes a gateway, keeps it running and ends all of it: Squid with its helpers, portal, recorder, watcher.

What else is to run on the machine (the console) is handed in as further services. Children are ended by the kernel
should the supervisor be killed; Squid's helpers end when Squid closes their channel.
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from belisha.activity.coverage.heartbeat import Services, write_services
from belisha.gateway.journal import new_segment, wants_new_segment
from belisha.gateway.squid.conf import as_service_user, service_name, squid_program

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from belisha.gateway.settings import Settings

__all__ = ["Service", "Supervisor", "services", "wait_for_answer", "wait_for_port"]

log = logging.getLogger(__name__)

GRACE_SECONDS = 8.0
STEADY_SECONDS = 10.0
LONGEST_PAUSE = 15.0
DAY_SECONDS = 86_400.0


@dataclass
class Service:
    """One process that must be running. `before` runs each time before it starts; `environment` is for it alone."""

    name: str
    command: list[str]
    before: Callable[[], object] = lambda: None
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = 0
    retry_at: float = 0.0

    def running(self) -> bool:
        """Whether its process lives; reaps it when it has ended."""
        return self.process is not None and self.process.poll() is None


@dataclass
class Supervisor:
    """Runs services until it is told to stop."""

    settings: Settings
    services: list[Service]
    time_zone: str = "Europe/London"
    gateway: bool = True  # the first service is a gateway's Squid, whose journal is turned
    stopping: threading.Event = field(default_factory=threading.Event)
    told: dict[str, bool] = field(default_factory=dict)
    daily: Callable[[], object] = lambda: None  # what a start does and a machine that is never restarted needs as well
    looked: float = field(default_factory=time.monotonic)

    def start(self) -> None:
        """Start every service."""
        for service in self.services:
            self._start(service)

    def _start(self, service: Service) -> None:
        output = self.settings.home / "log" / f"{service.name}.log"
        output.parent.mkdir(parents=True, exist_ok=True)
        try:
            service.before()
            with output.open("ab") as sink:
                service.process = subprocess.Popen(  # noqa: S603
                    as_service_user(self.settings, service.command),
                    stdin=subprocess.DEVNULL,
                    stdout=sink,
                    stderr=sink,
                    start_new_session=True,
                    cwd="/",
                    env=_environment(self.time_zone) | service.environment,
                )
        except OSError:
            log.exception("%s cannot be started", service.name)
            service.process = None
        service.started = time.monotonic()

    def watch(self) -> None:
        """Look after the services until `stopping` is set; then end them."""
        try:
            while not self.stopping.wait(0.25):
                for service in self.services:
                    self._revive(service)
                self._tell()
                self._turn_journal()
                self.once_a_day(time.monotonic())
        finally:
            self.end()

    def once_a_day(self, now: float) -> bool:
        """Do what is done each day, if a day is over since the last time (`now`: of the monotonic clock)."""
        if now - self.looked < DAY_SECONDS:
            return False
        self.looked = now
        try:
            self.daily()
        except Exception:
            log.exception("what is done each day failed; it will be tried again tomorrow")
        return True

    def _revive(self, service: Service) -> None:
        if service.running():
            return
        now = time.monotonic()
        if service.retry_at == 0.0:
            self._end_group(service, signal.SIGKILL)
            service.failures = 0 if now - service.started > STEADY_SECONDS else service.failures + 1
            service.retry_at = now + min(LONGEST_PAUSE, 0.2 * 2**service.failures)
            status = service.process.returncode if service.process else None
            log.error("%s ended (status %s); starting it again", service.name, status)
        if now >= service.retry_at:
            service.retry_at = 0.0
            self._start(service)

    def _tell(self) -> None:
        """Leave word of what runs, for the sign of life that the recorder of a gateway gives."""
        if not self.gateway:
            return
        now = time.monotonic()
        runs = {
            one.name: one.running() and (not one.failures or now - one.started > STEADY_SECONDS)
            for one in self.services
        }
        if runs == self.told:
            return
        try:
            write_services(self.settings.home, Services(self.settings.name, runs))
        except OSError:
            log.exception("what runs cannot be written down")
        self.told = runs

    def _turn_journal(self) -> None:
        if not self.gateway:
            return
        squid = self.services[0]
        if squid.running() and squid.process and wants_new_segment(self.settings, datetime.now(UTC)):
            try:
                new_segment(self.settings, datetime.now(UTC))
            except OSError:
                log.exception("no new segment of the journal can be begun; the old one goes on")
                return
            squid.process.send_signal(signal.SIGUSR1)

    def end(self) -> None:
        """End every service and all that it started: asked first, then made to."""
        for service in self.services:
            self._end_group(service, signal.SIGTERM)
        deadline = time.monotonic() + GRACE_SECONDS
        for service in self.services:
            if service.process:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    service.process.wait(max(0.1, deadline - time.monotonic()))
            self._end_group(service, signal.SIGKILL)
            if service.process:
                service.process.wait()

    @staticmethod
    def _end_group(service: Service, number: signal.Signals) -> None:
        if service.process:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(service.process.pid, number)


def _environment(time_zone: str) -> dict[str, str]:
    """Only what a service needs: no secret of the caller's session is handed on. Pages show the school's time."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
    return kept | {"PYTHONUNBUFFERED": "1", "TZ": time_zone}


def services(settings: Settings, configuration: Path) -> list[Service]:
    """The services of a gateway; Squid is the first. The last: where it follows a console on another machine."""
    python = [sys.executable, "-I", "-m"]
    home = str(settings.home)
    return [
        Service(
            "squid",
            [squid_program(), "-N", "-n", service_name(settings), "-f", str(configuration)],
            before=lambda: new_segment(settings, datetime.now(UTC)),
        ),
        Service("portal", [*python, "belisha.gateway.portal", home]),
        Service("recorder", [*python, "belisha.activity.recorder", home]),
        Service("watcher", [*python, "belisha.activity.findings.process", home]),
        *([Service("following", [*python, "belisha.gateway.following", home])] if settings.follows else ()),
    ]


PROBE = b"GET http://belisha.invalid/ HTTP/1.0\r\nUser-Agent: belisha self-check\r\n\r\n"


def wait_for_answer(settings: Settings, seconds: float) -> bool:
    """Whether the proxy answers a request within so many seconds: it listens, and its helpers say who somebody is."""
    host = "127.0.0.1" if settings.listen == "0.0.0.0" else settings.listen  # noqa: S104
    deadline = time.monotonic() + seconds
    while True:
        with contextlib.suppress(OSError), socket.create_connection((host, settings.proxy_port), timeout=5) as channel:
            channel.sendall(PROBE)
            if channel.recv(5) == b"HTTP/":
                return True
        if time.monotonic() >= deadline:
            return False
        time.sleep(0.1)


def wait_for_port(host: str, port: int, seconds: float) -> bool:
    """Whether something accepts connections there within so many seconds."""
    host = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection((host, port), timeout=1):
            return True
        time.sleep(0.05)
    return False
