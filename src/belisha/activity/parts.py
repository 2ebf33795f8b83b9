"""Writing events as Parquet parts, one for each school and day, so that a whole day of a school can be deleted."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from belisha.activity.days import day_start, local_day
from belisha.activity.manifest import Part
from belisha.activity.place import Place
from belisha.activity.schema import SCHEMA, WORD
from belisha.activity.school_days import SchoolDay, part_folder

__all__ = ["SchoolDay", "by_school_and_day", "part_folder", "write_part"]

_WORDS = [field.name for field in SCHEMA if field.type == WORD]
_NUMBERS = [field.name for field in SCHEMA if field.type != WORD]


def by_school_and_day(events: pa.Table, zone: ZoneInfo) -> Iterator[tuple[SchoolDay, pa.Table]]:
    """The events, divided; a part's dictionaries hold no word of another school's or day's events."""
    schools = pc.unique(events.column("school").combine_chunks().cast(pa.string())).to_pylist()
    for school in schools:
        of_school = events if len(schools) == 1 else events.filter(pc.equal(events.column("school"), school))
        days = list(_by_day(of_school, zone))
        for day, of_day in days:
            alone = len(schools) == 1 and len(days) == 1
            yield SchoolDay(school, day), of_day if alone else _without_strange_words(of_day)


def _by_day(events: pa.Table, zone: ZoneInfo) -> Iterator[tuple[date, pa.Table]]:
    while len(events):
        times = events.column("time").cast(pa.int64())
        earliest = pc.min(times).as_py()
        day = local_day(earliest, zone)
        end = max(day_start(day + timedelta(days=1), zone), earliest + 1)
        if pc.max(times).as_py() < end:
            yield day, events
            return
        yield day, events.filter(pc.less(times, end))
        events = events.filter(pc.greater_equal(times, end))


def _without_strange_words(events: pa.Table) -> pa.Table:
    for name in _WORDS:
        column = events.column(name).combine_chunks()
        if len(column.dictionary) == 1:
            continue
        used = column.indices.dictionary_encode()
        if len(used.dictionary) < len(column.dictionary):
            kept = pa.DictionaryArray.from_arrays(used.indices, column.dictionary.take(used.dictionary))
            events = events.set_column(events.schema.get_field_index(name), SCHEMA.field(name), kept)
    return events


def write_part(place: Place, owner: SchoolDay, name: str, tables: Sequence[pa.Table]) -> Part:
    """Write one part below the gateway's place. Raises OSError (no room), leaving nothing behind."""
    relative = f"{part_folder(owner)}/{name}.parquet"
    with place.drafting(relative) as draft:
        _write(draft, tables)
        size = draft.stat().st_size
    bounds = [pc.min_max(table.column("time").cast(pa.int64())).as_py() for table in tables]
    return Part(
        path=relative,
        school=owner.school,
        day=owner.day,
        rows=sum(table.num_rows for table in tables),
        bytes=size,
        first=min(bound["min"] for bound in bounds),
        last=max(bound["max"] for bound in bounds),
    )


def _write(path: Path, tables: Sequence[pa.Table]) -> None:
    with pq.ParquetWriter(
        path,
        SCHEMA,
        compression="zstd",
        use_dictionary=_WORDS,
        column_encoding=dict.fromkeys(_NUMBERS, "DELTA_BINARY_PACKED"),
        write_statistics=["time"],
    ) as writer:
        for table in tables:
            writer.write_table(table)
