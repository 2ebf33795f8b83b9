"""How quickly every page of the console answers in a trust of 40 schools while 20 people click, and what each asks.

`.venv/bin/python bench/console_pages.py` takes about seven minutes on SQLite; `--postgres`: on a private PostgreSQL.
Pages find themselves, as in the tests; the server is the product's own. Nothing leaves this machine.
"""

from __future__ import annotations

import argparse
import http.client
import math
import os
import statistics
import sys
import threading
import time
from collections import Counter, defaultdict
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from serving import a_home, served

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

if TYPE_CHECKING:
    from console_visitors import Visitor

PORT = 18970
PEOPLE = 20
OF_THE_FEDERATION = 3
WANTED_MS = 150


class Click(NamedTuple):
    """One address of a page for one person, with their cookie."""

    page: str
    address: str
    cookie: str


class Clicked(NamedTuple):
    """What came of clicking: milliseconds of each page, what failed, seconds that the server's processes worked."""

    taken: dict[str, list[float]]
    failures: list[str]
    worked: float


def main() -> None:
    """Make the trust, serve it, click, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postgres", action="store_true", help="a private PostgreSQL instead of SQLite")
    parser.add_argument("--schools", type=int, default=40, help="20 or more: those who click are of different schools")
    parser.add_argument("--seconds", type=int, default=240, help="how long people click")
    parser.add_argument("--think", type=float, default=5.0, help="seconds between two clicks of one person, on average")
    parser.add_argument(
        "--first", action="store_true", help="while clicking go before other work of the machine (root)"
    )
    chosen = parser.parse_args()
    with a_home(PORT, postgres=chosen.postgres) as home:
        people = _prepare(chosen.schools)
        clicks, asked = _clicks(people)
        _print_queries(asked)
        if chosen.first:
            os.setpriority(os.PRIO_PROCESS, 0, -10)
        with served(home, PORT) as server:
            _warm(clicks)
            clicked = _click(clicks, chosen.seconds, chosen.think, server)
    _print_times(clicked, asked, f"{'PostgreSQL' if chosen.postgres else 'SQLite'}, {chosen.schools} schools")


def _prepare(schools: int) -> list[Visitor]:
    """Everybody who clicks; the last two belong to a small federation, for the count of queries alone."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection, transaction

    from console_trust import Size, make_trust
    from console_visitors import of_the_federation, of_the_school

    # the test client asks as "testserver"
    settings.ALLOWED_HOSTS.append("testserver")
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    begun = time.perf_counter()
    with transaction.atomic():
        large = make_trust("A trust of many schools", Size(schools=schools))
        small = make_trust("A trust of two schools", Size(2, 60, 20, 60, 20), first=900)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"{schools} schools made in {time.perf_counter() - begun:.0f} s")
    each = [large[number % schools] for number in range(PEOPLE - OF_THE_FEDERATION)]
    people = [of_the_school(school) for school in each]
    people += [of_the_federation(school) for school in large[:OF_THE_FEDERATION]]
    return [*people, of_the_school(small[0]), of_the_federation(small[1])]


# by page: queries and milliseconds of processor in a trust of many schools (True), and in one of two
Asked = dict[str, dict[bool, list[tuple[int, float]]]]


def _clicks(people: list[Visitor]) -> tuple[list[list[Click]], Asked]:
    """What each can click on, and how many queries pages asked.

    The first who may do everything at a school and the first of the federation look at every page: what shows itself
    to them, those like them click on.
    """
    from console.pages import OURS
    from console_visitors import NOT_LOOKED

    asked: Asked = defaultdict(lambda: defaultdict(list))
    other: dict[str, Counter[str]] = defaultdict(Counter)
    addresses = [{page.name: visitor.address(page) for page in OURS} for visitor in people]
    first_of_federation = PEOPLE - OF_THE_FEDERATION
    shown: dict[int, set[str]] = defaultdict(set)
    for number in (0, first_of_federation, *range(PEOPLE, len(people))):
        for name, address in addresses[number].items():
            looked = people[number].look(address) if address else NOT_LOOKED
            if looked.outcome == "page":
                asked[name][number < PEOPLE].append((looked.queries, looked.worked))
                shown[number].add(name)
            else:
                other[name][looked.outcome] += 1
    clicks = [
        [
            Click(name, addresses[number][name], people[number].cookie)
            for name in sorted(shown[0 if number < first_of_federation else first_of_federation])
            if addresses[number][name]
        ]
        for number in range(PEOPLE)
    ]
    print(f"{PEOPLE} people; {len(asked)} pages, each shown to somebody")
    _print_other({name: outcomes for name, outcomes in other.items() if name not in asked})
    return clicks, asked


