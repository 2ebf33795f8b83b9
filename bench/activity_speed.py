"""Measures the record: journal to Parquet, its size, compaction, and one person's week from question to page.

Run it: `.venv/bin/python bench/activity_speed.py [LINES]`. It needs about 60 bytes of disk a line beside the journal.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

import msgspec
import pyarrow as pa
from belisha.activity.reports.week import Making, make_report

from activity_data import journal
from belisha.activity.compact import compact
from belisha.activity.days import Period
from belisha.activity.ingest import ingest, sweep
from belisha.activity.register import Kind, Register, read_register
from belisha.activity.reports.page import as_page
from belisha.activity.reports.spreadsheet import as_csv
from belisha.activity.retention.run import days_on_record
from belisha.activity.store import Scope, Store
from belisha.activity.subjects import find_subject

Answer = TypeVar("Answer")
FIRST_PERSON = "SELECT person FROM in_scope WHERE person <> '' GROUP BY person ORDER BY count(*) DESC LIMIT 1"
WEEK = Period(date(2026, 11, 16), date(2026, 11, 22))
AFTER = date(2026, 11, 30)


class Found(msgspec.Struct):
    """A person on record."""

    person: str


def timed(what: str, work: Callable[[], Answer], count: int = 0) -> Answer:
    """Do it once; print wall and processor time, and how many a second of each."""
    wall, processor = time.perf_counter(), time.process_time()
    answer = work()
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    rate = f"  {count / wall:>9,.0f}/s  {count / processor:>9,.0f} per CPU second" if count else ""
    print(f"{what:<44}{wall * 1000:>9,.0f} ms{processor * 1000:>9,.0f} ms CPU{rate}")
    return answer


def measure(home: Path, count: int) -> None:
    """Everything, on a journal of so many lines."""
    (home / "journal").mkdir()
    segment = home / "journal" / "bench-20261116T083000000000Z.log"
    with segment.open("wb") as handle:
        handle.writelines(journal(count))
    print(f"{count:,} lines, {segment.stat().st_size / count:.0f} bytes each")
    timed("ingest", lambda: ingest(home), count)
    print(f"  {sum(day.bytes for day in days_on_record(home)) / count:.1f} bytes an event in Parquet")
    reports(home, "as ingested")
    timed("compact", lambda: compact(home, AFTER), count)
    sweep(home, grace_seconds=0)
    print(f"  {sum(day.bytes for day in days_on_record(home)) / count:.1f} bytes an event, compacted")
    reports(home, "compacted")
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


def reports(home: Path, state: str) -> None:
    """One report of each kind."""
    store, register = Store.open(home), read_register(home)
    person = store.ask(Scope(("oakfield",), WEEK), lambda view: view.rows(Found, FIRST_PERSON))[0].person
    for kind, text in ((Kind.PERSON, person), (Kind.GROUP, "class-4"), (Kind.SCHOOL, "oakfield")):
        timed(f"report of a {kind}, {state}", lambda kind=kind, text=text: report(store, kind, text, register))


def report(store: Store, kind: Kind, text: str, register: Register) -> int:
    """From question to page and spreadsheet; returns their size."""
    subject = find_subject(store, register, kind, text, ["oakfield"])
    made = make_report(store, subject, Scope((subject.school,), WEEK), Making(by="", at=datetime.now(UTC), purpose=""))
    return len(as_page(made)) + len(as_csv(made))


def main() -> None:
    """Measure in a folder that goes away afterwards."""
    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory(prefix="belisha-bench-", dir="/var/tmp") as folder:
        measure(Path(folder), count)


if __name__ == "__main__":
    main()
