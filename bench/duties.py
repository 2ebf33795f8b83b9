"""How long it takes to look at all 470 duties of every school of a trust, and how quickly the pages of duties answer.

`.venv/bin/python bench/duties.py` makes 40 schools as bench/console_pages.py does; `--postgres`: on that database.
Wanted: 60 seconds from nothing, 5 where little has changed, 200 ms a page. Nothing leaves this machine.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from belisha.console.access.models import School
    from console_visitors import Visitor

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))
MINUTES = 10


def main() -> None:
    """Make the trust, look, look again, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postgres", action="store_true", help="a private PostgreSQL instead of SQLite")
    parser.add_argument("--schools", type=int, default=40)
    chosen = parser.parse_args()
    sys.path.insert(0, str(Path(__file__).parent))
    from console_pages import _database  # noqa: PLC0415 - it is on the path now

    with tempfile.TemporaryDirectory(prefix="belisha-bench-") as folder, _database(Path(folder), chosen.postgres):
        home = Path(folder) / "home"
        home.mkdir()
        (home / "console.yaml").write_text("port: 18971\n")
        os.environ |= {"BELISHA_HOME": str(home), "DJANGO_SETTINGS_MODULE": "belisha.console.config.settings"}
        print(f"{'PostgreSQL' if chosen.postgres else 'SQLite'}, {chosen.schools} schools, {os.cpu_count()} cores")
        people = _prepare(chosen.schools)
        _looks()
        _slowest()
        _pages(people)
        print(f"load {os.getloadavg()[0]:.1f}")


def _prepare(schools: int) -> list[Visitor]:
    """The trust, and two who click: somebody who may do everything at a school, and one who may above schools."""
    import django  # noqa: PLC0415 - its settings are known now

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection, transaction  # noqa: PLC0415

    from console_trust import Size, make_trust  # noqa: PLC0415
    from console_visitors import of_the_federation, of_the_school  # noqa: PLC0415

    settings.ALLOWED_HOSTS.append("testserver")  # the test client's name
    for command in (["migrate"], ["collectstatic", "--no-input"]):
        call_command(*command, verbosity=0)
    began = time.process_time()
    with transaction.atomic():
        made = make_trust("A trust of many schools", Size(schools=schools, devices=0))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"made in {time.process_time() - began:.0f} s of processor")
    return [of_the_school(made[0]), of_the_federation(made[1])]


def _looks() -> None:
    """Look as a night does, then as each minute does after this and that."""
    from django.utils import timezone  # noqa: PLC0415 - Django is set up now

    from belisha.console.access.acting import By  # noqa: PLC0415
    from belisha.console.access.models import School  # noqa: PLC0415
    from belisha.console.compliance.actions import reassess, refresh  # noqa: PLC0415

    schools, by = list(School.objects.order_by("pk")), By(None, system="bench")
    now = timezone.now().replace(minute=0)  # the schools' own minutes are the first of the hour
    _timed("from nothing", lambda: sum(reassess(by, school=each, now=now).asked for each in schools))

    def minute(at: datetime) -> int:
        return refresh(by, schools=schools, now=at).asked

    now += timedelta(minutes=1)
    _timed("nothing changed", lambda: minute(now))
    for what, change in _changes(schools[0]):
        change()
        now += timedelta(minutes=1)
        _timed(what, lambda now=now: minute(now))
    print(f"{MINUTES} minutes in which nothing happens: each looks at its part of what is looked at by the hour")
    for number in range(MINUTES):
        now += timedelta(minutes=1)
        _timed(f"  minute {number + 1}", lambda now=now: minute(now))


def _changes(school: School) -> list[tuple[str, Callable[[], object]]]:
    """What may change at one school, as pages and imports change it."""
    from django.db.models import F  # noqa: PLC0415 - Django is set up now
    from django.utils import timezone  # noqa: PLC0415

    from belisha.console.access.models import Post, User  # noqa: PLC0415
    from belisha.console.people.models import Person  # noqa: PLC0415

    people = Person.objects.for_school(school)
    staff = User.objects.filter(school=school, kind="staff")
    posts = Post.objects.filter(last__isnull=True)

    return [
        ("somebody signs in at one school", lambda: staff.filter(pk=staff[0].pk).update(last_login=timezone.now())),
        ("a pupil's details change at one school", lambda: people.filter(kind="pupil").update(known_as=F("known_as"))),
        ("a post changes at one school", lambda: posts.filter(school=school).update(last=F("last"))),
        ("a post of the federation changes", lambda: posts.filter(school=None).update(last=F("last"))),
        ("an account changes at one school", lambda: staff.update(email=F("email"))),
    ]


def _timed(what: str, look: Callable[[], int]) -> None:
    """Do it, and print how long that took, and how many duties were asked."""
    clock, ours, servers = time.perf_counter(), time.process_time(), _server_time()
    asked = look()
    clock = time.perf_counter() - clock
    worked = time.process_time() - ours + _server_time() - servers
    print(f"{what:<42} {worked:6.2f} s of processor, {clock:6.2f} s by the clock: {asked} asked", flush=True)


def _server_time() -> float:
    """Seconds of processor that the PostgreSQL process of our connection has used; 0 for SQLite, which is in ours."""
    from django.db import connection  # noqa: PLC0415 - Django is set up now

    if connection.vendor != "postgresql":
        return 0.0
    fields = Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _pages(people: list[Visitor]) -> None:
    """Milliseconds of processor and queries of each page of duties, at a school of the trust: the median of three."""
    from console.pages import OURS  # noqa: PLC0415 - it is on the path now
    from console_visitors import NOT_LOOKED  # noqa: PLC0415

    print("pages at a school: milliseconds of processor, queries")
    for page in OURS:
        if not page.name.startswith(("dut", "schools-beside")):
            continue
        for visitor in people:
            address = visitor.address(page)
            looks = [visitor.look(address) for _ in range(3)] if address else [NOT_LOOKED]
            if looks[0].outcome == "page":
                middle = sorted(look.worked for look in looks)[1]
                print(f"  {page.name:<28} {middle:7.1f} ms {looks[-1].queries:4} queries  {address}")
                break


def _slowest() -> None:
    """Which proofs cost most at one school, in milliseconds of our processor."""
    from django.utils import timezone  # noqa: PLC0415 - Django is set up now

    from belisha.console.access.models import School  # noqa: PLC0415
    from belisha.console.access.remembering import remembering, said_by  # noqa: PLC0415
    from belisha.console.duties.registry import PROOFS  # noqa: PLC0415

    school, now = School.objects.order_by("pk")[0], timezone.now()
    taken: dict[str, float] = {}
    with remembering():
        for duty, proof in PROOFS.items():
            began = time.process_time()
            said_by(proof, school, now)
            taken[duty] = time.process_time() - began
    print(f"all {len(taken)} proofs of one school: {sum(taken.values()) * 1000:.0f} ms, of which most")
    for duty, seconds in sorted(taken.items(), key=lambda each: -each[1])[:6]:
        print(f"  {duty:<44} {seconds * 1000:7.1f} ms")


if __name__ == "__main__":
    main()
