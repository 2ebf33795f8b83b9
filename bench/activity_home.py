"""Makes the data folder that the record is measured in: a published policy, and a journal of so many lines.

The journal has a segment for each school day, as after four weeks without a recorder. More lines than five million are
the same four weeks again, later. `.venv/bin/python bench/activity_home.py 5000000 FOLDER` also ingests and compacts.
"""

import argparse
import os
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from pathlib import Path

from activity_data import CLASSES, FIRST, SCHOOL, Inventor, journal
from belisha.activity.compact import compact
from belisha.activity.ingest import ingest, sweep
from belisha.engine.policy import Policy
from belisha.engine.policy.model import Device, Federation, Group, Person, Profile, School, SchoolClass
from belisha.engine.published import publish_policy

AT_ONCE = 5_000_000
WEEKS = 4
GATEWAY = "bench"


def policy() -> Policy:
    """The school, with everybody in it."""
    people = Inventor().people
    school = School(
        name="Oakfield Primary School",
        classes={f"class-{number}": SchoolClass(name=f"Class {number}") for number in range(CLASSES)},
        groups={"staff": Group(name="Staff")},
        devices={one.device: Device(name=one.device.capitalize(), address=one.address) for one in people},
        people=tuple(
            Person(
                id=one.sign_in, sign_in=one.sign_in, name=one.sign_in.replace(".", " ").title(), **_groups(one.group)
            )
            for one in people
        ),
    )
    return Policy(
        version=1,
        federation=Federation(name="Oakfield", profile="juniors", unknown="juniors"),
        profiles={"juniors": Profile(name="Juniors"), "staff": Profile(name="Staff", page="staff")},
        schools={SCHOOL: school},
    )


def _groups(group: str) -> dict[str, str | tuple[str, ...]]:
    return {"groups": ("staff",)} if group == "staff" else {"class_": group}


def lines(count: int) -> Iterator[bytes]:
    """So many lines over four weeks for each five million, in time."""
    for begun in range(0, count, AT_ONCE):
        weeks = begun // AT_ONCE * WEEKS
        some = journal(min(AT_ONCE, count - begun), weeks=WEEKS)
        yield from some if not weeks else _later(some, weeks * 7 * 86_400)


def _later(some: Iterable[bytes], seconds: int) -> Iterator[bytes]:
    for line in some:
        yield b"B1 %d%b" % (int(line[3:13]) + seconds, line[13:])


def write_journal(home: Path, count: int) -> int:
    """A closed segment for each day; returns the bytes written."""
    folder = home / "journal"
    folder.mkdir(parents=True)
    size = 0
    for day, some in groupby(lines(count), lambda line: int(line[3:13]) // 86_400):
        begin = datetime.fromtimestamp(day * 86_400, UTC)
        segment = folder / f"{GATEWAY}-{begin:%Y%m%dT%H%M%S}000000Z.log"
        with segment.open("ab") as handle:
            handle.writelines(some)
        size += segment.stat().st_size
        os.utime(segment, (0, 0))
    (folder / f"{GATEWAY}-20991231T000000000000Z.log").write_bytes(b"")
    return size


def last_day(count: int) -> date:
    """The Sunday on which the journal ends."""
    return (FIRST + timedelta(days=7 * WEEKS * -(-count // AT_ONCE) - 1)).date()


def main() -> None:
    """Make one, ingested and compacted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("home", type=Path)
    given = parser.parse_args()
    write_journal(given.home, given.count)
    publish_policy(given.home, policy())
    print(ingest(given.home))
    print(compact(given.home, last_day(given.count) + timedelta(days=1)))
    print(len(sweep(given.home, grace_seconds=0).segments))


if __name__ == "__main__":
    main()