def _print_other(outcomes: dict[str, Counter[str]]) -> None:
    """Pages that showed themselves to nobody, by why; it is a fault of this bench where they refuse everybody."""
    by_outcome = defaultdict(list)
    for name, found in outcomes.items():
        by_outcome[", ".join(sorted(found))].append(name)
    for outcome, names in sorted(by_outcome.items()):
        print(f"  no page, {outcome}: {' '.join(sorted(names))}")


def _print_queries(asked: Asked) -> None:
    """Pages that ask more in a trust of many large schools than in one of two small ones."""
    large = [max(found[True]) for found in asked.values() if found[True]]
    print(f"queries a page: median {statistics.median(count for count, _ in large):.0f}, most {max(large)[0]}")
    worked = [max(ms for _, ms in found[True]) for found in asked.values() if found[True]]
    print(
        f"processor a page, one after the other: median {statistics.median(worked):.0f} ms, 95 % {_late(worked):.0f} ms"
    )
    for name, found in sorted(asked.items()):
        if found[True] and found[False] and (many := max(found[True])[0]) > (few := max(found[False])[0]):
            print(f"  {name}: {few} in a trust of two schools of 60 pupils, {many} here")


def _worked(server: int) -> float:
    """Seconds of processor that the server and its workers have used."""
    found = 0.0
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    for number in (str(server), *children):
        fields = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
        found += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return found


def _answer(click: Click) -> int:
    # a connection for each: the server ends what is idle for longer than a moment
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
    connection.request("GET", click.address, headers={"Cookie": f"sessionid={click.cookie}"})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def _warm(people: list[list[Click]]) -> None:
    """Every page several times, so that each worker has read its templates: that is not what is measured."""
    firsts = {click.page: click for clicks in people for click in clicks}
    for _ in range(4):
        threads = [threading.Thread(target=lambda some=some: [*map(_answer, some)]) for some in _parts(firsts)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


def _parts(firsts: dict[str, Click]) -> list[list[Click]]:
    clicks = list(firsts.values())
    return [clicks[part::4] for part in range(4)]


def _click(people: list[list[Click]], seconds: int, think: float, server: int) -> Clicked:
    """Everybody clicks at random, as long as was asked for."""
    taken: dict[str, list[float]] = defaultdict(list)
    failures: list[str] = []
    until, worked = time.monotonic() + seconds, _worked(server)

    def one(number: int, clicks: list[Click]) -> None:
        chooser = Random(number)
        while time.monotonic() < until:
            time.sleep(chooser.expovariate(1 / think))
            click = chooser.choice(clicks)
            begun = time.perf_counter()
            status = _answer(click)
            taken[click.page].append((time.perf_counter() - begun) * 1000)
            if status != http.HTTPStatus.OK:
                failures.append(f"{click.address}: {status}")

    threads = [threading.Thread(target=one, args=each) for each in enumerate(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Clicked(taken, failures, _worked(server) - worked)


def _late(times: list[float]) -> float:
    """The 95th percentile."""
    return sorted(times)[max(0, math.ceil(len(times) * 0.95) - 1)]


def _print_times(clicked: Clicked, asked: Asked, where: str) -> None:
    taken = clicked.taken
    every = [each for times in taken.values() for each in times]
    late = {name: _late(times) for name, times in taken.items()}
    slow = [name for name, at in late.items() if at > WANTED_MS]
    print("\npage (95 % within, median, most queries, processor alone, answers)")
    for name in sorted(late, key=lambda name: -late[name]):
        most, worked = max(asked[name][True])[0], max(ms for _, ms in asked[name][True])
        times = f"{late[name]:6.0f} ms{statistics.median(taken[name]):6.0f} ms"
        print(f"  {name:32}{times}{most:6}{worked:6.0f} ms{len(taken[name]):6}")
    print(
        f"{where}: {len(every)} answers, median {statistics.median(every):.0f} ms, 95 % within {_late(every):.0f} ms, "
        f"{clicked.worked * 1000 / len(every):.0f} ms of processor each; "
        f"{len(taken) - len(slow)} of {len(taken)} pages within {WANTED_MS} ms; load {os.getloadavg()[0]:.1f}"
    )
    for failure in sorted(set(clicked.failures)):
        print(f"  failed: {failure}")


if __name__ == "__main__":
    main()
