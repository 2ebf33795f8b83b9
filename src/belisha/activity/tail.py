"""The journal's last minutes as events, for questions. Loaded only where they matter: Arrow takes long to load."""

from collections.abc import Iterator, Sequence

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from belisha.activity.journal import TAIL_BYTES, Tail, batches
from belisha.activity.lines import Origin, read_lines
from belisha.activity.schema import SCHEMA, WORD

_PLAIN = pa.schema([field.with_type(pa.string()) if field.type == WORD else field for field in SCHEMA])


def tail_tables(tails: Sequence[Tail]) -> Iterator[pa.Table]:
    """Their events, some at a time."""
    for gateway, segment, offset, handle in tails:
        for batch in batches(handle, offset, closed=False, size=TAIL_BYTES):
            events = read_lines(batch.data, Origin(gateway, segment, batch.offset)).events
            if len(events):
                yield events


def fill(duck: duckdb.DuckDBPyConnection, table: str, tails: Sequence[Tail], schools: Sequence[str]) -> None:
    """Put the events of these schools into a table with the columns of an event."""
    reader = pa.RecordBatchReader.from_batches(_PLAIN, _of_schools(tails, pa.array(schools, pa.string())))
    duck.register("incoming", reader)
    duck.execute(f"INSERT INTO {table} SELECT * FROM incoming")  # noqa: S608 - a name of ours
    duck.unregister("incoming")


def _of_schools(tails: Sequence[Tail], schools: pa.Array) -> Iterator[pa.RecordBatch]:
    for events in tail_tables(tails):
        wanted = pc.is_in(events.column("school").cast(pa.string()), value_set=schools)
        yield from events.filter(wanted).cast(_PLAIN).to_batches()


def tail_extent(tails: Sequence[Tail]) -> Iterator[tuple[list[str], int, int]]:
    """Schools with the first and last time, in milliseconds, of some events at a time."""
    for events in tail_tables(tails):
        times = pc.min_max(events.column("time").cast(pa.int64()))
        yield (
            pc.unique(events.column("school").cast(pa.string())).to_pylist(),
            times["min"].as_py(),
            times["max"].as_py(),
        )
