"""`python -m belisha.gateway.following HOME`: follows the console that the gateway in HOME has joined, until ended."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from belisha.engine.published import NothingPublishedError
from belisha.engine.published.signed import ForgedError
from belisha.gateway.following.client import ConsoleError, ShutOutError
from belisha.gateway.following.forwarding import Forwarder
from belisha.gateway.following.link import read_link
from belisha.gateway.following.pulling import Puller
from belisha.gateway.following.reporting import Doctor, Pulse, report
from belisha.gateway.settings import SettingsError, read_settings

log = logging.getLogger("belisha.following")

EACH: Final = 1.0  # second: what is applied is live before two are over
LONGEST_PAUSE: Final = 30.0
SHUT_OUT_PAUSE: Final = 60.0
DANGER_PAUSE: Final = 2.0  # while a finding of danger waits
REPORT_SECONDS: Final = 30.0
DOCTOR_SECONDS: Final = 600.0


class Following:
    """Rounds of pulling, and reports between them."""

    def __init__(self, home: Path) -> None:
        """Raises OSError, ValueError or SettingsError where the link or the settings cannot be used."""
        self.home = home
        self.puller = Puller(home, read_link(home))
        self.doctor = Doctor(home)
        self.pulse = Pulse(read_settings(home))
        self.spool = Forwarder(home)
        self.fault = ""
        self.failures = 0
        self.reported = self.examined = 0.0
        self.told_fault = ""

    def run(self, stop: threading.Event) -> None:
        """Go on until told to stop."""
        while not stop.is_set():
            pause = self.once()
            stop.wait(pause)

    def once(self) -> float:
        """One round; how long to wait before the next, in seconds."""
        changed, pause = False, EACH
        try:
            changed = self.puller.round()
            self._well()
        except ShutOutError as error:
            self._trouble(f"The console does not know this gateway any more: {error}")
            pause = SHUT_OUT_PAUSE
        except (ConsoleError, ForgedError, NothingPublishedError, OSError) as error:
            self._trouble(str(error))
            pause = min(LONGEST_PAUSE, EACH * 2**self.failures)
        if changed:
            log.info("in force: number %d", self.puller.progress.serial)
        self._tell(at_once=changed)
        return min(pause, DANGER_PAUSE) if self.spool.danger_waits else pause

    def _well(self) -> None:
        if self.fault:
            log.info("all is well again")
        self.fault, self.failures = "", 0

    def _trouble(self, fault: str) -> None:
        if fault != self.fault:
            log.error("%s What was last good stays in force.", fault)
        self.fault, self.failures = fault, min(self.failures + 1, 10)

    def _tell(self, *, at_once: bool) -> None:
        """Report; what the console does not hear now it hears next time."""
        self._forward()
        now = time.monotonic()
        if not self.examined or now - self.examined >= DOCTOR_SECONDS:
            self.examined = now
            self.doctor.look()
        news = at_once or self.fault != self.told_fault
        if not news and self.reported and now - self.reported < REPORT_SECONDS:
            return
        self.reported = now
        try:
            requests = self.pulse.per_minute(datetime.now(UTC))
            said = report(self.home, self.puller.progress, self.fault, requests, self.doctor.found)
            self.puller.client.post("/gateways/report", said)
            self.told_fault = self.fault
        except (ConsoleError, OSError) as error:
            log.debug("nothing could be reported: %s", error)

    def _forward(self) -> None:
        """Hand on what people wrote; what the console does not take now is sent again."""
        try:
            self.spool.forward(self.puller.client)
        except (ConsoleError, OSError) as error:
            log.debug("what people wrote waits: %s", error)


def main(arguments: list[str]) -> int:
    """Run as a process until SIGTERM or Ctrl-C. Returns 2 when it cannot begin."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    os.umask(0o027)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    try:
        following = Following(Path(arguments[0]))
    except (IndexError, OSError, ValueError, ConsoleError, SettingsError) as error:
        log.error("nothing can be followed: %s", error)
        return 2
    following.run(stop)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
