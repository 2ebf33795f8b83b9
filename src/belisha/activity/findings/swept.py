"""What was swept from the journal before it was watched: it is in Parquet by then, and is read from there."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from belisha.activity.days import Period, local_day
from belisha.activity.findings.model import Request
from belisha.activity.findings.requests import recorded, without_beginnings
from belisha.activity.findings.rules import HOUR_MS
from belisha.activity.store import Scope, Store
from belisha.activity.view import View


class Known(NamedTuple):
    """What is watched: bytes by segment, and segments that are read otherwise. ``names``: which to read, or None."""

    positions: Mapping[str, int]
    others: Collection[str]
    names: Collection[str] | None

    def lacks(self, request: Request) -> bool:
        """Whether a request on record is still to be watched. Imported logs are not: no segment of theirs was here."""
        if request.segment in self.others or request.offset < self.positions.get(request.segment, 0):
            return False
        if self.names is not None:
            return request.segment in self.names
        return request.gateway in {name.rsplit("-", 1)[0] for name in (*self.positions, *self.others)}


def swept(home: Path, known: Known, since: int, zone: ZoneInfo) -> Iterator[list[Request]]:
    """What is to be watched of each school's day, from the day of ``since`` (ms since 1970) to the last on record."""
    store = Store.open(home)
    extent = store.extent(zone)
    first = local_day(since - HOUR_MS, zone)
    if extent.period is None or first > extent.period.last:
        return
    for day in Period(max(first, extent.period.first), extent.period.last).days():
        for school in extent.schools:
            yield store.ask(Scope((school,), Period(day, day), zone), lambda view: _unwatched(view, known))


def _unwatched(view: View, known: Known) -> list[Request]:
    return list(without_beginnings(filter(known.lacks, recorded(view))))
