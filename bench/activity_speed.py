"""Measures the record and its reports beside sarg, goaccess and calamaris: the same events, in one run.

`.venv/bin/python bench/activity_speed.py` takes about 12 minutes for 5 million events, and 15 more with `--ten-times`;
the latter needs 16 GB below /var/tmp. Each step of ours is a process of its own, of which the kernel says what it cost.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from activity_data import SCHOOL, Inventor
from activity_home import last_day, make_home
from activity_peers import Peer, native, run_peers
from belisha.activity import questions
from belisha.activity.compact import compact
from belisha.activity.days import LONDON, Period, day_start
from belisha.activity.ingest import ingest, sweep
from belisha.activity.manifest import read_manifests
from belisha.activity.questions import Asking, prepare
from belisha.activity.store import Scope, Store, View
from measured import Cost, cost_of

COUNT = 5_000_000
ROUNDS = 5
ASKED = (
    questions.all_totals,
    questions.quarters,
    questions.visited,
    questions.blocked,
    questions.refused,
    questions.searched,
    questions.devices,
    questions.ways_known,
)
PYTHON, BELISHA = sys.executable, str(Path(sys.executable).with_name("belisha"))


class Measured(NamedTuple):
    """Ours, for so many events. ``first``: the first report of a school, which lists the sites of the weeks before."""

    count: int
    ingest: Cost
    fresh: int  # bytes of Parquet
    compact: Cost
    stored: int
    first: Cost
    person: Cost
    everybody: Cost
    one: Cost  # which printed the seconds that the questions took
    all: Cost


def measure(home: Path, count: int) -> Measured:
    """Every step, in order."""
    week = "{}-W{:02d}".format(*(last_day(count) - timedelta(days=7)).isocalendar()[:2])
    report = [BELISHA, "report", "week", "--week", week, "--home", str(home)]
    person = [*report, "--person", busiest()]
    brought = _step("ingest", home, count, cores=1)
    fresh = _bytes(home)
    compacted = _step("compact", home, count)
    return Measured(
        count,
        brought,
        fresh,
        compacted,
        _bytes(home),
        cost_of(person),
        sorted(cost_of(person) for _ in range(ROUNDS))[ROUNDS // 2],
        cost_of([*report, "--everybody"]),
        _step("ask-one", home, count),
        _step("ask-all", home, count),
    )


def _step(name: str, home: Path, count: int, *, cores: int = 0) -> Cost:
    return cost_of([PYTHON, __file__, "--step", name, "--home", str(home), str(count)], cores=cores)


def _bytes(home: Path) -> int:
    return sum(part.bytes for manifest in read_manifests(home).values() for part in manifest.parts)


def busiest() -> str:
    """Somebody of the staff: they do most."""
    return next(person for person in Inventor().people if person.group == "staff").sign_in


def step(name: str, home: Path, count: int) -> None:
    """One piece of our work, in this process."""
    if name == "ingest":
        pa.set_cpu_count(1)
        pa.set_io_thread_count(1)
        ingest(home)
    elif name == "compact":
        compact(home, last_day(count) + timedelta(days=1))
        sweep(home, grace_seconds=0)
    else:
        print(ask(home, count, everybody=name == "ask-all"))


def asking_of(last: date, *, everybody: bool) -> tuple[Scope, list[tuple[str, Sequence[str]]], Asking]:
    """What to ask of the last but one week of a record that ends on this day: of one person, or of each."""
    week = Period(last - timedelta(days=13), last - timedelta(days=7))
    choices: list[tuple[str, Sequence[str]]] = [("school", (SCHOOL,))] if everybody else [("person", (busiest(),))]
    asking = Asking(each="person" if everybody else "", start=day_start(week.first, LONDON), small=not everybody)
    return Scope((SCHOOL,), week), choices, asking


def put_all(view: View, choices: list[tuple[str, Sequence[str]]], asking: Asking) -> list[object]:
    """All that a report asks."""
    prepare(view, choices, asking)
    return [question(view) for question in ASKED]


def ask(home: Path, count: int, *, everybody: bool) -> float:
    """The median of seconds, from the open record to the last answer."""
    scope, choices, asking = asking_of(last_day(count), everybody=everybody)

    def put(view: View) -> float:
        begun = time.perf_counter()
        put_all(view, choices, asking)
        return time.perf_counter() - begun

    return statistics.median(Store.open(home).ask(scope, put) for _ in range(ROUNDS))


def show(ours: list[Measured]) -> None:
    """What we cost, for each number of events."""
    rows = {
        "journal to Parquet, one core: events/s": [f"{each.count / each.ingest.wall:,.0f}" for each in ours],
        "… events per second of processor": [f"{each.count / each.ingest.cpu:,.0f}" for each in ours],
        "… most memory": [f"{each.ingest.peak:,.0f} MB" for each in ours],
        "bytes an event as brought in / compacted": [
            f"{each.fresh / each.count:.1f} / {each.stored / each.count:.1f}" for each in ours
        ],
        "compaction": [_cost(each.compact) for each in ours],
        "a school's first report (lists its sites)": [_cost(each.first) for each in ours],
        "one person's week, command to HTML": [_cost(each.person) for each in ours],
        "the weekly reports of all 400": [_cost(each.everybody) for each in ours],
        "the questions alone, one person": [f"{float(each.one.said) * 1000:,.0f} ms" for each in ours],
        "the questions alone, all 400": [f"{float(each.all.said) * 1000:,.0f} ms" for each in ours],
        "… most memory of these two": [f"{max(each.one.peak, each.all.peak):,.0f} MB" for each in ours],
    }
    print(f"{'':44}" + "".join(f"{f'{each.count:,} events':>32}" for each in ours))
    for name, cells in rows.items():
        print(f"{name:44}" + "".join(f"{cell:>32}" for cell in cells))


def _cost(cost: Cost) -> str:
    return f"{cost.wall:,.2f} s, {cost.cpu:,.2f} s CPU, {cost.peak:,.0f} MB"


def show_peers(ours: Measured, peers: list[Peer]) -> None:
    """What they cost for the same events, and how many times one person's week."""
    for name, cost in sorted(peers, key=lambda peer: peer.cost.wall):
        times = f"{cost.wall / ours.person.wall:,.0f} times our person's week (by processor time"
        print(f"{name:24}{_cost(cost):>34}   {times} {cost.cpu / ours.person.cpu:,.0f})")


def main() -> None:
    """Measure in a folder that goes away afterwards."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=COUNT)
    parser.add_argument("--ten-times", action="store_true", help="ten times the events as well, without the peers")
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--step", help=argparse.SUPPRESS)
    parser.add_argument("--home", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.step:
        step(given.step, given.home, given.count)
        return
    ours = []
    for count in (given.count, 10 * given.count)[: 1 + given.ten_times]:
        with tempfile.TemporaryDirectory(prefix="belisha-bench-", dir="/var/tmp") as name:
            folder = Path(name)
            segments = make_home(folder / "home", count)
            peers = count == given.count and not given.no_peers
            size = native(segments, folder / "access.log") if peers else 0
            ours.append(measure(folder / "home", count))
            show(ours)
            if peers:
                print(f"the same {count:,} events as Squid's own log, {size / 1e6:,.0f} MB:")
                show_peers(ours[0], run_peers(folder / "access.log", folder))


if __name__ == "__main__":
    main()
