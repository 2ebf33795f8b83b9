"""Makes the data folder that the record is measured in: a published policy, and a journal of so many lines.

The journal has a segment for each school day, as after weeks without a recorder. More lines than five million are
the same four weeks again, later. `.venv/bin/python bench/activity_home.py 5000000 FOLDER` also ingests and compacts.
"""

import argparse
import os
import re
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
_DAY_SECONDS = 86_400
_TIME = re.compile(rb"^B1 (\d{10})", re.MULTILINE)


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


def make_home(home: Path, count: int) -> list[Path]:
    """Policy and journal; returns the segments, oldest first."""
    publish_policy(home, policy())
    folder = home / "journal"
    folder.mkdir(parents=True)
    segments = [
        _segment(folder, day, b"".join(some))
        for day, some in groupby(
            journal(min(count, AT_ONCE), weeks=WEEKS), lambda line: int(line[3:13]) // _DAY_SECONDS
        )
    ]
    for again in range(1, -(-count // AT_ONCE)):
        segments += [_later(folder, segment, again * WEEKS * 7) for segment in segments[: len(segments) // again]]
    (folder / f"{GATEWAY}-20991231T000000000000Z.log").write_bytes(b"")
    return segments


def _segment(folder: Path, day: int, lines: bytes) -> Path:
    begin = datetime.fromtimestamp(day * _DAY_SECONDS, UTC)
    segment = folder / f"{GATEWAY}-{begin:%Y%m%dT%H%M%S}000000Z.log"
    segment.write_bytes(lines)
    os.utime(segment, (0, 0))
    return segment


def _later(folder: Path, segment: Path, days: int) -> Path:
    lines = _TIME.sub(lambda found: b"B1 %d" % (int(found[1]) + days * _DAY_SECONDS), segment.read_bytes())
    return _segment(folder, int(lines[3:13]) // _DAY_SECONDS, lines)


def last_day(count: int) -> date:
    """The Sunday on which the journal ends."""
    return (FIRST + timedelta(days=7 * WEEKS * -(-count // AT_ONCE) - 1)).date()


def bring_in(home: Path, count: int) -> None:
    """All that the recorder would have done in the meantime."""
    ingest(home)
    compact(home, last_day(count) + timedelta(days=1))
    sweep(home, grace_seconds=0)


def main() -> None:
    """Make one, ingested and compacted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("home", type=Path)
    given = parser.parse_args()
    make_home(given.home, given.count)
    bring_in(given.home, given.count)


if __name__ == "__main__":
    main()
