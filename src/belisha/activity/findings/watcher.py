"""Follows the journal, finds themes, keeps sightings, hands on what cannot wait: each event once, whatever is killed.

Nothing is remembered that is not on the disk: after a failure a new watcher begins where the old one's record ends, and
what it reads again it knows by its identity. What was swept from the journal unwatched is read from Parquet.
"""

import os
import time
from collections import deque
from collections.abc import Collection, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from belisha.activity.days import milliseconds
from belisha.activity.findings.files import SIGHTINGS, append, day_folder, grave_so_far, rescans, sightings_of, writing
from belisha.activity.findings.marks import false_alarms
from belisha.activity.findings.memory import Memory
from belisha.activity.findings.model import Request, Sighting
from belisha.activity.findings.progress import Progress, oldest_line, read_progress, write_progress
from belisha.activity.findings.requests import written
from belisha.activity.findings.rules import (
    HOUR_MS,
    TYPING_MS,
    asked,
    finding_of,
    is_search,
    rounds,
    together,
    typed_further,
)
from belisha.activity.findings.sighting import Sighter
from belisha.activity.findings.spool import Spool
from belisha.activity.findings.swept import Known, swept
from belisha.activity.journal import Segment, batches, segments
from belisha.activity.lines import Origin
from belisha.engine.themes import Level

BATCH_BYTES = 4 << 20
COMMIT_SECONDS = 2.0
DAYS_KNOWN = 3


class _Waiting(NamedTuple):
    """A search that may yet be typed further; ``arrived`` by the monotonic clock."""

    request: Request
    arrived: float


