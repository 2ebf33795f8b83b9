"""How quickly every page of the console answers in a trust of 40 schools while 20 people click, and what each asks.

`.venv/bin/python bench/console_pages.py` takes about six minutes on SQLite; `--postgres`: on a private PostgreSQL.
Pages find themselves, as in the tests; the server is the product's own. Nothing leaves this machine.
"""

from __future__ import annotations

import argparse
import http.client
import math
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, NamedTuple

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

if TYPE_CHECKING:
    from collections.abc import Iterator

    from belisha.console.access.models import School, User
    from console.pages import Page

PORT = 18970
PEOPLE = 20
THINK_SECONDS = 1.0
WANTED_MS = 150


class Click(NamedTuple):
    """One address of a page for one person, with their cookie."""

    page: str
    address: str
    cookie: str


def main() -> None:
    """Make the trust, serve it, click, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postgres", action="store_true", help="a private PostgreSQL instead of SQLite")
    parser.add_argument("--schools", type=int, default=40)
    parser.add_argument("--seconds", type=int, default=240, help="how long people click")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="belisha-bench-") as folder, _database(Path(folder), chosen.postgres):
        home = Path(folder) / "home"
        home.mkdir()
        (home / "console.yaml").write_text(f"port: {PORT}\n")
        os.environ |= {"BELISHA_HOME": str(home), "DJANGO_SETTINGS_MODULE": "belisha.console.config.settings"}
        _prepare(chosen.schools)
        clicks = _clicks()
        _print_queries()
        with _served(home):
            taken, failures = _click(clicks, chosen.seconds)
    _print_times(taken, failures, "PostgreSQL" if chosen.postgres else "SQLite", chosen.schools)


@contextmanager
def _database(folder: Path, postgres: bool) -> Iterator[None]:  # noqa: FBT001 - the switch of the command line
    if not postgres:
        yield
        return
    command = [sys.executable, str(ROOT / "tests" / "private_postgres.py")]
    cluster = folder / "postgres"
    started = subprocess.run([*command, "start", str(cluster)], check=True, capture_output=True, text=True)
    os.environ["BELISHA_DATABASE"] = started.stdout.strip()
    try:
        yield
    finally:
        subprocess.run([*command, "stop", str(cluster)], check=True)


def _prepare(schools: int) -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection, transaction

    from console_trust import Size, make_trust

    # the test client asks as "testserver"
    settings.ALLOWED_HOSTS.append("testserver")
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    begun = time.perf_counter()
    with transaction.atomic():
        make_trust(Size(schools=schools))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"{schools} schools made in {time.perf_counter() - begun:.0f} s")


def _everything(code: str) -> str:
    """A session, as a cookie, of somebody at a school who may do everything there."""
    from django.test import Client

    from belisha.console.access.models import Post, School
    from belisha.console.access.roles import Role
    from cast import FIRST_DAY, somebody
    from console.visitors import sign_in

    school = School.objects.get(code=code)
    user = somebody(school)
    # some posts are one person's alone: they change hands, the others are added
    held = Post.objects.filter(school=school).exclude(role=Role.TEACHER)
    others = set(Role) - {Role.PUPIL, Role.PARENT, Role.VISITOR} - set(held.values_list("role", flat=True))
    held.update(holder=user)
    Post.objects.bulk_create(
        Post(federation=school.federation, school=school, role=role, holder=user, first=FIRST_DAY) for role in others
    )
    client = sign_in(Client(), user)
    return client.cookies["sessionid"].value


def _address(page: Page, school: School, user: User) -> str | None:
    """Where a page is; None where its example was made before for this school and can be there once only."""
    from django.db import IntegrityError, transaction

    try:
        with transaction.atomic():
            return page.address(school, user)
    except IntegrityError:
        return None


def _clicks() -> list[list[Click]]:
    """What each of the people can click on: every page that shows itself to them."""
    from django.test import Client

    from belisha.console.access.models import School, User
    from console.pages import OURS

    people = []
    for school in School.objects.order_by("pk")[:PEOPLE]:
        cookie = _everything(school.code)
        user = User.objects.order_by("-pk").filter(school=school, kind="staff").first()
        client = Client()
        client.cookies["sessionid"] = cookie
        found = []
        for page in OURS:
            address = _address(page, school, user)
            if address is None:
                continue
            response = client.get(address)
            if response.status_code == http.HTTPStatus.OK and response.headers["Content-Type"].startswith("text/html"):
                found.append(Click(page.name, address, cookie))
        people.append(found)
    print(f"{len(people)} people, {len(people[0])} pages each")
    return people


def _print_queries() -> None:
    """Pages that ask more of a large school than of a small one, on the same pages of lists."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from belisha.console.access.models import Federation, School, User
    from console.pages import OURS
    from console_trust import Size, make_school

    small = make_school(Federation.objects.get(), 999, Size(1, 60, 20, 60, 20))
    asked: dict[str, list[int]] = defaultdict(list)
    for school in (small, School.objects.order_by("pk")[0]):
        client = Client()
        client.cookies["sessionid"] = _everything(school.code)
        user = User.objects.order_by("-pk").filter(school=school, kind="staff").first()
        for page in OURS:
            address = _address(page, school, user)
            if address is None:
                continue
            with CaptureQueriesContext(connection) as queries:
                status = client.get(address).status_code
            if status == http.HTTPStatus.OK:
                asked[page.name].append(len(queries))
    counts = [max(each) for each in asked.values()]
    print(f"queries a page: median {statistics.median(counts):.0f}, most {max(counts)}")
    for name, (few, many) in sorted((name, each) for name, each in asked.items() if len(each) == len("sl")):
        if many > few:
            print(f"  {name}: {few} at a school of 60 pupils, {many} at one of 500")


