"""A backup of a console that runs comes back whole, on either database, in a folder that was empty."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from belisha.cli.running import held_by_a_start
from belisha.console.config.backup.keys import ensure_key
from running.conftest import OURS

if TYPE_CHECKING:
    from collections.abc import Callable

    from running.conftest import House

pytestmark = pytest.mark.gateway

ADD_SCHOOL = """
import sys
from belisha.cli.console_setup import console
from pathlib import Path
with console(Path(sys.argv[1])):
    from belisha.console.access.models import Federation, School
    School.objects.create(federation=Federation.objects.get_or_create(name="Wold")[0], code="oak", name="Oak O'Hara")
"""
NAMES = """
import sys
from belisha.cli.console_setup import console
from pathlib import Path
with console(Path(sys.argv[1])):
    from belisha.console.access.models import School
    print([school.name for school in School.objects.all()])
"""

KEEP_FILE = """
import sys
from belisha.cli.console_setup import console
from pathlib import Path
with console(Path(sys.argv[1])):
    from django.core.files.uploadedfile import SimpleUploadedFile
    from belisha.console.access.acting import By
    from belisha.console.access.models import School
    from belisha.console.concerns.actions.reporting import Told, report
    from belisha.console.concerns.evidence.actions.keeping import put
    me, school = By(None, system="test"), School.objects.get()
    concern = report(by=me, school=school, category="bullying", words="Again.", told=Told("staff"))
    put(by=me, concern=concern, upload=SimpleUploadedFile("chat.txt", b"you are not coming"))
"""
READ_FILE = """
import sys
from belisha.cli.console_setup import console
from pathlib import Path
with console(Path(sys.argv[1])):
    from belisha.console.concerns.evidence import store
    from belisha.console.concerns.models import EvidenceFile
    kept = EvidenceFile.objects.get()
    print(store.read(kept.key, store.Locked(kept.locked_key, kept.lock)))
