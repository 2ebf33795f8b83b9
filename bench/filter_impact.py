"""How long it takes to work out what a change of the filter would have done in a real week: 400 people's requests.

`.venv/bin/python bench/filter_impact.py [--requests 1250000]` makes the week (about a minute), then works out one site
rule, a category for everybody, and a profile for everybody, each in a process of its own, as the worker does.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from datetime import UTC, datetime, time, timedelta
from itertools import groupby
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING

from activity_data import FIRST, SCHOOL, Inventor, journal
from activity_home import policy
from belisha.activity.compact import compact
from belisha.activity.ingest import ingest, sweep
from belisha.console.filtering.changes.impact.working import difference
from belisha.engine.lists import Entry
from belisha.engine.policy.edits import AddRule, Holder, HolderKind, HoldProfile, SetProfile
from belisha.engine.policy.model import Profile, SiteRule
from belisha.engine.published import lists_folder, open_in_force, publish_lists, publish_policy
from belisha.engine.snapshot import NamedList, build

if TYPE_CHECKING:
    from multiprocessing import Queue

    from belisha.engine.policy.edits import Edit

GATEWAY = "bench"
DAY_SECONDS = 86_400
NOW = datetime.combine((FIRST + timedelta(days=6)).date(), time(20), UTC)
PAGES = 6_000  # sites of the invented week


def main() -> None:
    """Make the week, work out, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=1_250_000)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="belisha-bench-") as folder:
        home = Path(folder)
        hosts = _made(home, chosen.requests)
        print(f"{chosen.requests} requests of 400 people in a week; clock, processor, most memory of the process")
        for name, edits in _changes(hosts).items():
            results: Queue[tuple[float, float, int, str]] = get_context("spawn").Queue()
            worker = get_context("spawn").Process(target=_work, args=(home, edits, results))
            worker.start()
            clock, worked, memory, said = results.get(timeout=600)
            worker.join()
            print(f"  {name:<31} {clock:6.2f} s  {worked:6.2f} s  {memory:5d} MB  {said}")


def _made(home: Path, count: int) -> list[str]:
    """The week on record, and an index in which every tenth site is a game."""
    publish_policy(home, policy())
    folder = home / "journal"
    folder.mkdir()
    for day, lines in groupby(journal(count, weeks=1), lambda line: int(line[3:13]) // DAY_SECONDS):
        begin = datetime.fromtimestamp(day * DAY_SECONDS, UTC)
        (folder / f"{GATEWAY}-{begin:%Y%m%dT%H%M%S}000000Z.log").write_bytes(b"".join(lines))
    (folder / f"{GATEWAY}-20991231T000000000000Z.log").write_bytes(b"")
    ingest(home)
    compact(home, (FIRST + timedelta(days=8)).date())
    sweep(home, grace_seconds=0)
    hosts = [site.host for site in Inventor()._sites[:PAGES]]
    games = NamedList("a/games", "1", ("games",), locked=False, entries=[Entry(host) for host in hosts[::10]])
    publish_lists(home, build([games], lists_folder(home)).digest)
    return hosts


def _changes(hosts: list[str]) -> dict[str, tuple[Edit, ...]]:
    school = Holder(kind=HolderKind.SCHOOL, school=SCHOOL)
    rule = SiteRule(id="shut", address=hosts[0], verdict="block", reason="A bench", owner="Jo Reed")
    strict = SetProfile(id="juniors", profile=Profile(name="Juniors", block=("games",), unlisted="allow"))
    staff = SetProfile(id="staff", profile=Profile(name="Staff", page="staff", unlisted="allow"))
    classes = [Holder(kind=HolderKind.CLASS, school=SCHOOL, id=f"class-{number}") for number in range(3)]
    return {
        "one site": (AddRule(holder=school, rule=rule),),
        "a category, for everybody": (strict,),
        "another profile, three classes": (staff, *(HoldProfile(holder=one, profile="staff") for one in classes)),
    }


def _work(home: Path, edits: tuple[Edit, ...], results: Queue[tuple[float, float, int, str]]) -> None:
    in_force = open_in_force(home)
    began, worked = perf_counter(), process_time()
    found = difference(home, in_force, edits, [SCHOOL], NOW)
    spent = perf_counter() - began, process_time() - worked
    # not getrusage: its figure begins with that of the process that started this one
    most = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    memory = int(most.split()[1]) // 1024
    came = f"{found.opened.requests} opened, {found.closed.requests} shut"
    said = f"{found.read} compared, {found.left_out} left out; {came}"
    results.put((*spent, memory, said))


if __name__ == "__main__":
    sys.exit(main())
