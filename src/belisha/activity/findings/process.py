"""The watcher as a process: goes on whatever happens, and says in its log what failed but never a term."""

import logging
import os
import signal
import sys
import threading
import traceback
from pathlib import Path

from belisha.activity.errors import ActivityError
from belisha.activity.findings.files import watching
from belisha.activity.findings.watcher import Watcher

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.2  # looking costs next to nothing, and somebody may be in danger
AGAIN_SECONDS = 2.0
NICE = 5  # after the gateway, and before the recorder: somebody may be in danger


def run_watcher(home: Path, stop: threading.Event, interval: float = LOOK_SECONDS) -> None:
    """Watch until told to stop. ``interval``: seconds between looks at the journal."""
    while not stop.is_set():
        try:
            _watch(home, stop, interval)
        except Exception as error:  # noqa: BLE001 - whatever it was, the next watcher begins where the record ends
            log.error("watching failed and begins anew; nothing is lost: %s", harmless(error))
            stop.wait(AGAIN_SECONDS)


def _watch(home: Path, stop: threading.Event, interval: float) -> None:
    with watching(home):
        watcher = Watcher(home)
        while not stop.is_set():
            watcher.round()
            stop.wait(interval)


def harmless(error: Exception) -> str:
    """What went wrong and where, without what was being read: the text of an error may quote it."""
    said = f": {error}" if isinstance(error, OSError | ActivityError) else ""
    where = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
    return f"{type(error).__name__}{said} ({' '.join(where)})"


def main() -> None:
    """``python -m belisha.activity.findings.process HOME``: run until SIGTERM or Ctrl-C."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    os.nice(NICE)
    run_watcher(Path(sys.argv[1]), stop)


if __name__ == "__main__":
    main()
