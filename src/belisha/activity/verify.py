"""Counting again: is everything that the journal holds in Parquet, once, and is every part as the manifest says?"""

import os
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec
import pyarrow.compute as pc

from belisha.activity.days import LONDON
from belisha.activity.duck import DuckError, connection
from belisha.activity.journal import Segment, batches, segments
from belisha.activity.keep import Keep
from belisha.activity.lines import Origin, read_lines
from belisha.activity.manifest import Manifest, locked, own_gateways, read_manifest
from belisha.activity.parts import SchoolDay, by_school_and_day
from belisha.activity.place import Place

_ROWS = "SELECT count(*) FROM read_parquet($path)"
_SUMS = 'SELECT segment, count(*), sum("offset")::HUGEINT FROM read_parquet($path) GROUP BY segment'
_DOUBLES = """
    SELECT count(*) FROM (
        SELECT 1 FROM read_parquet($paths) GROUP BY segment, "offset" HAVING count(*) > 1
    )
"""


class Verified(msgspec.Struct, frozen=True, kw_only=True):
    """What was counted of one gateway."""

    gateway: str
    parts: int
    events: int  # in Parquet
    rejects: int
    segments: int  # still in the journal
    again: int  # events that these hold, up to what is committed, counted anew
    waiting: int  # events that they hold beyond it
    faults: list[str]


class _Share(NamedTuple):
    """What one segment gave to one school's day; also a key to two sums: of rows, and of their offsets."""

    segment: str
    owner: SchoolDay


_Counts = Counter[tuple[_Share, str]]


def verify(home: Path, keep: Keep, today: date, *, zone: ZoneInfo = LONDON) -> list[Verified]:
    """Count every gateway's record again; nothing is changed, and writers wait. Days no longer kept may be missing."""
    names = sorted({*own_gateways(home), *(segment.gateway for segment in segments(home))})
    found = []
    for gateway in names:
        with locked(home, gateway) as place:
            manifest = read_manifest(home, gateway)
            held = segments(home, gateway)
            committed, waiting = _count_journal(held, manifest, zone)
            faults = [*_shrunken(held, manifest), *_faulty_parts(home, place, manifest)]
            if not faults:
                recorded = _count_parts(home, place, manifest)
                faults = [*_differences(committed, recorded, keep, today), *_doubles(home, place, manifest)]
            found.append(
                Verified(
                    gateway=gateway,
                    parts=len(manifest.parts),
                    events=sum(part.rows for part in manifest.parts),
                    rejects=sum(each.rows for each in manifest.rejects),
                    segments=len(held),
                    again=sum(count for (_, what), count in committed.items() if what == "rows"),
                    waiting=waiting,
                    faults=faults,
                )
            )
    return found


def _shrunken(held: list[Segment], manifest: Manifest) -> Iterator[str]:
    for segment in held:
        if segment.size < manifest.offsets.get(segment.name, 0):
            yield f"{segment.name} is shorter than what was read of it"


def _faulty_parts(home: Path, place: Place, manifest: Manifest) -> Iterator[str]:
    with connection(home) as duck:
        place.show_to(duck)
        for part in manifest.parts:
            try:
                rows = duck.execute(_ROWS, {"path": place.locator(part.path)}).fetchall()[0][0]
            except DuckError as error:
                yield f"{part.path} cannot be read: {str(error).splitlines()[0]}"
                continue
            if rows != part.rows:
                yield f"{part.path} holds {rows} events where the manifest says {part.rows}"


def _count_journal(held: list[Segment], manifest: Manifest, zone: ZoneInfo) -> tuple[_Counts, int]:
    counts: _Counts = Counter()
    waiting = 0
    for segment in held:
        committed = manifest.offsets.get(segment.name, 0)
        handle = os.open(segment.path, os.O_RDONLY)
        try:
            for batch in batches(handle, 0, closed=segment.closed):
                origin = Origin(segment.gateway, segment.name, batch.offset)
                events = read_lines(b"" if batch.torn else batch.data, origin).events
                early = pc.less(events.column("offset"), committed)
                for owner, some in by_school_and_day(events.filter(early), zone):
                    _count(counts, _Share(segment.name, owner), some.num_rows, pc.sum(some.column("offset")).as_py())
                waiting += events.num_rows - (pc.sum(early).as_py() or 0)
        finally:
            os.close(handle)
    return counts, waiting


def _count(counts: _Counts, share: _Share, rows: int, offsets: int) -> None:
    counts[share, "rows"] += rows
    counts[share, "offsets"] += offsets


def _count_parts(home: Path, place: Place, manifest: Manifest) -> _Counts:
    counts: _Counts = Counter()
    with connection(home) as duck:
        place.show_to(duck)
        for part in manifest.parts:
            owner = SchoolDay(part.school, part.day)
            for segment, rows, offsets in duck.execute(_SUMS, {"path": place.locator(part.path)}).fetchall():
                _count(counts, _Share(segment, owner), rows, offsets)
    return counts


def _differences(journal: _Counts, recorded: _Counts, keep: Keep, today: date) -> Iterator[str]:
    for share in sorted({share for share, _ in journal}):
        school, day = share.owner
        there, here = journal[share, "rows"], recorded[share, "rows"]
        same = there == here and journal[share, "offsets"] == recorded[share, "offsets"]
        if not same and day >= keep.oldest(school, today):
            yield f"{share.segment} holds {there} events of school {school!r} on {day}, Parquet holds {here} of them"


def _doubles(home: Path, place: Place, manifest: Manifest) -> Iterator[str]:
    paths = [place.locator(part.path) for part in manifest.parts]
    if paths:
        with connection(home) as duck:
            place.show_to(duck)
            count = duck.execute(_DOUBLES, {"paths": paths}).fetchall()[0][0]
        if count:
            yield f"{count} events are in Parquet more than once"
