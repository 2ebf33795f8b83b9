"""Reading what happened: Parquet and the journal's last minutes as one, each event exactly once, within a scope.

A question runs on one snapshot: manifests, and the journal from where they end. Should a file vanish meanwhile, because
compaction or retention replaced it, the question is asked again of a fresh snapshot.
"""

import os
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

import msgspec

from belisha.activity.days import LONDON, Period, instant, local_day
from belisha.activity.duck import Connection, Duck, DuckError, connection, is_about_files
from belisha.activity.errors import ActivityError
from belisha.activity.events import Event
from belisha.activity.journal import Tail, segments
from belisha.activity.manifest import Manifest, committed, read_manifest, read_manifests
from belisha.activity.place import record_place
from belisha.activity.view import NO_TESTS, Scope, Value, View

__all__ = ["Extent", "Scope", "Store", "UnreadableError", "UnsettledError", "Value", "View"]

Answer = TypeVar("Answer")
ATTEMPTS = 5
_TYPES = {str: "VARCHAR", int: "BIGINT", datetime: "TIMESTAMPTZ"}
_EMPTY = ", ".join(f'"{field.name}" {_TYPES[field.type]}' for field in msgspec.structs.fields(Event))
_COLUMNS = ", ".join(f'"{name}"' for name in Event.__struct_fields__)


class UnsettledError(ActivityError):
    """Files changed faster than they could be read, five times over."""


class UnreadableError(ActivityError):
    """A file that should be there is not, or is damaged."""


class Extent(NamedTuple):
    """What is on record. The empty school stands for requests that no school could be found for."""

    schools: tuple[str, ...]
    period: Period | None


class _Snapshot(NamedTuple):
    manifests: dict[str, Manifest]
    tails: tuple[Tail, ...]


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
                    return question(_view(duck, self._home, taken, scope))
                except DuckError as error:
                    if not is_about_files(error):
                        raise
                    if read_manifests(self._home) == taken.manifests:
                        message = f"A file of the record cannot be read: {str(error).strip().splitlines()[-1]}"
                        raise UnreadableError(message) from error
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
        manifests = read_manifests(self._home)
        parts = [part for manifest in manifests.values() for part in manifest.parts]
        schools, days = {part.school for part in parts}, {part.day for part in parts}
        with ExitStack() as stack:
            taken = _snapshot(self._home, stack)
            if taken and taken.tails:
                from belisha.activity.tail import tail_extent  # noqa: PLC0415 - Arrow takes longer than most questions

                for some, first, last in tail_extent(taken.tails):
                    schools.update(some)
                    days.update({local_day(first, zone), local_day(last, zone)})
        return Extent(tuple(sorted(schools)), Period(min(days), max(days)) if days else None)


def _snapshot(home: Path, stack: ExitStack) -> _Snapshot | None:
    """Manifests with the open segments that they leave off at; None when a commit fell in between."""
    here = {segment.gateway for segment in segments(home)}
    manifests = read_manifests(home)
    offsets = committed(home, manifests)
    tails = []
    try:
        for segment in segments(home):
            offset = offsets.get(segment.gateway, {}).get(segment.name, 0)
            if offset < segment.size:
                handle = os.open(segment.path, os.O_RDONLY)
                stack.callback(os.close, handle)
                tails.append(Tail(segment.gateway, segment.name, offset, handle))
    except FileNotFoundError:
        return None  # swept since it was listed, so a commit came before
    # what other machines commit takes no line out of this journal
    here |= set(offsets)
    settled = all(read_manifest(home, gateway) == manifests.get(gateway, Manifest()) for gateway in here)
    return _Snapshot(manifests, tuple(tails)) if settled else None


def _view(duck: Connection, home: Path, taken: _Snapshot, scope: Scope) -> View:
    """With the table ``in_scope``: the scope is applied here, so that no question can forget it."""
    start, end = scope.period.bounds(scope.zone)
    place = record_place(home)
    place.show_to(duck)
    files = [
        place.locator(f"{gateway}/{part.path}")
        for gateway, manifest in taken.manifests.items()
        for part in manifest.parts
        if part.school in scope.schools and part.first < end and part.last >= start
    ]
    tails = [tail for tail in taken.tails if tail.holds(start, end)]
    parquet = f"SELECT {_COLUMNS} FROM read_parquet($files, hive_partitioning = false)"  # noqa: S608 - names are ours
    sources = [parquet] if files else []
    if tails or not files:
        _fill_tail(duck, tails, scope.schools)
        sources.append(f"SELECT {_COLUMNS} FROM tail")  # noqa: S608 - names are ours
    values: dict[str, Value] = {f"school_{number}": school for number, school in enumerate(scope.schools)}
    schools = ", ".join(f"${name}" for name in values)
    engine = Duck(duck)
    engine.define(
        "in_scope",
        f"""
        SELECT *, epoch_ms(time) AS ended, epoch_ms(time) - duration_ms AS begun
        FROM ({" UNION ALL ".join(sources)}) AS everything
        WHERE school IN ({schools})
            AND time >= TIMESTAMPTZ '{instant(start).isoformat()}' AND time < TIMESTAMPTZ '{instant(end).isoformat()}'
            AND {NO_TESTS}
        """,  # noqa: S608 - names are ours, texts are bound
        values | {"files": files},
    )
    return View(engine, scope)


def _fill_tail(duck: Connection, tails: Sequence[Tail], schools: Sequence[str]) -> None:
    duck.execute(f"CREATE TEMP TABLE tail ({_EMPTY})")
    if tails:
        from belisha.activity.tail import fill  # noqa: PLC0415 - as above

        fill(duck, "tail", tails, schools)
