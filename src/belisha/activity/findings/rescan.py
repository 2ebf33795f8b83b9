"""Reading the record again after rules changed: each day's sightings are replaced at once, findings keep their ids."""

import time
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

import msgspec

from belisha.activity.days import Period, local_day
from belisha.activity.findings.files import (
    SIGHTINGS,
    day_folder,
    days_with_findings,
    grave_so_far,
    note_rescan,
    replace,
    sightings_of,
    writing,
)
from belisha.activity.findings.memory import Memory
from belisha.activity.findings.model import Identity, Sighting
from belisha.activity.findings.progress import oldest_line
from belisha.activity.findings.requests import recorded, without_beginnings
from belisha.activity.findings.rules import HOUR_MS, findings_of
from belisha.activity.findings.sighting import Sighter
from belisha.activity.manifest import read_manifests
from belisha.activity.school_days import SchoolDay
from belisha.activity.store import Scope, Store
from belisha.activity.view import View

DAY_MS = 24 * HOUR_MS


class Rescanned(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a school's day: requests that were read, and findings with a part in it before and after."""

    school: str
    day: date
    read: int
    before: int
    after: int


class Rescan:
    """Reads days of the record anew, by the rules and marks in force when it was made. Nothing is handed on."""

    def __init__(self, home: Path) -> None:
        """Reads the policy in force."""
        self._home = home
        self._sighter = Sighter(home)
        self._store = Store.open(home)

    def run(self, schools: Sequence[str], period: Period, said: Callable[[Rescanned], None]) -> None:
        """Every day of the period that is on record, oldest first. The watcher waits while a day is read."""
        known = self._store.period(self._sighter.register.zone)
        if known is None:
            return
        days = Period(max(period.first, known.first), min(period.last, known.last)).days()
        for school in schools:
            for day in self._on_record(school, days):
                with writing(self._home):
                    done = self._day(SchoolDay(school, day))
                    note_rescan(self._home)
                said(done)

    def _on_record(self, school: str, days: Sequence[date]) -> list[date]:
        """Those of which anything can be: in Parquet, found before, or since the journal's oldest line."""
        oldest = oldest_line(self._home)
        fresh = local_day(oldest - DAY_MS, self._sighter.register.zone) if oldest else date.max
        parts = (part for manifest in read_manifests(self._home).values() for part in manifest.parts)
        held = {*(part.day for part in parts if part.school == school), *days_with_findings(self._home, school)}
        return [day for day in days if day in held or day >= fresh]

    def _day(self, owner: SchoolDay) -> Rescanned:
        zone = self._sighter.register.zone
        old = {(row.identity, row.theme): row for row in sightings_of(self._home, owner)}
        load, grave = partial(self._others, owner), partial(grave_so_far, self._home, before=owner.day)
        noted = int(time.time() * 1000)
        rows: list[Sighting] = []
        read = 0

        def question(view: View) -> None:
            nonlocal read
            read, memory = 0, Memory(zone, load, grave)  # the store asks again when files changed meanwhile
            rows.clear()
            for request in without_beginnings(recorded(view)):
                read += 1
                put = (memory.add(_as_known(one, old), noted) for one in self._sighter.see(request))
                rows.extend(filter(None, put))

        self._store.ask(Scope((owner.school,), Period(owner.day, owner.day), zone), question)
        replace(day_folder(self._home, owner) / SIGHTINGS, rows)
        before, after = (len(findings_of(some, zone)) for some in (old.values(), rows))
        return Rescanned(school=owner.school, day=owner.day, read=read, before=before, after=after)

    def _others(self, owner: SchoolDay, wanted: SchoolDay) -> list[Sighting]:
        return [] if wanted == owner else sightings_of(self._home, wanted)


def _as_known(one: Sighting, old: dict[tuple[Identity, str], Sighting]) -> Sighting:
    before = old.get((one.identity, one.theme))
    return msgspec.structs.replace(one, finding=before.finding, noted=before.noted) if before else one
