"""What watching the journal for findings costs: an event, an idle second, a day read again; and the memory it takes.

Run it: `.venv/bin/python bench/findings.py [LINES]`. Lines as a school's four weeks distribute them (activity_data).
"""

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from activity_home import GATEWAY, last_day, policy, write_journal
from belisha.activity.days import Period
from belisha.activity.findings import findings
from belisha.activity.findings.rescan import Rescan, Rescanned
from belisha.activity.findings.watcher import Watcher
from belisha.activity.ingest import ingest
from belisha.activity.lines import Origin, read_lines
from belisha.activity.store import Store
from belisha.engine.published import publish_policy
from belisha.engine.themes import Reader

ROUNDS = 500
AT_ONCE = 10


def timed(what: str, work: Callable[[], object], count: int) -> None:
    """Do it once; print processor time for each of so many, and the most memory that the process has had."""
    begun = time.process_time()
    work()
    each = (time.process_time() - begun) / count
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(f"{what:<44}{each * 1e6:>10,.1f} µs each{1 / each:>12,.0f} per CPU second{peak:>6} MB")


def decode(home: Path) -> None:
    """Read every line and do nothing with it: what any reader of the journal pays."""
    for segment in (home / "journal").glob("*.log"):
        data = segment.read_bytes()
        for begin in range(0, len(data), 4 << 20):
            batch = data[begin : begin + (4 << 20)]
            read_lines(batch[batch.find(b"\n") + 1 : batch.rfind(b"\n") + 1], Origin(GATEWAY, segment.name, 0))


def trickle(home: Path, watcher: Watcher) -> None:
    """A busy school's half seconds: a few lines at a time."""
    largest = max((home / "journal").glob("*.log"), key=lambda path: path.stat().st_size)
    lines = largest.read_bytes().splitlines(keepends=True)[: ROUNDS * AT_ONCE]
    current = home / "journal" / f"{GATEWAY}-20991231T000000000000Z.log"
    for begin in range(0, len(lines), AT_ONCE):
        with current.open("ab") as handle:
            handle.writelines(lines[begin : begin + AT_ONCE])
        watcher.round()
    current.write_bytes(b"")


def read_again(home: Path, last: Period) -> None:
    """Every day of the record, as `belisha findings rescan` does."""
    said: list[Rescanned] = []
    Rescan(home).run(Store.open(home).schools(), last, said.append)


def main() -> None:
    """Measure everything on one data folder."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500_000
    with tempfile.TemporaryDirectory(prefix="belisha-bench-") as place:
        home = Path(place)
        publish_policy(home, policy())
        print(f"{count:,} lines, {write_journal(home, count) / count:.0f} bytes each")
        Reader.shipped()
        watcher = Watcher(home)
        timed("an event decoded, for comparison", lambda: decode(home), count)
        timed("an event watched", watcher.round, count)
        timed("a look at a journal that did not grow", lambda: [watcher.round() for _ in range(ROUNDS)], ROUNDS)
        timed(f"a look that finds {AT_ONCE} lines", lambda: trickle(home, watcher), ROUNDS)
        ingest(home)
        days = Period(last_day(count) - timedelta(days=27), last_day(count))
        timed("an event on record read again", lambda: read_again(home, days), count)
        found = findings(home, Store.open(home).schools(), days)
        print(f"{len(found):,} findings; {sum(one.level == 'danger' for one in found)} of level danger")


if __name__ == "__main__":
    main()
