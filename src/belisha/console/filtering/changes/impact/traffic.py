"""Last week's requests in few rows: who, which host, in which part of the day; paths only where they matter.

The table of requests is the activity record's own (activity/questions): what counts as a request there counts here.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from belisha.activity.days import Period
from belisha.activity.questions import prepare_lines
from belisha.activity.store import Scope, Store
from belisha.engine.address import suffixes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from pathlib import Path

    from belisha.activity.view import View
    from belisha.engine.policy import Rulebook

__all__ = ["DAYS", "MOST_ROWS", "Row", "Stretch", "Traffic", "stretches_of"]

DAYS: Final = 7
MOST_ROWS: Final = 100_000  # more are left out, those of fewest requests first, and said to be
MOST_HOSTS: Final = 5_000  # names that a question can hold


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """Requests that get the same answer: of one person (or device) to one host, or address, in one part of the day."""

    school: str
    person: str
    device: str
    address: str
    who: str
    host: str
    place: str
    path: str
    slot: str
    requests: int


class _Host(msgspec.Struct, frozen=True):
    host: str


class _Sum(msgspec.Struct, frozen=True):
    requests: int


class Stretch(NamedTuple):
    """A part of a school's week: its kind of time, from when to when (ms since 1970)."""

    school: str
    kind: str
    start: int
    end: int


def stretches_of(rulebook: Rulebook, schools: Iterable[str], first: datetime, last: datetime) -> list[Stretch]:
    """The week of some schools as their calendars have it."""
    found = []
    for school in schools:
        at = first
        while at < last:
            slot = rulebook.slot(school, at)
            if slot is None:
                break
            until = min(slot.until, last)
            found.append(Stretch(school, slot.kind.value, _ms(at), _ms(until)))
            at = until
    return found


def _ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)


class Traffic:
    """The last days of some schools."""

    def __init__(
        self, home: Path, schools: Sequence[str], rulebook: Rulebook, now: datetime, *, days: int = DAYS
    ) -> None:
        self._store, zone = Store.open(home), rulebook.zone
        today = now.astimezone(zone).date()
        self.period = Period(today - timedelta(days=days - 1), today)
        self._scope = Scope(tuple(schools), self.period, zone)
        start = datetime.combine(self.period.first, time.min, zone).astimezone(UTC)
        self.stretches = stretches_of(rulebook, schools, start, now)

    def count(self) -> int:
        """How many requests there were."""

        def question(view: View) -> int:
            self._prepare(view)
            return view.rows(_Sum, "SELECT count(*) AS requests FROM requests")[0].requests

        return self._store.ask(self._scope, question)

    def hosts_below(self, names: Collection[str]) -> list[str]:
        """The hosts asked for that are one of some names, or below one."""

        def question(view: View) -> list[str]:
            self._prepare(view)
            hosts = (row.host for row in view.each(_Host, "SELECT DISTINCT host FROM requests"))
            return [host for host in hosts if any(name in names for name in suffixes(host))]

        return sorted(self._store.ask(self._scope, question))

    def rows(self, hosts: Sequence[str] | None = None, *, paths: bool = False) -> list[Row]:
        """Requests to some hosts (None, or too many to name: to all), told apart by path where asked."""
        path = "path" if paths else "''"
        named = hosts is not None and len(hosts) <= MOST_HOSTS

        def question(view: View) -> list[Row]:
            self._prepare(view)
            if named and hosts is not None:
                view.choose("wanted", "requests", [("host", hosts)])
            source = "wanted" if named else "requests"
            columns = f"school, person, device, address, who, host, place, {path} AS path, {self._slot()} AS slot"
            each = f"SELECT {columns} FROM {source}"  # noqa: S608 - of names of our own
            words = "school, person, device, address, who, host, place, path, slot"
            asked = f"SELECT {words}, count(*) AS requests FROM ({each}) AS each GROUP BY {words}"  # noqa: S608
            return view.rows(Row, f"{asked} ORDER BY requests DESC, {words} LIMIT {MOST_ROWS}")

        if hosts is not None and not hosts:
            return []
        return self._store.ask(self._scope, question)

    def _prepare(self, view: View) -> None:
        prepare_lines(view, [("school", self._scope.schools)])

    def _slot(self) -> str:
        """The kind of time in which a request ended, in SQL. The schools are the policy's: their codes are ids."""
        by_kind: dict[tuple[str, str], list[str]] = {}
        for stretch in self.stretches:
            held = by_kind.setdefault((stretch.school, stretch.kind), [])
            held.append(f"(ended >= {stretch.start} AND ended < {stretch.end})")
        cases = [
            f"WHEN school = '{school}' AND ({' OR '.join(held)}) THEN '{kind}'"
            for (school, kind), held in by_kind.items()
        ]
        return f"CASE {' '.join(cases)} ELSE '' END" if cases else "''"
