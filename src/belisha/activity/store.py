"""Reading what happened: Parquet and the journal's last minutes as one, each event exactly once, within a scope.

A question runs on one snapshot: manifests, and the journal from where they end. Should a file vanish meanwhile, because
compaction or retention replaced it, the question is asked again of a fresh snapshot.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from datetime import date
from functools import reduce
from operator import or_
from pathlib import Path
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

import duckdb
import msgspec
import pyarrow as pa
import pyarrow.compute as pc
from duckdb import ColumnExpression, ConstantExpression

from belisha.activity.days import LONDON, Period, instant, local_day
from belisha.activity.duck import connection
from belisha.activity.errors import ActivityError
from belisha.activity.events import SCHEMA, WORD
from belisha.activity.journal import batches, segments
from belisha.activity.lines import Origin, read_lines
from belisha.activity.manifest import Manifest, gateway_folder, gateways, read_manifest

Answer = TypeVar("Answer")
Row = TypeVar("Row", bound=msgspec.Struct)
Value = str | int | float | bool | date | None
ATTEMPTS = 5
ROWS_AT_A_TIME = 5_000
TAIL_BATCH_BYTES = 4 << 20
_PLAIN = pa.schema([field.with_type(pa.string()) if field.type == WORD else field for field in SCHEMA])
_COLUMNS = [ColumnExpression(name) for name in SCHEMA.names]


class UnsettledError(ActivityError):
    """Files changed faster than they could be read, five times over."""


class Scope(NamedTuple):
    """What a question may see: the named schools, in a period of their days. There is no scope without schools."""

    schools: tuple[str, ...]
    period: Period
    zone: ZoneInfo = LONDON


class Extent(NamedTuple):
    """What is on record. The empty school stands for requests that no school could be found for."""

    schools: tuple[str, ...]
    period: Period | None


class View:
    """The events of one scope, for one question: the table ``in_scope``, and what is made of it."""

    def __init__(self, duck: duckdb.DuckDBPyConnection, scope: Scope) -> None:
        """Made by Store.ask."""
        self._duck = duck
        self.scope = scope

    def choose(self, name: str, source: str, choices: Iterable[tuple[str, Sequence[str]]]) -> None:
        """Make the table ``name`` of the rows of ``source`` that have one of the values in one of the columns."""
        wanted = [
            ColumnExpression(column).isin(*(ConstantExpression(value) for value in values))
            for column, values in choices
        ]
        self._duck.view(source).filter(reduce(or_, wanted)).create_view(name, replace=True)

    def define(self, name: str, question: str) -> None:
        """Make the answer to a question without values a table for later ones."""
        self._duck.sql(question).create_view(name, replace=True)

    def rows(self, shape: type[Row], question: str, **values: Value) -> list[Row]:
        """The answer to a question in SQL, its columns the fields of a struct; values are bound to its ``$names``."""
        return list(self.each(shape, question, **values))

    def each(self, shape: type[Row], question: str, **values: Value) -> Iterator[Row]:
        """The same, a row at a time, for answers that may be long. A time is a number of seconds in the answer."""
        answer = self._duck.execute(question, values)
        names = [column[0] for column in answer.description or []]
        while some := answer.fetchmany(ROWS_AT_A_TIME):
            for row in some:
                yield msgspec.convert(dict(zip(names, row, strict=True)), shape, strict=False)


class _Tail(NamedTuple):
    """Where a segment's bytes begin that are not in Parquet; its open file keeps them readable even when swept."""

    origin: Origin
    handle: int


class _Snapshot(NamedTuple):
    manifests: dict[str, Manifest]
    tails: tuple[_Tail, ...]


