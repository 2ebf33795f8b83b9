"""The recorder: keeps the journal on the disk, brings it into Parquet, compacts and deletes in time, and goes on."""

import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from belisha.activity.compact import compact
from belisha.activity.coverage.heartbeat import beat
from belisha.activity.coverage.judging import record
from belisha.activity.duck import sweep_scratch
from belisha.activity.errors import ActivityError
from belisha.activity.ingest import ingest, sweep, waiting_bytes
from belisha.activity.journal import sync_current
from belisha.activity.keep import read_keep
from belisha.activity.register import read_register
from belisha.activity.reports.clerk import Clerk
from belisha.activity.retention.run import retain

log = logging.getLogger(__name__)

SYNC_SECONDS = 1.0
INGEST_SECONDS = 60.0
INGEST_BYTES = 8 << 20
TELL_SECONDS = 60.0
AWAY_SECONDS = 30.0
NICE = 10


@dataclass
class _Rounds:
    """When each kind of work was last done. Times of the monotonic clock."""

    home: Path
    looked: float = 0.0
    ingested: float = 0.0
    retained: date | None = None
    told: float = 0.0
    clerk: Clerk | None = None

    def run(self, interval: float) -> None:
        """Whatever is due; what fails is logged and tried again when it is next due."""
        _attempt("putting the journal on the disk", lambda: sync_current(self.home))
        now = time.monotonic()
        if now - self.looked < interval:
            return
        self.looked = now + AWAY_SECONDS  # should the record's place not answer, the next look is later
        waiting = waiting_bytes(self.home)
        self.looked = now
        if waiting >= INGEST_BYTES or (waiting and now - self.ingested >= INGEST_SECONDS):
            self.ingested = now
            _attempt("bringing the journal into Parquet", self._ingest)
        if now - self.told >= TELL_SECONDS:
            self.told = now
            _attempt("giving a sign of life", lambda: beat(self.home, datetime.now(UTC)))
            _attempt("seeing what is covered", self._cover)
            _attempt("having the weekly reports made", self._report)
        today = datetime.now(read_register(self.home).zone).date()
        if today != self.retained and _attempt("deleting what is kept no longer", lambda: self._retain(today)):
            self.retained = today

    def _ingest(self) -> None:
        zone = read_register(self.home).zone
        done = ingest(self.home, zone=zone)
        if done.rejects:
            log.warning("%d lines of the journal were no events; see activity/*/rejects", done.rejects)
        compact(self.home, datetime.now(zone).date())
        sweep(self.home)

    def _cover(self) -> None:
        if not read_register(self.home).schools:
            return
        for change in record(self.home, datetime.now(UTC)) or ():
            log.info("coverage: %s %s", change.change, change.id)

    def _report(self) -> None:
        self.clerk = self.clerk or Clerk(self.home)
        self.clerk.look(datetime.now(read_register(self.home).zone).date())

    def _retain(self, today: date) -> None:
        sweep_scratch(self.home)
        zone = read_register(self.home).zone
        for day in retain(self.home, read_keep(self.home), today, zone=zone).deleted:
            log.info("deleted %s of school %r, %s: %d, %d bytes", day.kind, day.school, day.day, day.rows, day.bytes)
        compact(self.home, today)


def _attempt(what: str, work: Callable[[], object]) -> bool:
    try:
        work()
    except (ActivityError, OSError) as error:
        log.error("%s failed; nothing is lost, it will be tried again: %s", what, error)
        return False
    except Exception:
        log.exception("%s failed; nothing is lost, it will be tried again", what)
        return False
    return True


def run_recorder(home: Path, stop: threading.Event, interval: float = 5.0) -> None:
    """Record until told to stop. ``interval``: seconds between looks at how much the journal holds."""
    rounds = _Rounds(home)
    while not stop.is_set():
        _attempt("a round of recording", lambda: rounds.run(interval))
        stop.wait(SYNC_SECONDS)
    if rounds.clerk:
        rounds.clerk.end()


def main() -> None:
    """``python -m belisha.activity.recorder HOME``: run as a process until SIGTERM or Ctrl-C."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    os.nice(NICE)  # the gateway comes first
    run_recorder(Path(sys.argv[1]), stop)


if __name__ == "__main__":
    main()
