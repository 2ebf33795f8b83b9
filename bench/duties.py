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
from collections import defaultdict
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from belisha.console.access.models import School
    from belisha.console.compliance.actions import Reassessed
    from console_visitors import Visitor

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
        people = _prepare(chosen.schools)
        _looks()
        _slowest()
        _pages(people)


def _looks() -> None:
    """Look as a night does, then as each minute does after this and that."""
    from django.utils import timezone  # noqa: PLC0415 - Django is set up now

    from belisha.console.access.acting import By  # noqa: PLC0415
    from belisha.console.access.models import School  # noqa: PLC0415
    from belisha.console.compliance.actions import reassess, refresh  # noqa: PLC0415

    schools, now, by = list(School.objects.order_by("pk")), timezone.now(), By(None, system="bench")
    _timed("from nothing", lambda: [reassess(by, school=each, now=now) for each in schools])
    _timed("nothing changed", lambda: [refresh(by, schools=schools, now=now)])
    for what, change in _changes(schools[0]):
        change()
        now += timedelta(minutes=1)
        _timed(what, lambda now=now: [refresh(by, schools=schools, now=now)])
    for what, later in (("an hour later", timedelta(hours=1)), ("a day later", timedelta(days=1))):
        now += later
        _timed(what, lambda now=now: [refresh(by, schools=schools, now=now)])


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


def _timed(what: str, look: Callable[[], Sequence[Reassessed]]) -> None:
    """Do it, and print how long that took."""
    clock, worked = time.perf_counter(), time.process_time()
    found = look()
    clock, worked = time.perf_counter() - clock, time.process_time() - worked
    asked, changed = sum(each.asked for each in found), sum(each.changed for each in found)
    print(f"{what:<42} {worked:6.2f} s of processor, {clock:6.2f} s by the clock: {asked} asked, {changed} changed")


def _pages(people: list[Visitor]) -> None:
    """Milliseconds of processor and queries of each page of duties, at a school of the trust: the median of five."""
    from console.pages import OURS  # noqa: PLC0415 - it is on the path now
    from console_visitors import NOT_LOOKED  # noqa: PLC0415

    print("pages at a school: milliseconds of processor, queries")
    for page in OURS:
        if not page.name.startswith(("dut", "schools-beside")):
            continue
        for visitor in (people[0], people[17]):
            address = visitor.address(page)
            looks = [visitor.look(address) for _ in range(6)] if address else [NOT_LOOKED]
            if looks[0].outcome == "page":
                middle = sorted(look.worked for look in looks[1:])[2]
                print(f"  {page.name:<28} {middle:7.1f} ms {looks[-1].queries:4} queries  {address}")
                break


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
