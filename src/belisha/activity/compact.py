"""Many small parts become few: sixteen of a kind while the day runs, one for each school and day once it is over.

Rows are sorted by person, so that one person's week reads a few blocks of each day and not the whole day.
"""

import time
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import duckdb
import msgspec

from belisha.activity.duck import connection
from belisha.activity.errors import ActivityError
from belisha.activity.manifest import Manifest, Part, Retired, commit, locked, own_gateways, read_manifest
from belisha.activity.parts import SchoolDay, part_folder
from belisha.activity.place import Place

ENOUGH = 16
ROWS_A_BLOCK = 30_720


class CompactionError(ActivityError):
    """A compaction would have changed what is recorded; nothing was replaced."""


class Compacted(msgspec.Struct, frozen=True):
    """How many parts became how many."""

    before: int
    after: int


def compact(home: Path, today: date) -> Compacted:
    """Merge what is worth merging. ``today``: the day that is not over yet. Raises OSError when the disk is full."""
    before = after = 0
    for gateway in own_gateways(home):
        while done := _compact_one(home, gateway, today):
            before += done
            after += 1
    return Compacted(before, after)


def _compact_one(home: Path, gateway: str, today: date) -> int:
    """Merge one group, holding the lock for it alone; returns how many parts went into it, 0 when nothing is due."""
    with locked(home, gateway) as place:
        manifest = read_manifest(home, gateway)
        for group in worth_merging(manifest, today):
            merged = _merge(home, place, group, f"compact-{manifest.generation}")
            commit(home, gateway, _replaced(manifest, group, merged))
            return len(group)
    return 0


def worth_merging(manifest: Manifest, today: date) -> Iterator[list[Part]]:
    """Groups of parts that should become one."""
    by_owner: dict[SchoolDay, list[Part]] = {}
    for part in manifest.parts:
        by_owner.setdefault(SchoolDay(part.school, part.day), []).append(part)
    for owner, parts in by_owner.items():
        if owner.day < today:
            if len(parts) > 1 or (parts[0].level == 0 and parts[0].rows > ROWS_A_BLOCK):
                yield parts
            continue
        for level in sorted({part.level for part in parts}):
            alike = [part for part in parts if part.level == level]
            if len(alike) >= ENOUGH:
                yield alike


def _replaced(manifest: Manifest, group: Sequence[Part], merged: Part) -> Manifest:
    gone = {part.path for part in group}
    retired = tuple(Retired(path=part.path, school=part.school, day=part.day, at=time.time()) for part in group)
    return msgspec.structs.replace(
        manifest,
        parts=(*(part for part in manifest.parts if part.path not in gone), merged),
        retired=(*manifest.retired, *retired),
    )


def _merge(home: Path, place: Place, group: Sequence[Part], name: str) -> Part:
    owner = SchoolDay(group[0].school, group[0].day)
    relative = f"{part_folder(owner)}/{name}.parquet"
    rows = sum(part.rows for part in group)
    try:
        with place.drafting(relative) as draft, connection(home) as duck:
            place.show_to(duck)
            _write_sorted(duck, [place.locator(part.path) for part in group], draft)
            counted = duck.execute("SELECT count(*) FROM read_parquet($path)", {"path": str(draft)}).fetchall()[0][0]
            if counted != rows:
                message = f"{relative}: {counted} rows written of {rows}"
                raise CompactionError(message)
            size = draft.stat().st_size
    except duckdb.IOException as error:
        raise OSError(str(error)) from error
    return msgspec.structs.replace(
        group[0],
        path=relative,
        rows=rows,
        bytes=size,
        first=min(part.first for part in group),
        last=max(part.last for part in group),
        level=max(part.level for part in group) + 1,
    )


def _write_sorted(duck: duckdb.DuckDBPyConnection, sources: list[str], target: Path) -> None:
    rows = duck.read_parquet(sources, hive_partitioning=False)
    rows.order('person, device, time, segment, "offset"').write_parquet(
        str(target), compression="zstd", row_group_size=ROWS_A_BLOCK
    )
