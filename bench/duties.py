"""How long it takes to look at all 470 duties of every school of a trust: from nothing, and again.

`.venv/bin/python bench/duties.py` makes 40 schools as bench/console_pages.py does; `--postgres`: on that database.
Wanted: 60 seconds from nothing, 5 again. Printed in seconds of processor and of the clock. Nothing leaves this machine.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))


def main() -> None:
    """Make the trust, look, look again, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postgres", action="store_true", help="a private PostgreSQL instead of SQLite")
    parser.add_argument("--schools", type=int, default=40)
    chosen = parser.parse_args()
    sys.path.insert(0, str(Path(__file__).parent))
    from console_pages import _database, _prepare  # noqa: PLC0415 - it is on the path now

    with tempfile.TemporaryDirectory(prefix="belisha-bench-") as folder, _database(Path(folder), chosen.postgres):
        home = Path(folder) / "home"
        home.mkdir()
        (home / "console.yaml").write_text("port: 18971\n")
        os.environ |= {"BELISHA_HOME": str(home), "DJANGO_SETTINGS_MODULE": "belisha.console.config.settings"}
        _prepare(chosen.schools)
        _look("from nothing")
        _look("again, nothing changed")
        _slowest()


def _look(what: str) -> None:
    """Look at every duty of every school, and print how long that took."""
    from django.utils import timezone  # noqa: PLC0415 - Django is set up now

    from belisha.console.access.acting import By  # noqa: PLC0415
    from belisha.console.access.models import School  # noqa: PLC0415
    from belisha.console.compliance.actions import reassess  # noqa: PLC0415

    schools = list(School.objects.order_by("pk"))
    clock, worked = time.perf_counter(), time.process_time()
    changed = sum(reassess(By(None, system="bench"), school=each, now=timezone.now()).changed for each in schools)
    clock, worked = time.perf_counter() - clock, time.process_time() - worked
    print(f"{what}: {len(schools)} schools, {worked:.1f} s of processor, {clock:.1f} s by the clock, {changed} changed")


def _slowest() -> None:
    """Which proofs cost most at one school, in milliseconds of processor."""
    from django.utils import timezone  # noqa: PLC0415

    from belisha.console.access.models import School  # noqa: PLC0415
    from belisha.console.duties.registry import PROOFS  # noqa: PLC0415

    school, now = School.objects.order_by("pk")[0], timezone.now()
    taken: dict[str, float] = defaultdict(float)
    for duty, proof in PROOFS.items():
        began = time.process_time()
        proof.ask(school, now)
        taken[duty] += time.process_time() - began
    for duty, seconds in sorted(taken.items(), key=lambda each: -each[1])[:12]:
        print(f"  {duty:<44} {seconds * 1000:7.1f} ms")
    print(f"  all {len(taken)} proofs of one school: {sum(taken.values()) * 1000:.0f} ms")


if __name__ == "__main__":
    main()
