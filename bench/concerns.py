"""How quickly the pages of concerns answer with 100,000 of them and 500,000 entries: board, list, search, chronology.

`.venv/bin/python bench/concerns.py [--concerns 100000] [--rounds 10] [--home FOLDER]` makes the school first, which
takes a quarter of an hour; a home that is kept is used again. For PostgreSQL: `tests/private_postgres.py run` before
it. Each page goes through the whole of Django in this process; of PostgreSQL the server's own time is added.
"""

from __future__ import annotations

import argparse
import math
import os
import statistics
import sys
import tempfile
from itertools import pairwise
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "bench")]

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

    from belisha.console.access.models import School

WANTED_MS = 150


def main() -> None:
    """Make the school unless it is there, turn its pages, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--concerns", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--home", default="")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="belisha-bench-") as home:
        os.environ |= {
            "BELISHA_HOME": chosen.home or home,
            "DJANGO_SETTINGS_MODULE": "belisha.console.config.settings",
        }
        school = _prepared(chosen.concerns)
        client = _signed_in(school)
        _as_served()
        print(f"\n{_counted()}, {chosen.rounds} times each page\n")
        print("| page | median ms | p95 ms | processor, median ms | processor, p95 ms |")
        print("| --- | --- | --- | --- | --- |")
        slow = []
        for name, addresses in _pages(school):
            if not _turned(client, name, addresses, chosen.rounds):
                slow.append(name)
        print(f"\nOver {WANTED_MS} ms of processor time at the 95th percentile: {', '.join(slow) or 'none'}")


def _prepared(concerns: int) -> School:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection, transaction

    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.ALLOWED_HOSTS = ["*"]
    call_command("migrate", verbosity=0, interactive=False)
    from belisha.console.access.roles import Role
    from belisha.console.concerns.models import Concern
    from cast import a_person, a_school, somebody
    from concerns_data import fill

    school = a_school()
    if not Concern.objects.exists():
        writer = somebody(school, Role.DSL)
        a_person(school, "staff", user=writer)
        started = perf_counter()
        with transaction.atomic():
            fill(school, writer, concerns=concerns, entries=concerns * 5)
        print(f"Made in {perf_counter() - started:.0f} s")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return school


def _counted() -> str:
    from django.db import connection

    from belisha.console.concerns.models import Concern, Entry, WordPlace

    rows = (Concern.objects.count(), Entry.objects.count(), WordPlace.objects.count())
    return "{}: {:,} concerns, {:,} entries, {:,} places of words".format(connection.vendor, *rows)


def _signed_in(school: School) -> Client:
    from django.test import Client

    from belisha.console.access.models import User
    from console.visitors import sign_in

    return sign_in(Client(), User.objects.get(school=school, kind="staff"))


def _as_served() -> None:
    """Every page is read and the collector of garbage set as in the processes that serve pages."""
    from django.urls import get_resolver

    from belisha.console.config.serving import leave_what_stays

    get_resolver().url_patterns  # noqa: B018 - reading it is what is wanted
    leave_what_stays()


def _pages(school: School) -> Iterator[tuple[str, list[str]]]:
    """Each kind of page with some addresses of it: words that many, some, few and no concerns hold."""
    from django.db.models import Count
    from django.urls import reverse

    from belisha.console.concerns.models import Concern, Subject
    from concerns_data import _word

    here = [school.code]
    every = reverse("concerns-all", args=here)
    yield "board", [reverse("concerns", args=here)]
    yield "list of all", [every, f"{every}?page=40", f"{every}?state=closed", f"{every}?sort=category"]
    typed = [_word(rank) for rank in (0, 3, 30, 100, 300, 1000, 3000, 11000)]
    yield "search: one word", [f"{every}?q={word}" for word in typed]
    yield "search: two words", [f"{every}?q={one}+{two}" for one, two in pairwise(typed)]
    yield "search: beginnings", [f"{every}?q={word[:size]}" for word in typed[2:] for size in (2, 3)]
    yield "search: a name, a reference, nothing", [
        f"{every}?q={_word(7 * 40)}", f"{every}?q={Concern.objects.order_by('pk')[99].reference}", f"{every}?q=zzzz"
    ]  # fmt: skip
    people = Subject.objects.values("person").annotate(n=Count("pk")).order_by("-n", "person")
    most = [row["person"] for row in people[:4]]
    yield "chronology", [reverse("concern-chronology", args=[*here, person]) for person in most]
    yield "people for a chronology", [f"{reverse('concern-people', args=here)}?q={_word(7 * 40)}"]
    newest = Concern.objects.filter(state="open", route="team").order_by("-pk")[:4]
    for name in ("concern", "concern-assign", "concern-close"):
        yield name, [reverse(name, args=[*here, concern.reference]) for concern in newest]


def _turned(client: Client, name: str, addresses: list[str], rounds: int) -> bool:
    """Whether the pages are within budget."""
    walls, costs = [], []
    for address in addresses:
        assert client.get(address).status_code == 200, address  # and warm
        for _round in range(rounds):
            before, started, used = _server_time(), perf_counter(), process_time()
            client.get(address)
            costs.append((process_time() - used + _server_time() - before) * 1000)
            walls.append((perf_counter() - started) * 1000)
    cells = (statistics.median(walls), _p95(walls), statistics.median(costs), _p95(costs))
    print(f"| {name} | " + " | ".join(f"{cell:.0f}" for cell in cells) + " |", flush=True)
    return _p95(costs) <= WANTED_MS


def _p95(values: list[float]) -> float:
    return sorted(values)[math.ceil(len(values) * 0.95) - 1]


def _server_time() -> float:
    """Seconds of processor that the PostgreSQL process of our connection has used; 0 for SQLite, which is in ours."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return 0.0
    fields = Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