class Watcher:
    """One watcher of a data folder. Whoever makes it holds files.watching."""

    def __init__(self, home: Path) -> None:
        """Begin where the record ends; the first, or one whose record is damaged, a day back. Raises OSError."""
        self._home = home
        self._progress = _begun(home)
        self._sighter = Sighter(home)
        self._spool = Spool(home)
        self._positions = dict(self._progress.offsets)
        self._gone = dict(self._progress.gone)
        self._waiting: deque[_Waiting] = deque()
        self._committed = 0.0
        self._at = self._progress.at
        self._away = True
        self._remember()

    def _remember(self) -> None:
        self._rescans, self._zone = rescans(self._home), self._sighter.register.zone
        load, grave = partial(sightings_of, self._home), partial(grave_so_far, self._home)
        self._memory = Memory(self._zone, load, grave)

    def round(self) -> int:
        """Watch what is new; returns how many bytes of the journal that was. Raises OSError: begin anew then."""
        begun = _now()
        self._sighter.look()
        self._forget()
        # the newest first: what happens now cannot wait for what happened while nobody watched
        read = sum(self._follow(segment) for segment in reversed(segments(self._home)))
        if self._away:
            self._read_what_was_swept(None)
            self._away = False
        vanished = set(self._positions) - set(self._gone) - {segment.name for segment in segments(self._home)}
        if vanished:
            self._read_what_was_swept(vanished)
        self._settle()
        self._at = begun
        self._commit()
        return read

    def _follow(self, segment: Segment) -> int:
        begin = position = self._positions.setdefault(segment.name, 0)
        if segment.size <= position:
            return 0
        try:
            handle = os.open(segment.path, os.O_RDONLY)
        except FileNotFoundError:
            return 0  # swept since it was listed: the rest is in Parquet
        try:
            for batch in batches(handle, position, closed=segment.closed, size=BATCH_BYTES):
                if not batch.torn:
                    self._take(written(batch.data, Origin(segment.gateway, segment.name, batch.offset)))
                self._positions[segment.name] = position = batch.offset + len(batch.data)
                self._settle()
                self._commit()
        finally:
            os.close(handle)
        return position - begin

    def _take(self, requests: Iterable[Request]) -> None:
        now = time.monotonic()
        ready = []
        for request in requests:
            if is_search(request):
                self._waiting.append(_Waiting(request, now))
            else:
                ready.append(request)
        self._sight(ready)

    def _settle(self) -> None:
        """Read the searches that nobody can be typing any more: so much time has passed, here or in the journal."""
        if not self._waiting:
            return
        arrived = time.monotonic() - TYPING_MS / 1000
        begun = max(one.request.begun for one in self._waiting) - TYPING_MS
        done = [one for one in self._waiting if one.arrived <= arrived or one.request.begun < begun]
        if not done:
            return
        beginnings = typed_further(asked(one.request) for one in self._waiting)
        self._sight(one.request for one in done if one.request.identity not in beginnings)
        self._waiting = deque(one for one in self._waiting if one.arrived > arrived and one.request.begun >= begun)

    def _sight(self, requests: Iterable[Request]) -> None:
        seen = [one for request in requests for one in self._sighter.see(request)]
        if not seen:
            return
        noted = _now()
        with writing(self._home):
            if rescans(self._home) != self._rescans or self._sighter.register.zone != self._zone:
                self._remember()
            fresh = [put for one in seen if (put := self._memory.add(one, noted))]
            self._write(fresh)
            self._tell(seen)

    def _write(self, fresh: list[Sighting]) -> None:
        by_day: dict[Path, list[Sighting]] = {}
        for one in fresh:
            by_day.setdefault(day_folder(self._home, self._memory.day_of(one)), []).append(one)
        for folder, some in by_day.items():
            append(folder / SIGHTINGS, some)

    def _tell(self, seen: list[Sighting]) -> None:
        """Hand on what is of level danger now, seen again or not: the last watcher may have died before it did."""
        for first, last in _spans(seen):
            around = self._memory.of_person(first)
            tried = rounds(around)
            for group in together(around, self._zone):
                if group[0].at <= last.at + HOUR_MS and group[-1].at >= first.at - HOUR_MS:
                    self._hand_on(group, tried)

    def _hand_on(self, group: Sequence[Sighting], tried: Sequence[int]) -> None:
        """Once; and once more when somebody said that it was a false alarm and what came after that is danger too."""
        finding = finding_of(group, tried, self._zone)
        if finding.level is not Level.DANGER:
            return
        ids = {one.finding for one in group}
        marks = false_alarms(self._home, finding.school)
        marked = max((milliseconds(marks[one].at) for one in ids & marks.keys()), default=0)
        later = [one for one in group if one.noted > marked]
        anew = bool(later) and finding_of(later, tried, self._zone).level is Level.DANGER
        self._spool.tell(finding, ids, self._sighter.register, since=marked if anew else 0)

    def _read_what_was_swept(self, names: Collection[str] | None) -> None:
        """Read from Parquet what was swept from the journal before it was watched; of all segments without names."""
        there = {segment.name for segment in segments(self._home)}
        known = Known(self._positions, frozenset({*there, *self._gone}), names)
        for requests in swept(self._home, known, self._at, self._sighter.register.zone):
            self._sight(requests)
        self._gone |= dict.fromkeys(set(self._positions) - there - set(self._gone), _now())

    def _commit(self) -> None:
        """Put on record how far it is, now and then: what is read again after a failure is known again."""
        offsets = dict(self._positions)
        for one in self._waiting:
            offsets[one.request.segment] = min(offsets[one.request.segment], one.request.offset)
        changed = offsets != self._progress.offsets or self._gone != self._progress.gone
        if changed and time.monotonic() - self._committed >= COMMIT_SECONDS:
            self._progress = Progress(at=self._at, offsets=offsets, gone=dict(self._gone))
            write_progress(self._home, self._progress)
            self._committed = time.monotonic()

    def _forget(self) -> None:
        self._memory.forget()
        for name in [name for name, seen in self._gone.items() if seen < self._at - DAYS_KNOWN * 24 * HOUR_MS]:
            del self._gone[name]
            self._positions.pop(name, None)


def _spans(seen: Iterable[Sighting]) -> list[tuple[Sighting, Sighting]]:
    """The first and the last sighting of each person on each day."""
    by_person: dict[tuple[str, str, int], list[Sighting]] = {}
    for one in sorted(seen, key=lambda one: one.at):
        by_person.setdefault((one.school, one.who, one.at // (24 * HOUR_MS)), []).append(one)
    return [(same[0], same[-1]) for same in by_person.values()]


def _begun(home: Path) -> Progress:
    """How far it is. From when on is on record before anything else: whoever comes after a first one that was killed
    must know that what was swept meanwhile was never watched.
    """
    progress = read_progress(home)
    if not progress.at:
        day_before = _now() - 24 * HOUR_MS
        progress = Progress(at=min(oldest_line(home) or day_before, day_before))
        write_progress(home, progress)
    return progress


def _now() -> int:
    return int(time.time() * 1000)
