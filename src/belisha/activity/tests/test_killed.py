"""A real ingest, killed with SIGKILL again and again, loses and doubles nothing; nor does a full disk."""

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from belisha.activity.durable import free_bytes
from belisha.activity.ingest import ingest
from belisha.activity.keep import Keep
from belisha.activity.manifest import read_manifest
from belisha.activity.tests.test_ingest import LATER
from belisha.activity.tests.written import Journal, everything, line
from belisha.activity.verify import verify

LINES = 6_000
ROUNDS = 5
_INGEST = """
import sys
from pathlib import Path
from belisha.activity.compact import compact
from belisha.activity.ingest import ingest, sweep
from datetime import date
home = Path(sys.argv[1])
ingest(home, batch_bytes=8_000)
while True:
    compact(home, date(2026, 12, 1))
    sweep(home, grace_seconds=0)
    ingest(home)
"""


def test_killed_again_and_again_it_loses_and_doubles_nothing(journal: Journal) -> None:
    journal.write(*(line(path=f"/{n:05d}", school="oak" if n % 2 else "elm") for n in range(LINES)))
    dice = random.Random(7)
    for round_number in range(ROUNDS):
        before = read_manifest(journal.home, "gw").generation
        process = subprocess.Popen([sys.executable, "-c", _INGEST, str(journal.home)], stderr=subprocess.PIPE)
        deadline = time.monotonic() + 30
        while read_manifest(journal.home, "gw").generation == before and process.poll() is None:
            assert time.monotonic() < deadline
            time.sleep(0.002)
        journal.write(*(line(path=f"/{LINES + round_number:05d}-{n}") for n in range(50)))
        time.sleep(dice.random() * 0.12)
        assert process.poll() is None, process.stderr and process.stderr.read()
        process.send_signal(signal.SIGKILL)
        process.communicate()
        found = everything(journal.home)
        assert len(found) == len({event.path for event in found}) == LINES + 50 * (round_number + 1)
    ingest(journal.home)
    assert [each.faults for each in verify(journal.home, Keep(), LATER)] == [[]]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 1 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small file system")
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "belisha-test", str(place)]
    mounted = subprocess.run(command, check=False, capture_output=True)
    if mounted.returncode:
        pytest.skip(f"a small file system cannot be mounted here: {mounted.stderr.decode().strip()}")
    yield place
    subprocess.run(["umount", place], check=True)


def test_a_full_disk_stops_the_record_and_loses_nothing(small_disk: Path) -> None:
    journal = Journal(small_disk)
    journal.write(*(line(path=f"/{number}") for number in range(200)))
    ingest(journal.home)
    journal.write(*(line(path=f"/{number}") for number in range(200, 400)))
    filler = small_disk / "filler"
    with filler.open("wb", buffering=0) as handle, contextlib.suppress(OSError):
        while handle.write(b"x" * 4096):
            pass
    assert free_bytes(small_disk) == 0
    with pytest.raises(OSError, match="No space left"):
        ingest(journal.home)
    filler.unlink()
    assert len(everything(journal.home)) == 400
    assert ingest(journal.home).events == 200
    assert len(everything(journal.home)) == 400
    assert [each.faults for each in verify(journal.home, Keep(), LATER)] == [[]]