class Store:
    """The record of one data folder."""

    def __init__(self, home: Path) -> None:
        """Nothing is opened before a question is asked."""
        self._home = home

    @classmethod
    def open(cls, home: Path) -> "Store":
        """The record below ``home``; one without events is a record too."""
        return cls(home)

    def ask(self, scope: Scope, question: Callable[[View], Answer]) -> Answer:
        """Put a question to the events of a scope. Raises ValueError for a scope without schools, UnsettledError."""
        if not scope.schools:
            message = "a question must name its schools"
            raise ValueError(message)
        for _ in range(ATTEMPTS):
            with ExitStack() as stack:
                taken = _snapshot(self._home, stack)
                if taken is None:
                    continue
                try:
                    duck = stack.enter_context(connection(self._home))
                    _load(duck, self._home, taken, scope)
                    return question(View(duck, scope))
                except duckdb.IOException:
                    if _manifests(self._home) == taken.manifests:
                        raise
        message = "The record changed each time it was read. Try again in a minute."
        raise UnsettledError(message)

    def schools(self) -> tuple[str, ...]:
        """Ids of all schools on record."""
        return self.extent().schools

    def period(self, zone: ZoneInfo = LONDON) -> Period | None:
        """First and last day on record, or None when nothing is."""
        return self.extent(zone).period

    def extent(self, zone: ZoneInfo = LONDON) -> Extent:
        """What there is: schools and days."""
        manifests = _manifests(self._home)
        parts = [part for manifest in manifests.values() for part in manifest.parts]
        schools, days = {part.school for part in parts}, {part.day for part in parts}
        with ExitStack() as stack:
            taken = _snapshot(self._home, stack)
            for events in _tail_tables(taken.tails if taken else ()):
                schools.update(pc.unique(events.column("school").cast(pa.string())).to_pylist())
                times = pc.min_max(events.column("time").cast(pa.int64()))
                days.update(local_day(times[edge].as_py(), zone) for edge in ("min", "max"))
        return Extent(tuple(sorted(schools)), Period(min(days), max(days)) if days else None)


def _manifests(home: Path) -> dict[str, Manifest]:
    return {gateway: read_manifest(home, gateway) for gateway in gateways(home)}


def _snapshot(home: Path, stack: ExitStack) -> _Snapshot | None:
    """Manifests with the open segments that they leave off at; None when a commit fell in between."""
    manifests = _manifests(home)
    tails = []
    try:
        for segment in segments(home):
            offset = manifests.get(segment.gateway, Manifest()).offsets.get(segment.name, 0)
            if offset < segment.size:
                handle = os.open(segment.path, os.O_RDONLY)
                stack.callback(os.close, handle)
                tails.append(_Tail(Origin(segment.gateway, segment.name, offset), handle))
    except FileNotFoundError:
        return None  # swept since it was listed, so a commit came before
    return _Snapshot(manifests, tuple(tails)) if _manifests(home) == manifests else None


def _tail_tables(tails: Sequence[_Tail]) -> Iterator[pa.Table]:
    for origin, handle in tails:
        for batch in batches(handle, origin.offset, closed=False, size=TAIL_BATCH_BYTES):
            events = read_lines(batch.data, origin._replace(offset=batch.offset)).events
            if len(events):
                yield events


def _load(duck: duckdb.DuckDBPyConnection, home: Path, taken: _Snapshot, scope: Scope) -> None:
    """Make the table ``in_scope``. The scope is applied here, so that no question can forget it."""
    start, end = scope.period.bounds(scope.zone)
    tail = pa.RecordBatchReader.from_batches(_PLAIN, _tail_batches(taken.tails, scope))
    duck.register("incoming", tail)
    duck.execute("CREATE TEMP TABLE tail AS SELECT * FROM incoming")
    duck.unregister("incoming")
    files = [
        str(gateway_folder(home, gateway) / part.path)
        for gateway, manifest in taken.manifests.items()
        for part in manifest.parts
        if part.school in scope.schools and part.first < end and part.last >= start
    ]
    everything = duck.table("tail")
    if files:
        everything = duck.read_parquet(files, hive_partitioning=False).project(*_COLUMNS).union(everything)
    time = ColumnExpression("time")
    schools = ColumnExpression("school").isin(*(ConstantExpression(school) for school in scope.schools))
    within = schools & (time >= ConstantExpression(instant(start))) & (time < ConstantExpression(instant(end)))
    everything.filter(within).create_view("in_scope")


def _tail_batches(tails: Sequence[_Tail], scope: Scope) -> Iterator[pa.RecordBatch]:
    schools = pa.array(scope.schools, pa.string())
    for events in _tail_tables(tails):
        wanted = pc.is_in(events.column("school").cast(pa.string()), value_set=schools)
        yield from events.filter(wanted).cast(_PLAIN).to_batches()