"""


def within(house: House, text: str) -> str:
    """Run a few lines of Python over the console of a data folder."""
    outcome = subprocess.run(
        [sys.executable, "-c", text, str(house.home)], capture_output=True, text=True, check=False, timeout=60, env=OURS
    )
    assert outcome.returncode == 0, outcome.stderr
    return outcome.stdout


@pytest.fixture
def filled(house: Callable[..., House]) -> House:
    """A data folder that holds a school, a worry that was told, and a finding."""
    return fill(house(ready=True))


def fill(made: House) -> House:
    within(made, ADD_SCHOOL)
    for name in ("spool/worries/1.json", "activity/findings/school=oak/sightings.jsonl", "activity/day.parquet"):
        (made.home / name).parent.mkdir(parents=True, exist_ok=True)
        (made.home / name).write_text("{}")
    return made


def backup_of(house: House, folder: Path) -> Path:
    outcome = house.run("backup", str(folder), "--json")
    assert outcome.returncode == 0, outcome.stderr
    told = json.loads(outcome.stdout)
    assert told["verified"] is True
    return Path(told["file"])


def test_what_was_lost_comes_back_and_runs(
    house: Callable[..., House], ready_database: str, new_database: Callable[[], str], folder: Path
) -> None:
    filled = house(ready_database, ready=True)
    filled.start()
    fill(filled)
    file = backup_of(filled, folder / "usb")
    refused = filled.run("restore", str(file), "--force")
    assert "Belisha runs on" in refused.stderr, "a console without a gateway is known to run too"
    key = folder / "key-kept-elsewhere.txt"
    shutil.copyfile(filled.home / "backup-key.txt", key)
    secret = (filled.home / "console" / "secret-key").read_text()
    filled.stop()
    shutil.rmtree(filled.home)
    fresh = house(name="fresh")
    (fresh.home / "console.yaml").unlink()
    address = new_database()
    outcome = fresh.run("restore", str(file), "--key", str(key), BELISHA_DATABASE=address)
    assert outcome.returncode == 0, outcome.stderr
    assert "What lay there before" not in outcome.stdout, "nothing did"
    assert (fresh.home / "console" / "secret-key").read_text() == secret
    assert (fresh.home / "spool/worries/1.json").exists()
    assert (fresh.home / "activity/findings/school=oak/sightings.jsonl").exists()
    assert not (fresh.home / "activity/day.parquet").exists(), "the record of internet use is not in it unasked"
    fresh = house(address, name="fresh")  # the settings of the new machine
    assert "Oak O'Hara" in within(fresh, NAMES)
    fresh.start()
    assert fresh.well(), fresh.said()


def test_with_the_record_where_that_is_asked_for(filled: House, folder: Path, house: Callable[..., House]) -> None:
    outcome = filled.run("backup", str(folder / "usb"), "--record", "--json")
    file = json.loads(outcome.stdout)["file"]
    key = str(filled.home / "backup-key.txt")
    check = house(name="other").run("restore", file, "--check", "--key", key, "--json")
    assert json.loads(check.stdout)["whole"] is True
    assert (
        json.loads(outcome.stdout)["files"]
        > json.loads(filled.run("backup", str(folder / "b"), "--json").stdout)["files"]
    )


def test_a_folder_that_is_not_empty_is_left_alone_unless_forced(filled: House, folder: Path) -> None:
    file = backup_of(filled, folder / "usb")
    (filled.home / "spool/worries/1.json").write_text("later")
    refused = filled.run("restore", str(file))
    assert refused.returncode == 1
    assert "is not empty" in refused.stderr
    with held_by_a_start(filled.home):
        refused = filled.run("restore", str(file), "--force")
    assert refused.returncode == 1
    assert "Belisha runs on" in refused.stderr
    assert (filled.home / "spool/worries/1.json").read_text() == "later"
    forced = filled.run("restore", str(file), "--force")
    assert forced.returncode == 0, forced.stderr
    assert (filled.home / "spool/worries/1.json").read_text() == "{}"
    (aside,) = filled.home.glob(".before-restore-*")
    assert (aside / "spool/worries/1.json").read_text() == "later", "nothing is lost by it"
    assert str(aside) in forced.stdout
    filled.start()
    assert filled.well(), filled.said()


@pytest.mark.parametrize("damage", ["flip", "cut", "other key"])
def test_a_damaged_backup_is_refused_before_anything_is_touched(filled: House, folder: Path, damage: str) -> None:
    file = backup_of(filled, folder / "usb")
    content = bytearray(file.read_bytes())
    if damage == "flip":
        content[len(content) // 2] ^= 1
    elif damage == "cut":
        del content[-5000:]
    file.write_bytes(content)
    key = folder / "key.txt"
    shutil.copyfile(filled.home / "backup-key.txt", key)
    if damage == "other key":
        (folder / "other").mkdir()
        ensure_key(folder / "other")
        key = folder / "other" / "backup-key.txt"
    before = (filled.home / "spool/worries/1.json").stat().st_ino
    refused = filled.run("restore", str(file), "--force", "--key", str(key))
    assert refused.returncode == 1
    assert "cannot be" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert (filled.home / "spool/worries/1.json").stat().st_ino == before


def test_one_that_is_killed_leaves_the_older_one_whole_and_nothing_readable(filled: House, folder: Path) -> None:
    first = backup_of(filled, folder / "usb")
    with (filled.home / "spool" / "large").open("wb") as large:
        for _ in range(60):
            large.write(os.urandom(1 << 20))
    command = [sys.executable, "-m", "belisha.cli", "backup", str(folder / "usb"), "--home", str(filled.home)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=OURS)
    deadline = time.monotonic() + 20
    while not any(draft.stat().st_size for draft in (folder / "usb").glob(".*.part")) and time.monotonic() < deadline:
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert [path for path in (folder / "usb").iterdir() if not path.name.startswith(".")] == [first]
    for left in (folder / "usb").iterdir():
        assert left.read_bytes().startswith(b"age-encryption.org/v1"), f"{left} is readable"
    assert not list((filled.home / "console").glob(".copy-*"))
    assert filled.run("restore", str(first), "--check").returncode == 0
    backup_of(filled, folder / "usb")
    assert not list((folder / "usb").glob(".*.part")), "what was cut off is cleared away"


def test_evidence_comes_back_with_the_key_that_opens_it(
    filled: House, folder: Path, house: Callable[..., House]
) -> None:
    within(filled, KEEP_FILE)
    (filled.home / "scanner").mkdir()
    (filled.home / "scanner" / "clamd.conf").write_text("made anew")
    file = backup_of(filled, folder / "usb")
    assert b"not coming" not in file.read_bytes()
    fresh = house(name="fresh")
    (fresh.home / "console.yaml").unlink()
    outcome = fresh.run("restore", str(file), "--key", str(filled.home / "backup-key.txt"))
    assert outcome.returncode == 0, outcome.stderr
    assert "you are not coming" in within(fresh, READ_FILE)
    assert (fresh.home / "console" / "evidence-keys.json").stat().st_mode & 0o077 == 0
    assert not (fresh.home / "scanner").exists()