@contextmanager
def _served(home: Path) -> Iterator[None]:
    command = [sys.executable, "-m", "belisha.console.config.process", "web", str(home)]
    with (home / "web.log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        for _ in range(100):
            try:
                http.client.HTTPConnection("127.0.0.1", PORT, timeout=1).request("GET", "/health")
                break
            except OSError:
                time.sleep(0.2)
        yield
    finally:
        server.terminate()
        server.wait(20)


def _click(people: list[list[Click]], seconds: int) -> tuple[dict[str, list[float]], list[str]]:
    """Milliseconds of each page, and what failed."""
    taken: dict[str, list[float]] = defaultdict(list)
    failures: list[str] = []
    until = time.monotonic() + seconds

    def one(number: int, clicks: list[Click]) -> None:
        chooser = Random(number)
        while time.monotonic() < until:
            time.sleep(chooser.expovariate(1 / THINK_SECONDS))
            click = chooser.choice(clicks)
            begun = time.perf_counter()
            # one for each click: the server ends what is idle for longer than a moment
            connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
            connection.request("GET", click.address, headers={"Cookie": f"sessionid={click.cookie}"})
            answer = connection.getresponse()
            answer.read()
            connection.close()
            taken[click.page].append((time.perf_counter() - begun) * 1000)
            if answer.status != http.HTTPStatus.OK:
                failures.append(f"{click.address}: {answer.status}")

    threads = [threading.Thread(target=one, args=each) for each in enumerate(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return taken, failures


def _late(times: list[float]) -> float:
    """The 95th percentile."""
    return sorted(times)[max(0, math.ceil(len(times) * 0.95) - 1)]


def _print_times(taken: dict[str, list[float]], failures: list[str], database: str, schools: int) -> None:
    every = [each for times in taken.values() for each in times]
    print(f"{database}, {schools} schools: {len(every)} answers, median {statistics.median(every):.0f} ms, ", end="")
    slow = {name: late for name, times in taken.items() if (late := _late(times)) > WANTED_MS}
    print(f"95 % within {_late(every):.0f} ms; {len(taken) - len(slow)} of {len(taken)} pages within {WANTED_MS} ms")
    for name, late in sorted(slow.items(), key=lambda each: -each[1]):
        print(f"  {name}: {late:.0f} ms at the 95th percentile of {len(taken[name])}")
    for failure in sorted(set(failures)):
        print(f"  failed: {failure}")


if __name__ == "__main__":
    main()
