"""Has the weekly reports made when they are due, by a process of its own, so that recording never waits for them.

It runs at least once a day, and then also makes ready what every report looks up.
"""

import subprocess
import sys
import time
from datetime import date
from pathlib import Path

from belisha.activity.reports.schedule import anything_due

PAUSE_SECONDS = 600.0  # after a run, whatever came of it


class Clerk:
    """Looks now and then whether there is anything to do."""

    def __init__(self, home: Path) -> None:
        """For the data folder ``home``."""
        self._home = home
        self._running: subprocess.Popen[bytes] | None = None
        self._not_before = 0.0
        self._day: date | None = None

    def look(self, today: date) -> bool:
        """Start the process when a day begins or a report is due; says whether it was started. Raises ScheduleError."""
        if self._running and self._running.poll() is None:
            return False
        if time.monotonic() < self._not_before or (today == self._day and not anything_due(self._home, today)):
            return False
        self._day = today
        command = [sys.executable, "-I", "-m", "belisha.activity.reports.scheduled", str(self._home)]
        self._running = subprocess.Popen(command, stdin=subprocess.DEVNULL)  # noqa: S603
        self._not_before = time.monotonic() + PAUSE_SECONDS
        return True

    def end(self) -> None:
        """End a run that is under way; the next one goes on with it."""
        if self._running:
            self._running.terminate()
            self._running.wait()

    def wait(self) -> int:
        """Wait for the run to end; its exit status, 0 when there is none."""
        return self._running.wait() if self._running else 0
