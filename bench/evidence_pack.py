"""How long an inspector's evidence pack of a school's year takes to make, and how large it is.

`.venv/bin/python bench/evidence_pack.py` makes a trust as bench/console_pages.py does, and a year of history for one of
its schools: every duty stood otherwise each fortnight. Wanted: 30 seconds. Nothing leaves this machine.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
import time
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from belisha.console.access.models import School

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(Path(__file__).parent)]
STRETCHES = 26


def main() -> None:
    """Make the school and its year, make the pack, print."""
    with tempfile.TemporaryDirectory(prefix="belisha-bench-") as folder:
        home = Path(folder) / "home"
        home.mkdir()
        (home / "console.yaml").write_text("port: 18973\n")
        os.environ |= {"BELISHA_HOME": str(home), "DJANGO_SETTINGS_MODULE": "belisha.console.config.settings"}
        _measure(_made())


def _made() -> School:
    """A school of a trust, with its people."""
    import django  # noqa: PLC0415 - its settings stand in the environment now

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from console_trust import Size, make_trust  # noqa: PLC0415 - it is on the path now

    call_command("migrate", verbosity=0)
    return make_trust("A trust", Size(schools=1))[0]


def _measure(school: School) -> None:
    from django.utils import timezone  # noqa: PLC0415 - Django is set up now

    from belisha.console.access.acting import By  # noqa: PLC0415
    from belisha.console.compliance.reports.pack import make_pack  # noqa: PLC0415

    print(f"{_year(school)} stretches of a year")
    for names in (False, True):
        clock, worked = time.perf_counter(), time.process_time()
        made = make_pack(by=By(None, system="bench"), school=school, names=names, now=timezone.now())
        clock, worked = time.perf_counter() - clock, time.process_time() - worked
        files = zipfile.ZipFile(io.BytesIO(made)).namelist()
        words = "with names" if names else "without names"
        size = len(made) / 1e6
        print(
            f"{words:<14} {worked:5.1f} s of processor, {clock:5.1f} s by the clock: {len(files)} files, {size:.1f} MB"
        )


def _year(school: School) -> int:
    """Every duty stood otherwise each fortnight of a year; how many stretches that are."""
    from django.utils import timezone  # noqa: PLC0415 - Django is set up now

    from belisha.console.compliance.models import DutyStanding  # noqa: PLC0415
    from belisha.console.duties.catalogue import catalogue  # noqa: PLC0415

    DutyStanding.objects.for_school(school).delete()
    now, states = timezone.now(), ("met", "at risk", "breached")
    rows = []
    for duty in catalogue():
        for number in range(STRETCHES):
            first = now - timedelta(days=14 * (STRETCHES - number))
            words = f"{number} of 40 were looked at on {first:%d %B}; the head and the safeguarding lead know of it."
            rows.append(
                DutyStanding(
                    school=school, duty=duty, state=states[number % 3], basis="measured", reason=words, since=first,
                    first_asked=first, last_asked=first + timedelta(days=14), current=number == STRETCHES - 1,
                )
            )  # fmt: skip
    DutyStanding.objects.bulk_create(rows, batch_size=2000)
    return len(rows)


if __name__ == "__main__":
    main()
