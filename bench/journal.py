"""Measures whether the record keeps up: so many requests a second into the journal while the real recorder runs.

`.venv/bin/python bench/journal.py` lets a process write as Squid does, one write() a line into `current.log`, turns the
segment as the supervisor does, and then looks for every line in Parquet and the tail of the journal: each exactly once.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import msgspec

from activity_data import journal
from belisha.activity.ingest import waiting_bytes
from belisha.activity.store import Scope, Store
from belisha.gateway.journal import new_segment
from belisha.gateway.settings import FILE, read_settings

RATE = 20_000
KINDS = 100_000  # different lines, each again and again under a path of its own
STEP = 0.005
PATH = 8  # its place in a line, with the format version in front
TURNS = 3


class Found(msgspec.Struct):
    """What is on record: how many events, of how many different paths, with which numbers."""

    events: int
    paths: int
    first: int
    last: int


class Usage(NamedTuple):
    """Of a process so far: seconds of processor time, and the most megabytes that it has held."""

    cpu: float
    peak: float


def write(home: Path, seconds: int, rate: int) -> None:
    """What Squid's `stdio:` does with a line, at an even rate; SIGUSR1 opens the file anew."""
    halves = [_around_path(line) for line in journal(KINDS)]
    target = home / "journal" / "current.log"
    handles = [_open(target)]
    signal.signal(signal.SIGUSR1, lambda *_: handles.append(_open(target)))
    print("ready", flush=True)
    begun = time.perf_counter()
    number, late = 0, 0.0
    while number < rate * seconds:
        due = begun + number / rate
        time.sleep(max(0.0, due - time.perf_counter()))
        late = max(late, time.perf_counter() - due)
        while len(handles) > 1:
            os.close(handles.pop(0))
        for _ in range(int(rate * STEP)):
            before, after = halves[number % KINDS]
            os.write(handles[0], b"%b https://x.test/%d %b" % (before, number, after))
            number += 1
    print(f"{time.perf_counter() - begun:.2f} {late:.3f} {time.process_time():.2f}", flush=True)


def _around_path(line: bytes) -> tuple[bytes, bytes]:
    words = line.split(b" ")
    return b" ".join(words[:PATH]), b" ".join(words[PATH + 1 :])


def _open(target: Path) -> int:
    return os.open(target, os.O_WRONLY | os.O_APPEND)


def usage(pid: int) -> Usage:
    """By /proc."""
    cpu = sum(int(task.read_text().split()[0]) for task in Path(f"/proc/{pid}/task").glob("*/schedstat")) / 1e9
    status = Path(f"/proc/{pid}/status").read_text()
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return Usage(cpu, int(peak.split()[1]) / 1024)


def run(home: Path, seconds: int, rate: int) -> None:
    """Write for so long with the recorder running; print what it cost and what arrived."""
    (home / FILE).write_text("name: bench\nuser: root\n")
    settings = read_settings(home)
    new_segment(settings, datetime.now(UTC))
    python = [sys.executable, "-I", "-m", "belisha.activity.recorder", str(home)]
    with (home / "recorder.log").open("wb") as log:
        recorder = subprocess.Popen(python, stderr=log)
    command = [sys.executable, __file__, "--write", str(home), "--seconds", str(seconds), "--rate", str(rate)]
    writer = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert writer.stdout is not None
        writer.stdout.readline()
        before = usage(recorder.pid)
        waiting = _watch(home, writer, seconds)
        wall, late, cpu = writer.stdout.read().split()
        after = usage(recorder.pid)
        print(
            f"{rate * seconds:,} lines written in {wall} s, never more than {float(late) * 1000:.0f} ms late;", end=" "
        )
        print(f"writer: {float(cpu) / float(wall):.0%} of a processor")
        print(f"recorder: {(after.cpu - before.cpu) / float(wall):.0%} of a processor, at most {after.peak:.0f} MB")
        print(f"journal not yet in Parquet: at most {max(waiting) / 1e6:.0f} MB (it begins at 8), at the end", end=" ")
        print(f"{waiting[-1] / 1e6:.0f} MB = {waiting[-1] / _line_bytes(home) / rate:.1f} s of writing")
    finally:
        for process in (writer, recorder):
            process.terminate()
            process.wait(30)
    _count(home, rate * seconds)


def _watch(home: Path, writer: subprocess.Popen[str], seconds: int) -> list[int]:
    """Turn the segment a few times while the writer runs; what waits in the journal, looked at each half second."""
    settings = read_settings(home)
    begun, turns, waiting = time.monotonic(), 0, [0]
    while writer.poll() is None:
        time.sleep(0.5)
        waiting.append(waiting_bytes(home))
        if turns < TURNS and time.monotonic() - begun > (turns + 1) * seconds / (TURNS + 1):
            turns += 1
            new_segment(settings, datetime.now(UTC))
            writer.send_signal(signal.SIGUSR1)
    return waiting


def _line_bytes(home: Path) -> float:
    segment = max((home / "journal").glob("bench-*.log"), key=lambda path: path.stat().st_size)
    with segment.open("rb") as file:
        return sum(len(next(file)) for _ in range(1000)) / 1000


def _count(home: Path, written: int) -> None:
    store = Store.open(home)
    period = store.period()
    assert period is not None
    question = """
        SELECT count(*) AS events, count(DISTINCT path) AS paths,
               min(CAST(path[2:] AS INTEGER)) AS "first", max(CAST(path[2:] AS INTEGER)) AS "last" FROM in_scope
    """
    found = store.ask(Scope(store.schools(), period), lambda view: view.rows(Found, question))[0]
    print(f"on record: {found.events:,} events of {found.paths:,} different numbers, {found.first:,} to {found.last:,}")
    if found != Found(written, written, 0, written - 1):
        sys.exit("lines were lost or doubled")
    print("every line exactly once")


def main() -> None:
    """Measure in a folder that goes away afterwards."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--rate", type=int, default=RATE, help="lines a second")
    parser.add_argument("--write", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.write:
        write(given.write, given.seconds, given.rate)
        return
    with tempfile.TemporaryDirectory(prefix="belisha-bench-", dir="/var/tmp") as folder:
        run(Path(folder), given.seconds, given.rate)


if __name__ == "__main__":
    main()
