"""What a command costs: wall and processor time, and the most memory that it held."""

import os
import re
import subprocess
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

LOOK_SECONDS = 0.02
_HIGH = re.compile(r"VmHWM:\s*(\d+) kB")


class Cost(NamedTuple):
    """Seconds, and megabytes; and what it printed."""

    wall: float
    cpu: float
    peak: float
    said: str = ""


class _Peak(threading.Thread):
    """Looks while a process lives: what the kernel says afterwards counts what we held when it was begun."""

    def __init__(self, pid: int) -> None:
        super().__init__()
        self._status = Path(f"/proc/{pid}/status")
        self.megabytes = 0.0

    def run(self) -> None:
        while found := _HIGH.search(self._read()):
            self.megabytes = int(found[1]) / 1024
            time.sleep(LOOK_SECONDS)

    def _read(self) -> str:
        try:
            return self._status.read_text()
        except OSError:
            return ""


def cost_of(command: Sequence[str], stdin: Path | None = None, *, cores: int = 0) -> Cost:
    """Run it to its end, on so many cores when that is said. Raises CalledProcessError with what it wrote last."""
    if cores:
        command = ["taskset", "-c", ",".join(map(str, sorted(os.sched_getaffinity(0))[:cores])), *command]
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        begun = time.perf_counter()
        with stdin.open("rb") if stdin else Path(os.devnull).open("rb") as source:
            process = subprocess.Popen(command, stdin=source, stdout=out, stderr=errors)
        peak = _Peak(process.pid)
        peak.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
        peak.join()
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        errors.seek(0)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command, stderr=errors.read()[-2000:])
        return Cost(wall, usage.ru_utime + usage.ru_stime, peak.megabytes, out.read(100_000).decode())
