"""What a gateway tells its console of itself: what it goes by, how it is, how much passes through it. No names."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
from datetime import UTC, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final

from belisha.engine.published import NothingPublishedError, read_pointer
from belisha.gateway.journal import current_segment

if TYPE_CHECKING:
    from pathlib import Path

    from belisha.gateway.following.link import Progress
    from belisha.gateway.settings import Settings

__all__ = ["Doctor", "Pulse", "report"]

DOCTOR_SECONDS: Final = 120
MOST_CHECKS: Final = 60


class Pulse:
    """Counts what was recorded since the last look: requests a minute, from the journal's growth."""

    def __init__(self, settings: Settings) -> None:
        """Begins at the end of what is recorded now."""
        self._settings = settings
        self._file, self._at = self._here()
        self._seen = datetime.now(UTC)

    def _here(self) -> tuple[Path | None, int]:
        segment = current_segment(self._settings)
        return (segment, segment.stat().st_size) if segment and segment.exists() else (None, 0)

    def per_minute(self, now: datetime) -> int:
        """Requests a minute since the last time this was asked. Raises OSError."""
        segment, size = self._here()
        begun = self._at if segment == self._file and self._at <= size else 0
        lines = 0
        if segment:
            with segment.open("rb") as journal:
                journal.seek(begun)
                left = size - begun
                while left > 0 and (block := journal.read(min(left, 1 << 20))):
                    lines += block.count(b"\n")
                    left -= len(block)
        passed = max(1.0, (now - self._seen).total_seconds())
        self._file, self._at, self._seen = segment, size, now
        return round(lines * 60 / passed)


class Doctor:
    """Has the self-checks made now and then, in a process of their own: what they need in memory is given back."""

    def __init__(self, home: Path) -> None:
        """Nothing is checked yet."""
        self._home = home
        self._thread: threading.Thread | None = None
        self.found: list[dict[str, str]] = []

    def look(self) -> None:
        """Begin to check, unless that is going on."""
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._examine, daemon=True)
            self._thread.start()

    def _examine(self) -> None:
        command = [sys.executable, "-I", "-m", "belisha.cli", "doctor", "--json", "--home", str(self._home)]
        try:
            outcome = subprocess.run(  # noqa: S603
                command, capture_output=True, text=True, check=False, timeout=DOCTOR_SECONDS, cwd="/"
            )
            checks = [json.loads(line) for line in outcome.stdout.splitlines() if line.startswith("{")]
        except (OSError, subprocess.SubprocessError, ValueError) as error:
            checks = [{"name": "doctor", "state": "wrong", "found": f"it cannot be asked: {type(error).__name__}"}]
        wrong_first = sorted(checks, key=lambda check: check.get("state") == "well")
        self.found = [{key: str(value)[:300] for key, value in check.items()} for check in wrong_first[:MOST_CHECKS]]


def report(home: Path, progress: Progress, fault: str, requests: int, checks: list[dict[str, str]]) -> dict[str, Any]:
    """What is told. `since`: since when it goes by what it goes by, by its own clock."""
    try:
        pointer = read_pointer(home)
    except NothingPublishedError as error:
        fault = fault or str(error)
        pointer = None
    return {
        "serial": progress.serial,
        "policy": pointer.policy if pointer else "",
        "lists": pointer.lists if pointer else "",
        "since": progress.since,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "version": version("belisha"),
        "fault": fault[:300],
        "requests": requests,
        "free_mb": shutil.disk_usage(home).free >> 20,
        "checks": checks,
    }
