"""Asks the same questions of DuckDB and of ClickHouse's engine (chdb), over the same files: answers and times of both.

`.venv/bin/python bench/activity_clickhouse.py HOME`, a data folder that activity_home.py made of five million events.
"""

import statistics
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec
from chdb import session

from activity_home import AT_ONCE, last_day
from activity_speed import asking_of, put_all
from belisha.activity.clickhouse import FORMAT, SETTINGS, view_of
from belisha.activity.store import Store

ROUNDS = 3
_SETTINGS = ", ".join(f"{name} = {value}" for name, value in SETTINGS.items())


def compare(home: Path, *, everybody: bool) -> None:
    """One kind of questions on both."""
    scope, choices, asking = asking_of(last_day(AT_ONCE), everybody=everybody)
    engine = session.Session()

    def run(statement: str, parameters: Mapping[str, str]) -> bytes:
        return bytes(engine.query(f"{statement} SETTINGS {_SETTINGS}", FORMAT, params=dict(parameters)).bytes())

    def there() -> object:
        table = f"file('{home.absolute()}/activity/{{files}}', 'Parquet', '{{structure}}')"
        return put_all(view_of(home, scope, run, table), choices, asking)

    def here() -> object:
        return Store.open(home).ask(scope, lambda view: put_all(view, choices, asking))

    answers = {name: _timed(name, work) for name, work in (("DuckDB", here), ("ClickHouse", there))}
    same = msgspec.json.encode(answers["DuckDB"]) == msgspec.json.encode(answers["ClickHouse"])
    print("   the answers are the same" if same else "   THE ANSWERS DIFFER")
    engine.close()


def _timed(name: str, work: Callable[[], object]) -> object:
    walls, processors = [], []
    for _ in range(ROUNDS):
        wall, processor = time.perf_counter(), time.process_time()
        answer = work()
        walls.append(time.perf_counter() - wall)
        processors.append(time.process_time() - processor)
    print(f"   {name:12}{statistics.median(walls):8.2f} s{statistics.median(processors):8.2f} s CPU")
    return answer


def main() -> None:
    """Both kinds."""
    for everybody in (False, True):
        print("everybody's week" if everybody else "one person's week")
        compare(Path(sys.argv[1]), everybody=everybody)


if __name__ == "__main__":
    main()
